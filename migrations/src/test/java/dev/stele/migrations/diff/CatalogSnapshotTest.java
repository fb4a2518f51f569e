package dev.stele.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A catalog, read once and kept. */
class CatalogSnapshotTest {
    private static final Pattern NODE = Pattern.compile("\\(actual rows=([\\d.]+) loops=(\\d+)\\)");
    private static final Pattern REMOVED = Pattern.compile("Rows Removed by .*: (\\d+)");

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    @Test
    void isTheSameAfterAFile() {
        postgres.execute(
                "create schema filed",
                "create type filed.mood as enum ('sad', E'a\\tb\\nc\\\\d')",
                "create table filed.t (id int primary key, m filed.mood default 'sad')",
                "comment on table filed.t is E'two\\nlines \\\\ and\\ta tab'");
        CatalogSnapshot read = CatalogSnapshot.read(
                postgres.dataSource(), DiffOptions.defaults().inSchemas("filed"));
        Path file = folder.resolve("catalog.txt");

        read.save(file);
        CatalogSnapshot loaded = CatalogSnapshot.load(file);

        assertThat(loaded.objects()).containsExactlyElementsOf(read.objects());
        assertThat(loaded.fingerprint()).isEqualTo(read.fingerprint()).hasSize(64);
        assertThat(loaded.serverVersion()).isEqualTo(read.serverVersion());
    }

    @Test
    void refusesAFileThatIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "hello\n");

        assertThatThrownBy(() -> CatalogSnapshot.load(file))
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot read " + file
                        + ": its first line must be \"stele catalog snapshot 1\" but was \"hello\"\n"
                        + "  hint: Write it with CatalogSnapshot.save().");
    }

    @Test
    void readsFiveHundredTablesWithFiveStatements() throws SQLException {
        createTables("many", 500);
        AtomicInteger statements = new AtomicInteger();

        try (Connection connection = postgres.connect()) {
            CatalogSnapshot snapshot = CatalogSnapshot.read(
                    counting(connection, statements), DiffOptions.defaults().inSchemas("many"));

            assertThat(snapshot.objects()).hasSizeGreaterThan(500 * 9);
        }
        assertThat(statements).hasValueLessThanOrEqualTo(5);
    }

    // With four times the tables, joining all with all would look at sixteen times the rows.
    @Test
    void looksAtNoMoreRowsForAnObjectTheMoreThereAre() throws SQLException {
        createTables("few", 100);
        // Else the plans depend on whether autovacuum was there between.
        postgres.execute("analyze");
        long few = rowsLookedAt();
        createTables("plenty", 400);
        postgres.execute("analyze");
        long plenty = rowsLookedAt();

        assertThat(plenty).isLessThan(few * 5);
    }

    private static void createTables(String schema, int count) {
        postgres.execute("drop schema if exists many, few, plenty cascade", "create schema " + schema, """
                do $$ begin
                    for i in 1..%2$s loop
                        execute format('create table %1$s.t%%s (id bigint generated always as identity primary key,
                            a text not null default ''x'', b int check (b > 0), c numeric(10, 2), d timestamptz)', i);
                        execute format('create index on %1$s.t%%s (a)', i);
                    end loop;
                end $$""".formatted(
                        schema, count));
    }

    /** All rows that some part of the plan gave on or threw away. */
    private static long rowsLookedAt() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set jit = off");
            long rows = 0;
            long loops = 0;
            try (var lines = statement.executeQuery("explain (analyze, costs off, timing off, summary off) "
                    + SnapshotReader.query(SnapshotReader.PARTS))) {
                while (lines.next()) {
                    Matcher node = NODE.matcher(lines.getString(1));
                    if (node.find()) {
                        loops = Long.parseLong(node.group(2));
                        rows += Math.round(Double.parseDouble(node.group(1)) * loops);
                    }
                    Matcher removed = REMOVED.matcher(lines.getString(1));
                    if (removed.find()) {
                        rows += Long.parseLong(removed.group(1)) * loops;
                    }
                }
            }
            return rows;
        }
    }

    @Test
    void leavesTheSessionAsItWas() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = public, pg_temp");
            connection.setAutoCommit(false);

            CatalogSnapshot.read(connection, DiffOptions.defaults());

            try (var rows = statement.executeQuery("show search_path")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("public, pg_temp");
            }
            connection.rollback();
        }
    }

    private static Connection counting(Connection connection, AtomicInteger statements) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object made = call(connection, method, arguments);
                    return method.getName().equals("createStatement")
                            ? Proxy.newProxyInstance(
                                    Statement.class.getClassLoader(),
                                    new Class<?>[] {Statement.class},
                                    (inner, execute, values) -> {
                                        if (execute.getName().startsWith("execute")) {
                                            statements.incrementAndGet();
                                        }
                                        return call(made, execute, values);
                                    })
                            : made;
                });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
