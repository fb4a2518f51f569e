package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.core.error.Misuse;
import dev.stele.crud.InitialData;
import dev.stele.crud.Seed.Changes;
import dev.stele.crud.teams.ManagedSkillsSeed.ManagedSkill;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeedsTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static final FirstSuperuser ROOT = new FirstSuperuser("root@example.com", "correct horse battery staple");

    private static final PasswordHasher hasher = PasswordHasher.argon2id();
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(postgres.config(), Families.entities());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("delete from \"user\"");
    }

    @Test
    void q11_insertsTheFirstSuperuserOnce() {
        assertThat(applyRoot()).isEqualTo(Changes.inserted(1));
        assertThat(applyRoot()).isEqualTo(Changes.unchanged(1));

        List<Object> row = postgres.query("select is_active, is_superuser, hashed_password from \"user\"")
                .get(0);
        assertThat(row.subList(0, 2)).containsExactly(true, true);
        assertThat(hasher.verify(ROOT.password(), (String) row.get(2))).isTrue();
    }

    @Test
    void q74_truncatingUsersEmptiesAllAndTheSuperuserIsNumberOneAgain() {
        applyRoot();
        long team = TeamsDatabase.team(postgres, "old", TeamsDatabase.user(postgres, "old@example.com"));
        apply(new ManagedSkill("search", "finds"));
        postgres.execute(
                "insert into upload (name, description, owner_id) select 'f', 'd', min(id) from \"user\"",
                "insert into memberskillslink select m.id, s.id from member m, skill s",
                "insert into memberuploadslink select m.id, u.id from member m, upload u",
                "insert into apikey (short_key, digest, team_id) values ('a...b', sha256('q74'), " + team + ")",
                "insert into thread (id, query, team_id) values (gen_random_uuid(), 'q', " + team + ")",
                "insert into checkpoints (thread_id, checkpoint_id) select id, id from thread",
                "insert into checkpoint_blobs (thread_id, channel, version, type) select id, 'c', '1', 't' from thread",
                "insert into checkpoint_writes (thread_id, checkpoint_id, task_id, idx, channel, type, blob)"
                        + " select id, id, id, 0, 'c', 't', '' from thread");
        assertThat(filledTables()).hasSize(12);

        database.sql(connection -> connection.createStatement().execute("truncate \"user\" restart identity cascade"));
        InitialData.of(new SuperuserSeed(ROOT, hasher)).apply(database);

        assertThat(filledTables()).containsExactly("\"user\"");
        assertThat(postgres.query("select id, email from \"user\"")).containsExactly(List.of(1L, ROOT.email()));
    }

    private static List<String> filledTables() {
        return postgres
                .query("select table_name::regclass::text from (select quote_ident(table_name) as table_name"
                        + " from information_schema.tables where table_schema = 'public'"
                        + " and table_name not like 'databasechangelog%') t order by 1")
                .stream()
                .map(row -> (String) row.get(0))
                .filter(table -> postgres.value(Boolean.class, "select exists (select from " + table + ")"))
                .toList();
    }

    @Test
    void anExistingSuperusersPasswordIsNeverOverwritten() {
        applyRoot();
        postgres.execute("update \"user\" set hashed_password = 'changed by its owner'");

        applyRoot();

        assertThat(postgres.value(String.class, "select hashed_password from \"user\""))
                .isEqualTo("changed by its owner");
    }

    @Test
    void whoeverRegisteredTheAddressFirstGainsNoRights() {
        TeamsDatabase.user(postgres, "Root@Example.com");

        assertThat(applyRoot()).isEqualTo(Changes.unchanged(1));

        assertThat(postgres.value(Boolean.class, "select bool_or(is_superuser) from \"user\""))
                .isFalse();
    }

    @Test
    void q36_insertsUpdatesAndRemovesManagedSkills() {
        TeamsDatabase.superuser(postgres, "root@example.com");

        assertThat(apply(new ManagedSkill("search", "finds"), new ManagedSkill("math", "counts")))
                .isEqualTo(new Changes(2, 0, 0, 0));
        assertThat(apply(new ManagedSkill("search", "finds"), new ManagedSkill("math", "counts")))
                .isEqualTo(new Changes(0, 0, 2, 0));
        assertThat(apply(
                        new ManagedSkill("search", "finds more"),
                        new ManagedSkill("weather", "looks out", Map.of("url", "x"))))
                .isEqualTo(new Changes(1, 1, 0, 1));

        assertThat(postgres.query("select name, description, tool_definition::text from skill order by name"))
                .containsExactly(
                        Arrays.asList("search", "finds more", null),
                        List.of("weather", "looks out", "{\"url\": \"x\"}"));
    }

    @Test
    void changesOfTheToolDefinitionAreSeen() {
        TeamsDatabase.superuser(postgres, "root@example.com");
        apply(new ManagedSkill("search", "finds", Map.of("url", "x")));

        assertThat(apply(new ManagedSkill("search", "finds", Map.of("url", "x"))))
                .isEqualTo(new Changes(0, 0, 1, 0));
        assertThat(apply(new ManagedSkill("search", "finds", Map.of("url", "y"))))
                .isEqualTo(new Changes(0, 1, 0, 0));
        assertThat(apply(new ManagedSkill("search", "finds"))).isEqualTo(new Changes(0, 1, 0, 0));
    }

    @Test
    void w19_aUsersSkillOfTheSameNameStaysAndBlocksNothing() {
        TeamsDatabase.superuser(postgres, "root@example.com");
        long ada = TeamsDatabase.user(postgres, "ada@example.com");
        postgres.query(
                "insert into skill (name, description, owner_id, tool_definition) values (?, ?, ?, '{}') returning id",
                "wikipedia",
                "mine",
                ada);

        assertThat(apply(new ManagedSkill("wikipedia", "of the application"))).isEqualTo(new Changes(1, 0, 0, 0));
        assertThat(apply(new ManagedSkill("wikipedia", "better"))).isEqualTo(new Changes(0, 1, 0, 0));
        assertThat(apply()).isEqualTo(new Changes(0, 0, 0, 1));

        assertThat(postgres.query("select name, description, managed from skill"))
                .containsExactly(List.of("wikipedia", "mine", false));
    }

    @Test
    void keepsManagedSkillsThatAreDeclaredNoMoreWhereToldSo() {
        TeamsDatabase.superuser(postgres, "root@example.com");
        apply(new ManagedSkill("search", "finds"));

        Changes changes = ManagedSkillsSeed.of().keepingOthers().apply(database);

        assertThat(changes).isEqualTo(new Changes(0, 0, 0, 0));
        assertThat(postgres.value(Long.class, "select count(*) from skill")).isEqualTo(1);
    }

    @Test
    void w4_managedSkillsOfManyStartersAreInsertedOnce() {
        TeamsDatabase.superuser(postgres, "root@example.com");
        InitialData data = InitialData.of(ManagedSkillsSeed.of(new ManagedSkill("search", "finds")));

        List<InitialData.Report> reports =
                IntStream.range(0, 8)
                        .mapToObj(n -> CompletableFuture.supplyAsync(() -> data.apply(database)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(reports).filteredOn(InitialData.Report::wrote).hasSize(1);
        assertThat(postgres.value(Long.class, "select count(*) from skill")).isEqualTo(1);
    }

    @Test
    void managedSkillsNeedASuperuser() {
        assertThatThrownBy(() -> apply(new ManagedSkill("search", "finds")))
                .isInstanceOf(Misuse.class)
                .hasMessage(
                        "managed skills cannot be inserted: there is no superuser to own them\n"
                                + "  hint: set FIRST_SUPERUSER and FIRST_SUPERUSER_PASSWORD, to an address that no user has yet,"
                                + " or make a user one: update \"user\" set is_superuser = true, is_active = true where id = …");
    }

    @Test
    void refusesToDeclareASkillTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ManagedSkillsSeed.of(new ManagedSkill("search", "a"), new ManagedSkill("search", "b")))
                .withMessage("managed skill \"search\" must be declared once but is declared twice");
    }

    private static Changes applyRoot() {
        return new SuperuserSeed(ROOT, hasher).apply(database);
    }

    private static Changes apply(ManagedSkill... skills) {
        return ManagedSkillsSeed.of(skills).apply(database);
    }
}
