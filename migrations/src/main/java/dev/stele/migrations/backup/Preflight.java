package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds out before the first statement what the server lacks. */
final class Preflight {
    private static final String MISSING_ROLES =
            "select r from unnest(?) r where not exists (select from pg_roles where rolname = r) order by 1";

    private static final String FOREIGN_ROLES = "select r from unnest(?) r join pg_roles p on p.rolname = r"
            + " where not pg_has_role(p.oid, 'member') order by 1";

    private static final String MISSING_EXTENSIONS = "select e from unnest(?) e where not exists (select from"
            + " pg_available_extension_versions v where v.name || ' ' || v.version = e) order by 1";

    private Preflight() {}

    static void check(Connection connection, Manifest manifest, CatalogSnapshot wanted, RestoreOptions options)
            throws SQLException {
        requireVersion(connection, manifest);
        List<String> faults = new ArrayList<>();
        if (options.owners() == RestoreOptions.Owners.KEPT) {
            find(connection, MISSING_ROLES, manifest.database().roles())
                    .forEach(role -> faults.add("role \"" + role + "\" does not exist"));
            Map<String, List<String>> owned = owned(wanted);
            String us = Sessions.value(connection, "select current_user");
            find(connection, FOREIGN_ROLES, List.copyOf(owned.keySet()))
                    .forEach(role -> faults.add("role \"" + us + "\", which restores, is no member of \"" + role
                            + "\", which owns " + some(owned.getOrDefault(role, List.of()))));
        }
        List<String> extensions = wanted.objects().stream()
                .filter(object -> object.kind() == ObjectKind.EXTENSION)
                .map(Preflight::extension)
                .toList();
        find(connection, MISSING_EXTENSIONS, extensions)
                .forEach(extension -> faults.add("extension " + extension + " is not installed on the server"));
        if (!faults.isEmpty()) {
            throw new BackupException(
                    "cannot restore to this server:\n  - " + String.join("\n  - ", faults),
                    "create what is missing, grant what is lacking, or leave roles out with"
                            + " RestoreOptions.withoutOwnersAndPrivileges(); nothing was changed",
                    null,
                    null);
        }
    }

    /** What each role owns, by its name. */
    private static Map<String, List<String>> owned(CatalogSnapshot wanted) {
        return wanted.objects().stream()
                .filter(object -> !object.facts().getOrDefault("owner", "pg_").startsWith("pg_"))
                .collect(Collectors.groupingBy(
                        object -> String.valueOf(object.facts().get("owner")),
                        TreeMap::new,
                        Collectors.mapping(object -> object.name().toString(), Collectors.toList())));
    }

    private static String some(List<String> names) {
        return names.size() == 1
                ? names.get(0)
                : names.isEmpty() ? "" : names.get(0) + " and " + (names.size() - 1) + " more";
    }

    private static String extension(CatalogObject object) {
        return object.name().name() + " " + object.facts().get("version");
    }

    private static void requireVersion(Connection connection, Manifest manifest) throws SQLException {
        int server = connection.getMetaData().getDatabaseMajorVersion();
        int made = manifest.serverVersion() / 10000;
        if (made > server) {
            throw new BackupException(
                    "the backup is refused: it is of PostgreSQL " + made + " and the server is " + server,
                    "restore to a server of that version or a newer one; nothing was changed",
                    null,
                    null);
        }
    }

    private static List<String> find(Connection connection, String query, List<String> names) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }
}
