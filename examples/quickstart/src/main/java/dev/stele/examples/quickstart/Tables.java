package dev.stele.examples.quickstart;

import dev.stele.core.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is in the database, table by table. */
final class Tables {
    private static final List<String> NAMES = List.of(
            "user",
            "team",
            "member",
            "memberskillslink",
            "memberuploadslink",
            "skill",
            "thread",
            "checkpoints",
            "checkpoint_blobs",
            "checkpoint_writes",
            "upload",
            "apikey");

    private Tables() {}

    static boolean none(Database database) {
        return number(
                        database,
                        "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')")
                == 0;
    }

    /** Loads a dump in one transaction: all of it or nothing. */
    static long load(Database database, String resource) {
        String dump = read(resource);
        database.tx()
                .run(() -> database.sql(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        // A dump empties the search path of its session, which is the pool's: only for this
                        // transaction.
                        return statement.execute(dump.replace(
                                        "set_config('search_path', '', false)", "set_config('search_path', '', true)")
                                .replaceAll("(?m)^SET ", "SET LOCAL "));
                    }
                }));
        return count(database).values().stream().mapToLong(Long::longValue).sum();
    }

    static Map<String, Long> count(Database database) {
        Map<String, Long> rows = new LinkedHashMap<>();
        NAMES.forEach(name -> rows.put(name, number(database, "select count(*) from public.\"" + name + "\"")));
        return rows;
    }

    private static long number(Database database, String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static String read(String resource) {
        try (InputStream in = Tables.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource \"" + resource + "\" is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
