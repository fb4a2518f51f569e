package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.CheckFailed;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.ErrorKind;
import dev.stele.core.error.Excluded;
import dev.stele.core.error.MissingReference;
import dev.stele.core.error.NullValue;
import dev.stele.core.error.StillReferenced;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a violated constraint becomes; the subclass runs the same on a server that speaks German. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConstraintErrorsIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    Database database;

    DatabaseConfig config() {
        return postgres.config();
    }

    @BeforeAll
    void open() {
        database = Database.open(config());
        execute(
                "create table team (id bigint primary key, name text not null constraint team_name_key unique)",
                """
                create table member (
                    team_id bigint, email text, secret text, age int constraint member_age_check check (age > 17),
                    during int4range,
                    constraint member_team_fk foreign key (team_id) references team,
                    constraint member_during_excl exclude using gist (during with &&))""",
                "create unique index member_email_key on member (team_id, lower(email)) where secret is null",
                "create table \"user\" (id bigint primary key, boss_id bigint constraint user_boss_fk references \"user\")",
                "create table tag (team_id bigint constraint tag_team_fk references team on delete restrict)",
                "insert into team values (1, 'research'), (2, 'sales')",
                "insert into member (team_id, email, during) values (1, 'Ada@x.org', '[1,5)')",
                "insert into tag values (2)",
                "insert into \"user\" values (1, null), (2, 1)");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void namesTheColumnsOfAUniqueConstraint() {
        Duplicate error = fails(Duplicate.class, "insert into team values (3, 'sales')");

        assertThat(error).hasMessage("""
                        team with the same name (constraint "team_name_key") already exists
                          hint: pick other values, or use upsert() or insertIgnore() of a Dao""");
        assertThat(error.constraint()).isEqualTo("team_name_key");
        assertThat(error.table()).isEqualTo("team");
        assertThat(error.entity()).isEqualTo("team");
        assertThat(error.fields()).containsExactly("name");
        assertThat(error.sqlState()).isEqualTo("23505");
        assertThat(error.kind()).isEqualTo(ErrorKind.CONFLICT);
    }

    @Test
    void namesTheColumnsBehindAUniqueExpressionIndex() {
        Duplicate error = fails(Duplicate.class, "insert into member (team_id, email) values (1, 'ADA@X.ORG')");

        assertThat(error.constraint()).isEqualTo("member_email_key");
        assertThat(error.fields()).containsExactly("team_id", "email");
    }

    @Test
    void findsAnIndexMadeAfterTheFirstViolation() {
        fails(Duplicate.class, "insert into team values (3, 'sales')");
        execute("create table later (code text)", "create unique index later_code_key on later (upper(code))");
        execute("insert into later values ('a')");

        assertThat(fails(Duplicate.class, "insert into later values ('A')").fields())
                .containsExactly("code");
    }

    @Test
    void tellsAMissingReferenceFromTheChildsSide() {
        MissingReference error = fails(MissingReference.class, "insert into member (team_id) values (99)");

        assertThat(error).hasMessage("""
                        member cannot be written: what team_id (constraint "member_team_fk") refers to does not exist
                          hint: insert the referenced row first, or give the id of one that exists""");
        assertThat(error.fields()).containsExactly("team_id");
    }

    @Test
    void tellsAReferencedRowFromTheParentsSide() {
        StillReferenced error = fails(StillReferenced.class, "delete from team where id = 1");

        assertThat(error).hasMessage("""
                        team cannot be deleted or re-keyed: rows of member.team_id still refer to it (constraint "member_team_fk")
                          hint: delete or move the referring rows first""");
        assertThat(error.entity()).isEqualTo("team");
        assertThat(error.fields()).containsExactly("id");
        assertThat(error.referrer())
                .isEqualTo(new StillReferenced.Referrer("member", "member", java.util.List.of("team_id")));
    }

    @Test // the server sends 23001 for it from 18 on
    void takesRestrictForTheParentsSide() {
        StillReferenced error = fails(StillReferenced.class, "delete from team where id = 2");

        assertThat(error.constraint()).isEqualTo("tag_team_fk");
    }

    @Test
    void tellsBothSidesOfATableThatRefersToItself() {
        assertThat(fails(MissingReference.class, "insert into \"user\" values (3, 99)")
                        .fields())
                .containsExactly("boss_id");
        assertThat(fails(StillReferenced.class, "delete from \"user\" where id = 1")
                        .fields())
                .containsExactly("id");
    }

    @Test
    void namesTheColumnThatHasNoValue() {
        NullValue error = fails(NullValue.class, "insert into team values (3, null)");

        assertThat(error).hasMessage("""
                        team cannot be written: name must have a value
                          hint: give a value, or leave the field unset""");
        assertThat(error.fields()).containsExactly("name");
    }

    @Test
    void namesTheColumnOfACheck() {
        CheckFailed error = fails(CheckFailed.class, "insert into member (age) values (3)");

        assertThat(error).hasMessage("""
                        member cannot be written: the value of age (constraint "member_age_check") breaks a rule
                          hint: see the constraint's definition for the values it takes""");
    }

    @Test
    void namesTheColumnOfAnExclusion() {
        Excluded error = fails(Excluded.class, "insert into member (during) values ('[3,4)')");

        assertThat(error).hasMessage("""
                        member cannot be written: during (constraint "member_during_excl") overlaps an existing row
                          hint: pick values that do not overlap""");
    }

    @Test
    void saysTheSameInsideATransaction() {
        DatabaseException error = catchThrowableOfType(DatabaseException.class, () -> database.tx()
                .run(() -> execute("insert into team values (3, 'sales')")));

        assertThat(error).isInstanceOf(Duplicate.class);
        assertThat(((Duplicate) error).fields()).containsExactly("name");
    }

    @Test
    void saysTheSameOfABatch() {
        DatabaseException error = catchThrowableOfType(
                DatabaseException.class,
                () -> database.sql(connection -> {
                    try (var insert = connection.prepareStatement("insert into team values (?, ?)")) {
                        for (int i = 0; i < 3; i++) {
                            insert.setLong(1, 10 + i);
                            insert.setString(2, "sales");
                            insert.addBatch();
                        }
                        return insert.executeBatch();
                    }
                }));

        assertThat(((Duplicate) error).fields()).containsExactly("name");
    }

    @Test
    void putsNoValueOfTheRowIntoMessageOrStackTrace() {
        Duplicate error = fails(Duplicate.class, "insert into team values (3, 'sales')");

        var trace = new java.io.StringWriter();
        error.printStackTrace(new java.io.PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("sales");
    }

    private <E extends DatabaseException> E fails(Class<E> type, String sql) {
        return catchThrowableOfType(type, () -> execute(sql));
    }

    private void execute(String... statements) {
        database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            return null;
        });
    }
}
