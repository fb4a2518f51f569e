package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActorTest {

    @Test
    void aUserIsNoSuperuserUnlessSaid() {
        assertThat(Actor.user(7)).isEqualTo(new Actor.Person(7, false));
        assertThat(Actor.superuser(7)).isEqualTo(new Actor.Person(7, true));
    }

    @Test
    void aKeyKnowsItsTeamAndNoUser() {
        assertThat(Actor.teamKey(3)).isEqualTo(new Actor.TeamKey(3)).isNotEqualTo(Actor.user(3));
    }
}
