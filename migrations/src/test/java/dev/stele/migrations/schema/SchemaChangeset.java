package dev.stele.migrations.schema;

import dev.stele.core.PostgresExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One changeset of the bundled versions, read by a splitter that knows no more of the format than the files use.
 *
 * @param id what it is called
 * @param inTransaction whether its statements run in one transaction
 * @param up what it does
 * @param down what undoes it
 */
record SchemaChangeset(String id, boolean inTransaction, String up, String down) {
    private static final Path VERSIONS = Path.of("src/main/resources/db/changelog/stele/versions");

    /** All changesets, in the order of their files. */
    static List<SchemaChangeset> all() {
        try (Stream<Path> files = Files.list(VERSIONS)) {
            List<SchemaChangeset> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                Arrays.stream(Files.readString(file).split("(?m)^--changeset stele:"))
                        .skip(1)
                        .map(SchemaChangeset::parse)
                        .forEach(all::add);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the Python system's schema was made into: all but the first. */
    static List<SchemaChangeset> mends() {
        List<SchemaChangeset> all = all();
        return all.subList(1, all.size());
    }

    /** The database made by the Python system, as one script. */
    static String pythonDatabase() {
        try {
            return Files.readString(Path.of("target/test-classes/alembic-database.sql"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void apply(PostgresExtension postgres) {
        try (Connection connection = postgres.connect()) {
            apply(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Applies it over a connection in autocommit. */
    void apply(Connection connection) {
        run(connection, up);
    }

    /** Undoes it over a connection in autocommit. */
    void revert(Connection connection) {
        run(connection, down);
    }

    private void run(Connection connection, String sql) {
        // The driver sends the statements of one string as one implicit transaction.
        String[] parts = inTransaction ? new String[] {sql} : sql.strip().split(";\\s*");
        try (Statement statement = connection.createStatement()) {
            for (String part : parts) {
                statement.execute(part);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(id + ": " + e.getMessage(), e);
        }
    }

    private static SchemaChangeset parse(String text) {
        List<String> lines = text.lines().toList();
        String head = lines.get(0);
        String up =
                lines.stream().skip(1).filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        String down = lines.stream()
                .filter(line -> line.startsWith("--rollback "))
                .map(line -> line.substring("--rollback ".length()))
                .collect(Collectors.joining("\n"));
        return new SchemaChangeset(head.split(" ")[0], !head.contains("runInTransaction:false"), up, down);
    }
}
