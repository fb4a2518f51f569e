package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W15: the graph of members that follow each other has no dangling edges, no foreign ones and no cycles. */
class MemberSourcesTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;
    private static Members members;
    private static Person ada;
    private static Person bob;
    private long team;
    private long a;
    private long b;
    private long c;

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        members = new Members(database);
        ada = Actor.user(TeamsDatabase.user(postgres, "ada@example.com"));
        bob = Actor.user(TeamsDatabase.user(postgres, "bob@example.com"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void aChain() {
        postgres.execute("delete from team");
        team = TeamsDatabase.team(postgres, "adas", ada.id());
        a = members.insert(ada, worker("a")).id();
        b = members.insert(ada, worker("b").withSource(a)).id();
        c = members.insert(ada, worker("c").withSource(b)).id();
    }

    @Test
    void w15_deletingAMemberLeavesNoDanglingSource() {
        members.delete(ada, team, b);

        assertThat(members.get(ada, team, c).member().sourceId()).isNull();
    }

    @Test
    void w15_aCycleIsRefused() {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.patch(ada, team, a, source(c)))
                .withMessage("the input is not valid: sourceId must not lead back to the member itself");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.patch(ada, team, a, source(a)))
                .withMessage("the input is not valid: sourceId must not lead back to the member itself");
        assertThat(members.get(ada, team, a).member().sourceId()).isNull();
        assertThat(members.patch(ada, team, c, source(a)).sourceId()).isEqualTo(a);
        assertThat(members.patch(ada, team, c, source(null)).sourceId()).isNull();
    }

    @Test
    void w15_twoPatchesAtOnceMakeNoCycleEither() throws Exception {
        for (int i = 0; i < 10; i++) {
            members.patch(ada, team, b, source(null));
            AtomicInteger turn = new AtomicInteger();

            List<Object> outcomes = TeamsDatabase.atOnce(
                    2,
                    () -> turn.getAndIncrement() == 0
                            ? members.patch(ada, team, a, source(b))
                            : members.patch(ada, team, b, source(a)));

            assertThat(outcomes).filteredOn(Invalid.class::isInstance).hasSize(1);
            members.patch(ada, team, a, source(null));
        }
    }

    @Test
    void w15_aSourceIsAMemberOfTheSameTeam() {
        long bobs = TeamsDatabase.team(postgres, "bobs", bob.id());
        long foreign = postgres.value(Long.class, "select id from member where belongs_to = ?", bobs);

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.patch(ada, team, a, source(foreign)))
                .withMessage("the input is not valid: sourceId must be a member of the same team");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.insert(ada, worker("d").withSource(foreign)))
                .withMessage("the input is not valid: sourceId must be a member of the same team");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.patch(ada, team, a, source(999_999L)))
                .withMessage("the input is not valid: sourceId must be a member of the same team");
    }

    @Test
    void aSourceIsNotLookedAtForAMemberOfAnother() {
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.patch(bob, team, a, source(c)));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.patch(ada, team, 999_999, source(c)));
    }

    @Test
    void aCycleOfAnAdoptedDatabaseDoesNotStopTheCheck() {
        postgres.execute("update member set source = " + c + " where id = " + b);
        long d = members.insert(ada, worker("d")).id();

        assertThat(members.patch(ada, team, d, source(c)).sourceId()).isEqualTo(c);
        assertThat(members.patch(ada, team, b, source(a)).sourceId()).isEqualTo(a);
    }

    private Member.Create worker(String name) {
        return new Member.Create(name, "r", MemberType.WORKER, team);
    }

    private static Member.Update source(@Nullable Long id) {
        return TeamsDatabase.memberUpdate(Field.unset(), Field.unset(), Field.unset(), Field.of(id));
    }
}
