package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TeamsDatabaseTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    @Test
    void hasATeamWithALeader() {
        long owner = TeamsDatabase.user(postgres, "a@example.com");
        long team = TeamsDatabase.team(postgres, "research", owner);

        assertThat(postgres.value(String.class, "select name from member where belongs_to = ?", team))
                .isEqualTo("researchLeader");
    }
}
