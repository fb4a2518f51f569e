package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import apart.Application;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.statements.Repetition;
import dev.stele.core.statements.StatementFigures;
import dev.stele.core.statements.StatementShape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a database runs is recorded, each statement once, and no value with it. */
class StatementsIT {
    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql("create table item (id int primary key, name text)");

    private Database database;
    private Application application;

    @BeforeEach
    void open() {
        postgres.execute("truncate item");
        database = Database.open(postgres.config());
        application = new Application(database);
        database.statements().clear();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private StatementFigures only() {
        assertThat(database.statements().figures()).hasSize(1);
        return database.statements().figures().get(0);
    }

    @Test
    void theApplicationsOwnSqlIsRecordedWithoutItsValues() {
        application.run("insert into item values (1, 'secret')");
        application.run("insert into item values (2, 'other'), (3, 'third')");

        assertThat(only().sql()).isEqualTo("insert into item values (?, ?)");
        assertThat(only().operation()).isEqualTo("sql");
        assertThat(only().calls()).isEqualTo(2);
        assertThat(only().rows()).isEqualTo(3);
        assertThat(only().callers()).singleElement().asString().startsWith("apart.Application.run(Application.java:");
        assertThat(only().times().least()).isPositive();
    }

    @Test
    void aStatementWithAShapeIsRecordedUnderItsNameWithTheRowsItRead() {
        application.run("insert into item select n, 'x' from generate_series(1, 7) as n");
        database.statements().clear();
        StatementShape shape = database.statements().shape("select name from item where id > ?", "Item.names");

        List<String> names = database.sql(
                shape,
                statement -> {
                    statement.setInt(1, 2);
                    List<String> read = new ArrayList<>();
                    try (ResultSet row = statement.executeQuery()) {
                        while (row.next()) {
                            read.add(row.getString(1));
                        }
                    }
                    return read;
                },
                List::size);

        assertThat(names).hasSize(5);
        assertThat(only().operation()).isEqualTo("Item.names");
        assertThat(List.of(only().calls(), only().failures(), only().rows())).containsExactly(1L, 0L, 5L);
    }

    @Test
    void whatFailsIsCounted() {
        StatementShape shape = database.statements().shape("select 1 / (? - 1)", "Item.divide");

        assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> application.run("select 1 / 0"));
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> database.sql(
                        shape,
                        statement -> {
                            statement.setInt(1, 1);
                            return statement.execute();
                        },
                        found -> 1));

        assertThat(database.statements().figures())
                .hasSize(2)
                .allSatisfy(figures -> assertThat(figures.failures()).isEqualTo(1))
                .allSatisfy(figures -> assertThat(figures.calls()).isEqualTo(1));
        assertThat(database.statements().operation("Item.divide").failures()).isEqualTo(1);
    }

    @Test
    void aBatchIsOneRunWithTheRowsOfAll() {
        application.batch("insert into item values (?, 'x')", List.of(1, 2, 3));

        assertThat(only().calls()).isEqualTo(1);
        assertThat(only().rows()).isEqualTo(3);
    }

    @Test
    void copyIsRecordedWithItsRows() {
        database.copyIn("copy item from stdin", out -> out.write("1\ta\n2\tb\n".getBytes(StandardCharsets.UTF_8)));
        database.copyOut("copy item to stdout", new ByteArrayOutputStream());
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> database.copyIn("copy item (id) from stdin", out -> out.write('x')));

        assertThat(database.statements().figures())
                .extracting(StatementFigures::sql, StatementFigures::rows, StatementFigures::failures)
                .containsExactlyInAnyOrder(
                        tuple("copy item from stdin", 2L, 0L),
                        tuple("copy item to stdout", 2L, 0L),
                        tuple("copy item (id) from stdin", 0L, 1L));
    }

    @Test
    void whilePausedNothingIsRecorded() {
        application.run("select 1");
        database.statements().pause();
        application.run("select 2");
        database.statements().resume();
        application.run("select 3");

        assertThat(only().calls()).isEqualTo(2);
    }

    @Test
    void whatRunsAgainAndAgainInATransactionIsTold() {
        database.tx().run(() -> {
            for (int i = 0; i < 15; i++) {
                application.run("select name from item where id = " + i);
            }
        });

        List<Repetition> repetitions = database.statements().repetitions();

        assertThat(repetitions).hasSize(1);
        assertThat(repetitions.get(0).sql()).isEqualTo("select name from item where id = ?");
        assertThat(repetitions.get(0).most()).isEqualTo(15);
        assertThat(repetitions.get(0).units()).isEqualTo(1);
        assertThat(repetitions.get(0).caller()).startsWith("apart.Application.run(Application.java:");
    }

    @Test
    void aTransactionThatFailsTellsWhatItRepeatedToo() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.tx().run(() -> {
                    for (int i = 0; i < 10; i++) {
                        application.run("select " + i);
                    }
                    throw new IllegalStateException("no");
                }));

        assertThat(database.statements().repetitions()).hasSize(1);
    }

    @Test
    void theSlowAreLoggedWithoutValuesAndNotTooOften() {
        database.statements().logSlowerThan(Duration.ofNanos(1));
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 5; i++) {
                application.run("insert into item values (" + i + ", 'secret')");
            }
            application.run("delete from item where name = 'secret'");
            database.statements().logSlowerThan(Duration.ZERO);
            application.run("select 'quiet'");

            assertThat(log.lines("dev.stele.slow"))
                    .hasSize(2)
                    .noneMatch(line -> line.contains("secret"))
                    .anyMatch(
                            line -> line.matches(
                                    ".*sql took \\d+ ms for 1 rows, called by"
                                            + " apart\\.Application\\.run\\(Application\\.java:\\d+\\): insert into item values \\(\\?, \\?\\)"))
                    .anyMatch(line -> line.contains("for 5 rows") && line.endsWith("delete from item where name = ?"));
        }
    }

    @Test
    void settingsSayWhetherItBeginsAndWhatIsSlow() {
        DatabaseConfig off = postgres.config().withoutStatements();
        DatabaseConfig slow = postgres.config().withSlowQuery(Duration.ofMillis(1));

        try (Database quiet = Database.open(off);
                Database told = Database.open(slow);
                CapturedLog log = new CapturedLog()) {
            new Application(quiet).run("select pg_sleep(0.01)");
            new Application(told).run("select pg_sleep(0.01)");

            assertThat(quiet.statements().isOn()).isFalse();
            assertThat(quiet.statements().figures()).isEmpty();
            assertThat(told.statements().figures()).hasSize(1);
            assertThat(log.lines("select pg_sleep(?)")).hasSize(1);
        }
        assertThat(off.setting("STELE_STATEMENTS").orElseThrow().value()).isEqualTo("off");
        assertThat(slow.setting("STELE_SLOW_QUERY").orElseThrow().value()).isEqualTo("1ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> off.withSlowQuery(Duration.ofSeconds(-1)))
                .withMessage("slowQuery must not be negative but was PT-1S");
    }

    @Test
    void anObserverHearsWhatASpanNeeds() {
        List<StatementObserver.Executed> heard = new ArrayList<>();
        StatementShape shape = database.statements().shape("select 1", "Item.one");
        Instant before = Instant.now().minusMillis(1);
        try (Database.Observation observation = database.observe(heard::add)) {
            application.run("select 'x'");
            database.sql(shape, statement -> statement.execute(), found -> 1);
        }

        assertThat(heard).extracting(StatementObserver.Executed::operation).containsExactly("sql", "Item.one");
        assertThat(heard.get(0).caller()).startsWith("apart.Application.run(Application.java:");
        assertThat(heard).allSatisfy(statement -> {
            assertThat(statement.began()).isBetween(before, Instant.now());
            assertThat(statement.elapsed()).isPositive();
        });
        assertThat(database.statements().figures())
                .as("an observer does not count twice")
                .hasSize(2)
                .allSatisfy(figures -> assertThat(figures.calls()).isEqualTo(1));
    }
}
