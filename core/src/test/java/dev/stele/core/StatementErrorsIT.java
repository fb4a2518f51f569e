package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.ErrorKind;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.ServerFailure;
import dev.stele.core.error.TimedOut;
import java.io.OutputStream;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a statement's failure becomes, other than a violated constraint. */
class StatementErrorsIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql(
                    "create table secret_table (name varchar(3), age smallint)",
                    "insert into secret_table values ('a', 0)",
                    "do $$ begin if not exists (select 1 from pg_roles where rolname = 'stele_it_nobody')"
                            + " then create role stele_it_nobody login password 'nobody'; end if; end $$");

    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(postgres.config());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                wrong("insert into secret_table values ('too long')", "22001", "is longer than its column allows"),
                wrong("insert into secret_table (age) values (99999)", "22003", "is out of the range of its type"),
                wrong("select 'mine'::int", "22P02", "does not have the form its type takes"),
                wrong("select '2026-02-31'::date", "22008", "is not a date or time the server can take"),
                wrong("select 1 / age from secret_table", "22012", "is zero where something is divided by it"),
                wrong("select substring('a', 1, -1)", "22011", "was refused by the server (SQLSTATE 22011)"));
    }

    private static Arguments wrong(String sql, String state, String problem) {
        return Arguments.of(sql, state, problem);
    }

    static Stream<Arguments> noCopies() {
        String in = "\n  hint: run any other statement with sql(...)";
        String file = "copyIn was given a COPY with a file or program of the server; expected COPY … FROM STDIN"
                + "\n  hint: run it with sql(...), or say FROM STDIN";
        return Stream.of(
                Arguments.of(
                        "/* a /* 'b */ */ SELECT 1",
                        "copyIn was given a statement that begins with \"select\"; expected COPY … FROM STDIN" + in),
                Arguments.of(
                        " ; -- copy",
                        "copyIn was given a statement that begins with \";\"; expected COPY … FROM STDIN" + in),
                Arguments.of("", "copyIn was given an empty statement; expected COPY … FROM STDIN" + in),
                Arguments.of(
                        "copy (select 'a) from stdin', \"to\" from t) to stdout",
                        "copyIn was given COPY … TO; expected COPY … FROM STDIN"
                                + "\n  hint: use copyOut for COPY … TO STDOUT"),
                Arguments.of("copy secret_table from '/etc/passwd'", file),
                Arguments.of("copy secret_table (name) from program 'true'", file));
    }

    @ParameterizedTest
    @MethodSource("noCopies")
    void whatIsNoCopyFromTheClientIsRefusedBeforeItRuns(String sql, String message) {
        database.tx().run(() -> {
            Misuse refused = catchThrowableOfType(Misuse.class, () -> database.copyIn(sql, out -> {}));

            assertThat(refused).hasMessage(message);
            assertThat(database.<Boolean>sql(
                            connection -> connection.createStatement().execute("select 1")))
                    .isTrue();
        });
    }

    @Test
    void whatIsNoCopyToTheClientIsRefusedBeforeItRuns() {
        OutputStream nowhere = OutputStream.nullOutputStream();

        assertThat(catchThrowableOfType(
                        Misuse.class, () -> database.copyOut("delete from secret_table returning 1", nowhere)))
                .hasMessage("copyOut was given a statement that begins with \"delete\"; expected COPY … TO STDOUT"
                        + "\n  hint: run any other statement with sql(...)");
        assertThat(catchThrowableOfType(Misuse.class, () -> database.copyOut("copy secret_table from stdin", nowhere)))
                .hasMessage("copyOut was given COPY … FROM; expected COPY … TO STDOUT"
                        + "\n  hint: use copyIn for COPY … FROM STDIN");
        assertThat(catchThrowableOfType(
                        Misuse.class, () -> database.copyOut("copy secret_table to program 'true'", nowhere)))
                .hasMessage("copyOut was given a COPY with a file or program of the server; expected COPY … TO STDOUT"
                        + "\n  hint: run it with sql(...), or say TO STDOUT");
    }

    static Stream<String> copies() {
        return Stream.of(
                "copy secret_table to stdout",
                "-- a 'comment\nCOPY public.secret_table (name, age) TO STDOUT (format csv)",
                "/* /* */ ' */copy\"secret_table\"to stdout",
                "copy secret_table to stdin",
                "copy (select name, E'\\') from (' as \"a \"\" from ) '\" from secret_table) to stdout with csv",
                "copy (select $x$ ) from stdin $x$, 'it''s' from secret_table) to stdout");
    }

    @ParameterizedTest
    @MethodSource("copies")
    void everySpellingOfACopyIsTaken(String sql) {
        assertThat(database.copyOut(sql, OutputStream.nullOutputStream())).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void saysWhatIsWrongWithAValueWithoutShowingIt(String sql, String state, String problem) {
        Invalid error = fails(Invalid.class, sql);

        assertThat(error).hasMessage("the input is not valid: a value " + problem);
        assertThat(error.sqlState()).isEqualTo(state);
        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID);
    }

    @Test
    void saysThatTextHoldsACharacterTheServerCannotStore() {
        DatabaseException error = catchThrowableOfType(
                DatabaseException.class,
                () -> database.sql(connection -> {
                    try (var select = connection.prepareStatement("select ?::text")) {
                        select.setString(1, "a\0b");
                        return select.executeQuery();
                    }
                }));

        assertThat(error)
                .isInstanceOf(Invalid.class)
                .hasMessage(
                        "the input is not valid: a value holds a character the server cannot store, such as NUL or half a surrogate pair");
        assertThat(ask("select 1")).isEqualTo("1");
    }

    @Test
    void namesATableThatDoesNotExist() {
        assertThat(fails(Misuse.class, "select * from nowhere"))
                .hasMessage("the server refused the statement (SQLSTATE 42P01): relation \"nowhere\" does not exist\n"
                        + "  hint: if an entity has it, generate the version that makes it and apply that:"
                        + " Migrations.generate, upgrade");
    }

    @Test
    void doesNotRepeatTheTextItCannotParse() {
        Misuse error = fails(Misuse.class, "select 'x' 's3cret'");

        assertThat(error).hasMessage("the server cannot parse the statement at character 12");
    }

    @Test
    void saysWhichRightIsMissing() {
        DatabaseConfig admin = postgres.config();
        try (Database nobody = Database.open(
                DatabaseConfig.of(admin.jdbcUrl(), "stele_it_nobody", "nobody").withPool(admin.pool()))) {
            Misuse error = catchThrowableOfType(
                    Misuse.class,
                    () -> nobody.sql(connection -> connection.createStatement().execute("select * from secret_table")));

            assertThat(error).hasMessage("""
                            the role lacks a right: permission denied for table secret_table
                              hint: grant it to the role the application logs in as, or log in as one that has it""");
        }
    }

    @Test
    void saysThatAStatementRanTooLong() {
        DatabaseConfig config = postgres.config();
        try (Database hasty =
                Database.open(config.withTimeouts(config.timeouts().withStatement(Duration.ofMillis(100))))) {
            TimedOut error = catchThrowableOfType(
                    TimedOut.class,
                    () -> hasty.sql(connection -> connection.createStatement().execute("select pg_sleep(20)")));

            assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(error.sqlState()).isEqualTo("57014");
        }
    }

    @Test
    void saysThatTheRolesSessionsOnlyRead() {
        String name = ask("select current_database()");
        String user = postgres.config().user();
        postgres.execute("alter role " + user + " in database " + name + " set default_transaction_read_only = on");
        try (Database reading = Database.open(postgres.config())) {
            String message =
                    "the sessions of role \"" + user + "\" only read: default_transaction_read_only is on, and the"
                            + " server is no standby\n  hint: log in as a role that may write, or reset the setting of the role, the"
                            + " database or the server";

            assertThatThrownBy(() -> delete(reading)).isInstanceOf(Misuse.class).hasMessage(message);
            // Each throws its connection away, which the pool closes on a thread of its own.
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> reading.tx().run(() -> delete(reading)))
                        .isInstanceOf(Misuse.class)
                        .hasMessage(message);
            }
        } finally {
            postgres.execute(
                    "set default_transaction_read_only = off",
                    "alter role " + user + " in database " + name + " reset default_transaction_read_only");
        }
    }

    private static void delete(Database in) {
        in.sql(connection -> connection.createStatement().execute("delete from secret_table"));
    }

    @Test
    void namesTheTenantWhereAPolicyRefusesARow() {
        postgres.execute(
                "create table guarded (owner text)",
                "alter table guarded enable row level security",
                "create policy own on guarded using (owner = current_setting('stele.tenant', true))",
                "grant select, insert on guarded to stele_it_nobody");
        DatabaseConfig admin = postgres.config();
        try (Database nobody = Database.open(
                DatabaseConfig.of(admin.jdbcUrl(), "stele_it_nobody", "nobody").withPool(admin.pool()))) {
            assertThatThrownBy(() -> nobody.tx()
                            .tenant("user:1")
                            .run(() -> nobody.sql(connection ->
                                    connection.createStatement().execute("insert into guarded values ('user:2')"))))
                    .isInstanceOf(Misuse.class)
                    .hasMessage(
                            "a policy does not let this transaction write the row: new row violates row-level security"
                                    + " policy for table \"guarded\"\n  hint: name the tenant it belongs to where the transaction"
                                    + " begins, by stele.as(actor) or tx().tenant(…): policies read it as"
                                    + " current_setting('stele.tenant')");
        }
    }

    @Test
    void leavesTheRestToTheServersOwnWords() {
        ServerFailure error = fails(ServerFailure.class, "do $$ begin raise exception 'with a value'; end $$");

        assertThat(error).hasMessage("a statement failed (SQLSTATE P0001)\n  hint: see the cause");
        assertThat(error.getCause()).hasMessageContaining("with a value");
    }

    @Test
    void passesWhatTheWorkItselfThrows() {
        IllegalStateException mine = new IllegalStateException("mine");

        assertThat(catchThrowableOfType(
                        IllegalStateException.class,
                        () -> database.sql(connection -> {
                            throw mine;
                        })))
                .isSameAs(mine);
    }

    private static <E extends DatabaseException> E fails(Class<E> type, String sql) {
        return catchThrowableOfType(
                type,
                () -> database.sql(connection -> connection.createStatement().execute(sql)));
    }

    private static String ask(String sql) {
        return database.sql(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
