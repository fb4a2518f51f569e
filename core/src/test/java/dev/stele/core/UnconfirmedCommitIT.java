package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.error.Unavailable;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server whose commits wait for a standby that is not there: who cancels the wait makes the server report success, with
 * nothing but a warning.
 */
class UnconfirmedCommitIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of("synchronous_standby_names", "nobody", "synchronous_commit", "on"));
        TestServer.execute(
                server.config(), "begin; set local synchronous_commit = local; create table item (id int); commit");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Ways to write one row outside a transaction. */
    enum Way {
        UPDATE {
            @Override
            void write(Database database) {
                database.sql(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement("insert into item values (?)")) {
                        statement.setInt(1, 1);
                        return statement.executeUpdate();
                    }
                });
            }
        },
        RETURNING {
            @Override
            void write(Database database) {
                ask(database, "insert into item values (1) returning id");
            }
        },
        BATCH {
            @Override
            void write(Database database) {
                database.sql(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement("insert into item values (?)")) {
                        statement.setInt(1, 1);
                        statement.addBatch();
                        statement.setInt(1, 2);
                        statement.addBatch();
                        return statement.executeBatch();
                    }
                });
            }
        },
        COPY {
            @Override
            void write(Database database) {
                database.copyIn("copy item from stdin", out -> out.write("1\n".getBytes(StandardCharsets.UTF_8)));
            }
        },
        HIBERNATE {
            @Override
            void write(Database database) {
                database.hibernate(session -> session.createNativeMutationQuery("insert into item values (1)")
                        .executeUpdate());
            }
        },
        TRANSACTION {
            @Override
            void write(Database database) {
                database.tx().run(() -> RETURNING.write(database));
            }
        };

        abstract void write(Database database);
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledWaitIsNotASuccess(Way way) throws Exception {
        refuses(way, PoolSettings.Mode.POOLED);
    }

    @Test
    void norWithoutAPool() throws Exception {
        refuses(Way.UPDATE, PoolSettings.Mode.UNPOOLED);
    }

    private static void refuses(Way way, PoolSettings.Mode mode) throws Exception {
        DatabaseConfig config = server.config();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Database database = Database.open(config.withPool(config.pool().withMode(mode)));
                Database admin = Database.open(config)) {
            Future<Unavailable> error =
                    other.submit(() -> catchThrowableOfType(Unavailable.class, () -> way.write(database)));
            cancelTheWait(admin);

            assertThat(error.get(20, TimeUnit.SECONDS))
                    .hasMessage("a commit was made on " + config.jdbcUrl().replaceAll(".*//([^/]*)/.*", "$1")
                            + " but its wait for a standby was cut off: whether it survives is unknown"
                            + "\n  hint: look for what the transaction wrote, on the primary, before doing it again");
            assertThat(ask(database, "select 1")).isEqualTo("1");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void nothingIsWrappedWhereNoStandbyIsWaitedFor() {
        try (Database plain = Database.open(postgres.config());
                Database waiting = Database.open(server.config())) {
            plain.statements().pause();
            waiting.statements().pause();

            assertThat(plain.<Boolean>sql(UnconfirmedCommitIT::isWrapped)).isFalse();
            assertThat(waiting.<Boolean>sql(UnconfirmedCommitIT::isWrapped)).isTrue();
        }
    }

    private static boolean isWrapped(Connection connection) {
        return Proxy.isProxyClass(connection.getClass());
    }

    private static void cancelTheWait(Database admin) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!ask(admin, "select count(pg_cancel_backend(pid)) from pg_stat_activity where wait_event = 'SyncRep'")
                .equals("1")) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static String ask(Database database, String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
