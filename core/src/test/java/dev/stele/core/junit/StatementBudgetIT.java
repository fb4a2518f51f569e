package dev.stele.core.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class StatementBudgetIT {
    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql("create table item (id int primary key)");

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> StatementBudgetIT.database);

    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(postgres.config());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void letsWorkWithinItsBudgetPass() {
        int found = budget.expect(1, () -> read(7));

        assertThat(found).isEqualTo(7);
    }

    @Test
    void listsWhatRanAndRecognizesNPlusOne() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> budget.expect(1, () -> {
                    run("select id from item");
                    for (int i = 0; i < 3; i++) {
                        read(i);
                    }
                }))
                .withMessage("""
                        expected 1 statement but 4 ran
                          1 x select id from item
                          3 x select ?::int
                          hint: the same statement ran 3 times (N+1): read or write all its rows with one, as with = any(?) or a batch""");
    }

    @Test
    void saysThatTooFewRan() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> budget.expect(2, () -> run("select 1")))
                .withMessage("expected 2 statements but 1 ran\n  1 x select 1");
    }

    @Test
    void countsWhatRunsInATransactionButNotItsBeginAndEnd() {
        budget.expect(2, () -> database.tx().serializable().run(() -> {
            run("select 1");
            database.savepoint(() -> read(1));
        }));
    }

    @Test
    void countsABatchOnce() {
        budget.expect(1, () -> {
            database.sql(connection -> {
                try (var insert = connection.prepareStatement("insert into item values (?)")) {
                    for (int i = 100; i < 103; i++) {
                        insert.setInt(1, i);
                        insert.addBatch();
                    }
                    return insert.executeBatch();
                }
            });
        });
    }

    @Test
    void countsAFailedStatement() {
        budget.expect(1, () -> assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> run("select * from nowhere")));
    }

    @Test
    @Statements(max = 1)
    void enforcesTheBudgetOfATest() {
        read(1);
    }

    @Test
    void stopsCountingAtTheEnd() {
        budget.expect(0, () -> {});
        run("select 1");
        budget.expect(0, () -> {});
    }

    @Test
    void failsATestThatExceedsItsBudget() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .configurationParameter("junit.jupiter.conditions.deactivate", "*")
                                .selectors(selectMethod(Exceeding.class, "exceeds"))
                                .build(),
                        listener);

        Throwable failure = listener.getSummary().getFailures().get(0).getException();
        assertThat(failure).hasMessage("""
                        expected at most 1 statement but 2 ran
                          2 x select ?::int
                          hint: the same statement ran 2 times (N+1): read or write all its rows with one, as with = any(?) or a batch""");
    }

    @Disabled("run by failsATestThatExceedsItsBudget")
    static class Exceeding {
        @RegisterExtension
        static final StatementBudget budget = StatementBudget.of(() -> StatementBudgetIT.database);

        @Test
        @Statements(max = 1)
        void exceeds() {
            read(1);
            read(2);
        }
    }

    private static int read(int value) {
        return database.sql(connection -> {
            try (var select = connection.prepareStatement("select ?::int")) {
                select.setInt(1, value);
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    private static void run(String sql) {
        database.sql(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
