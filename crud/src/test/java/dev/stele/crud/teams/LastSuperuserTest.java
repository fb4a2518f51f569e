package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Misuse;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.ManagedSkillsSeed.ManagedSkill;
import dev.stele.models.Field;
import dev.stele.models.User;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One active superuser stays, whatever is deleted or changed and however many do so at once. */
class LastSuperuserTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static final User.Update DEMOTE =
            new User.Update(Field.unset(), Field.unset(), Field.unset(), Field.of(false));
    private static final User.Update DEACTIVATE =
            new User.Update(Field.unset(), Field.unset(), Field.of(false), Field.unset());

    private static Database database;
    private static Users users;

    private Person root;

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        users = new Users(database, TeamsDatabase.QUICK);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void onlyRoot() {
        postgres.execute("delete from skill", "delete from \"user\"");
        root = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
    }

    @Test
    void r5_theLastActiveSuperuserKeepsHisRights() {
        TeamsDatabase.user(postgres, "plain@example.com");
        long asleep = TeamsDatabase.superuser(postgres, "asleep@example.com");
        users.patch(root, asleep, DEACTIVATE);

        for (User.Update change : List.of(DEMOTE, DEACTIVATE)) {
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> users.patch(root, root.id(), change))
                    .withMessage("not allowed to take the rights of User \"%d\"\n".formatted(root.id())
                            + "  hint: he is the last active superuser; make another user one first");
        }
        // Whoever was a superuser when he signed in.
        Person before = Actor.superuser(asleep);
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> users.delete(before, root.id()))
                .withMessage("not allowed to delete User \"%d\"\n".formatted(root.id())
                        + "  hint: he is the last active superuser; make another user one first");
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> users.delete(before, root.id(), asleep));
        assertThat(active()).isEqualTo(1);

        users.patch(root, asleep, DEMOTE);
        users.patch(root, root.id(), new User.Update(Field.unset(), Field.of("Root"), Field.of(true), Field.unset()));
        users.delete(root, asleep);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "hand over", "demote", "deactivate", "mixed"})
    void r5_superusersWhoTakeEachOtherAwayLeaveOne(String how) throws InterruptedException {
        for (int round = 0; round < 15; round++) {
            onlyRoot();
            Person second = Actor.superuser(TeamsDatabase.superuser(postgres, "second@example.com"));
            long heir = TeamsDatabase.user(postgres, "heir@example.com");
            postgres.execute("insert into skill (name, description, managed, owner_id) select 's' || id, 'd', true, id"
                    + " from \"user\" where is_superuser");
            Iterator<Runnable> each = new ConcurrentLinkedQueue<>(List.<Runnable>of(
                            () -> take(how.equals("mixed") ? "delete" : how, root, second.id(), heir),
                            () -> take(how.equals("mixed") ? "demote" : how, second, root.id(), heir)))
                    .iterator();

            List<Object> outcomes = TeamsDatabase.atOnce(2, () -> {
                Runnable mine;
                synchronized (each) {
                    mine = each.next();
                }
                mine.run();
                return "done";
            });

            assertThat(active()).as(how).isEqualTo(1);
            assertThat(outcomes).hasAtLeastOneElementOfType(Forbidden.class).contains("done");
            assertThat(postgres.value(Long.class, "select count(*) from skill where managed"))
                    .isEqualTo(2);
        }
    }

    @Test
    void whereAllAreGoneTheStartSaysHowToGetOneBack() {
        postgres.execute("update \"user\" set is_superuser = false");
        ManagedSkillsSeed seed = ManagedSkillsSeed.of(new ManagedSkill("search", "finds"));
        FirstSuperuser same = new FirstSuperuser("root@example.com", "password");

        assertThat(new SuperuserSeed(same, TeamsDatabase.QUICK).apply(database).inserted())
                .isZero();
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> seed.apply(database))
                .withMessage(
                        "managed skills cannot be inserted: there is no superuser to own them\n"
                                + "  hint: set FIRST_SUPERUSER and FIRST_SUPERUSER_PASSWORD, to an address that no user has yet,"
                                + " or make a user one: update \"user\" set is_superuser = true, is_active = true where id = …");

        FirstSuperuser other = new FirstSuperuser("other@example.com", "password");
        new SuperuserSeed(other, TeamsDatabase.QUICK).apply(database);
        assertThat(seed.apply(database).inserted()).isEqualTo(1);
    }

    private static void take(String how, Person actor, long other, long heir) {
        switch (how) {
            case "delete" -> users.delete(actor, other);
            case "hand over" -> users.delete(actor, other, heir);
            case "demote" -> users.patch(actor, other, DEMOTE);
            default -> users.patch(actor, other, DEACTIVATE);
        }
    }

    private static long active() {
        return postgres.value(Long.class, "select count(*) from \"user\" where is_superuser and is_active");
    }
}
