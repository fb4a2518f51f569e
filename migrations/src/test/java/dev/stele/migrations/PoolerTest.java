package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PgBouncer;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.MigrationException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Migrations through a real PgBouncer, where it is installed. */
class PoolerTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final MigrationSettings NOTES =
            MigrationSettings.defaults().withChangelog(Changelog.classPath("notes"));

    @TempDir
    Path folder;

    @BeforeEach
    void emptyTheDatabase() {
        assumeTrue(PgBouncer.isInstalled(), "pgbouncer is not installed, so no pooler was tried");
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void transactionModeIsRefusedBeforeAnythingIsChanged() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(postgres, folder, "transaction")) {
            Migrations migrations = Migrations.of(pooler.config(), NOTES);

            assertThatThrownBy(migrations::upgrade)
                    .isInstanceOf(MigrationException.class)
                    .hasMessageMatching("cannot migrate through a pooler in transaction mode:"
                            + " two connections met one session of the server, \\d+\n"
                            + "  hint: give the server's own address, in POSTGRES_DIRECT_ADDRESS or to Migrations.of\\(…\\),"
                            + " or migrate in session mode; nothing was changed");
            assertThat(postgres.query("select 1 from pg_tables where schemaname = 'public'"))
                    .isEmpty();
            assertThat(postgres.query("select 1 from pg_locks where locktype = 'advisory' and database"
                            + " = (select oid from pg_database where datname = current_database())"))
                    .isEmpty();
        }
    }

    @Test
    void aConnectionThatIsSwappedInBetweenIsRefusedToo() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(postgres, folder, "transaction");
                Connection other = connect(pooler)) {
            // Takes the session that the migration began with, as a busy application does.
            OneConnection busy = new OneConnection(connect(pooler), sql -> begin(other));

            assertThatThrownBy(() -> Migrations.of(busy, NOTES).upgrade())
                    .hasMessageMatching("cannot migrate through a pooler in transaction mode:"
                            + " one connection met two sessions of the server, \\d+ and \\d+\n  hint: .*");
        }
    }

    @Test
    void atHeadTransactionModeIsNoObstacle() throws Exception {
        Migrations.of(postgres.config(), NOTES).upgrade();
        try (PgBouncer pooler = PgBouncer.start(postgres, folder, "transaction")) {
            assertThat(Migrations.of(pooler.config(), NOTES).upgrade().applied())
                    .isEmpty();
        }
    }

    @Test
    void sessionModeMigrates() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(postgres, folder, "session")) {
            assertThat(Migrations.of(pooler.config(), NOTES).upgrade().applied())
                    .hasSize(5);
        }
    }

    @Test
    void theDirectAddressIsUsedWhereItIsGiven() throws Exception {
        URI server = URI.create(postgres.jdbcUrl().substring("jdbc:".length()));
        try (PgBouncer pooler = PgBouncer.start(postgres, folder, "transaction")) {
            Path dotenv = Files.writeString(
                    folder.resolve(".env"),
                    "DATABASE_URL=%s\nPOSTGRES_USER=%s\nPOSTGRES_PASSWORD=%s\nPOSTGRES_DIRECT_ADDRESS=%s\n"
                            .formatted(
                                    pooler.config().jdbcUrl(),
                                    postgres.config().user(),
                                    postgres.config().password(),
                                    server.getAuthority()));
            Files.setPosixFilePermissions(dotenv, PosixFilePermissions.fromString("rw-------"));

            Migrations migrations = Migrations.of(DatabaseConfig.load(dotenv), NOTES);

            assertThat(migrations.upgrade().applied()).hasSize(5);
            assertThat(migrations.verify().findings()).isEmpty();
        }
    }

    private static Connection connect(PgBouncer pooler) throws SQLException {
        DatabaseConfig config = pooler.config();
        return DriverManager.getConnection(config.jdbcUrl() + "?prepareThreshold=0", config.user(), config.password());
    }

    /** Ends its transaction if it has one, and begins the next, alternately, so that sessions change hands. */
    private static void begin(Connection other) {
        try {
            if (other.getAutoCommit()) {
                other.setAutoCommit(false);
            } else {
                other.commit();
                other.setAutoCommit(true);
            }
            other.createStatement().execute("select 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
