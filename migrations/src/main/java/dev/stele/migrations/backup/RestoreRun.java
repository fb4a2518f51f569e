package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.PlannedStatement;
import dev.stele.migrations.diff.SchemaPlan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Fills an empty database from a backup, and reads it back. */
final class RestoreRun {
    private final Sessions sessions;
    private final BackupFiles files;
    private final RestoreOptions options;
    private final List<String> notes = new ArrayList<>();

    RestoreRun(Sessions sessions, BackupFiles files, RestoreOptions options) {
        this.sessions = sessions;
        this.files = files;
        this.options = options;
    }

    /** Does it all; returns what is not as it was. */
    List<String> fill() throws Exception {
        try (Connection connection = sessions.openFirst()) {
            CatalogSnapshot now = CatalogSnapshot.read(connection, Stages.OPTIONS);
            requireEmpty(now);
            CatalogSnapshot wanted = wanted();
            Preflight.check(connection, files.manifest(), wanted, options);
            Stages stages = Stages.of(wanted);
            SchemaPlan before = Stages.plan(now, stages.before());
            SchemaPlan keys = Stages.plan(stages.before(), stages.keyed());
            SchemaPlan after = Stages.plan(stages.keyed(), stages.whole());
            List.of(before, keys, after).forEach(SchemaPlan::requireComplete);

            options.listener().began("making tables");
            SchemaRun.run(connection, before.statements());
            RowsRun rows = new RowsRun(sessions, files, options);
            rows.load();
            buildAndVerify(keys, rows);
            options.listener().began("making what is left");
            SchemaRun.run(connection, after.statements());
            for (String statement : Sequences.statements(files.manifest().sequences())) {
                Sessions.execute(connection, statement);
            }
            analyze();
            requireSchema(connection, wanted);
            flush(connection);
            notes.addAll(files.manifest().leftOut().stream()
                    .map(what -> "not in the backup: " + what)
                    .toList());
            return notes;
        }
    }

    private static void requireEmpty(CatalogSnapshot now) {
        Set<ObjectKind> harmless =
                Set.of(ObjectKind.SCHEMA, ObjectKind.EXTENSION, ObjectKind.PRIVILEGE, ObjectKind.DEFAULT_PRIVILEGE);
        now.objects().stream()
                .filter(object -> !harmless.contains(object.kind()))
                .findFirst()
                .ifPresent(object -> {
                    throw new BackupException(
                            "cannot restore into this database: it is not empty, it holds " + object.name(),
                            "restore into a new database, or call replacing(…), which leaves this one as it is until"
                                    + " the other is whole",
                            null,
                            null);
                });
    }

    private CatalogSnapshot wanted() {
        CatalogSnapshot stored = CatalogSnapshot.parse(
                files.text(BackupFiles.CATALOG), Path.of(files.directory().toString(), BackupFiles.CATALOG));
        if (options.owners() == RestoreOptions.Owners.KEPT) {
            return stored;
        }
        CatalogSnapshot mine = stored.without(
                object -> object.kind() == ObjectKind.PRIVILEGE || object.kind() == ObjectKind.DEFAULT_PRIVILEGE);
        return mine.with(mine.objects().stream()
                .map(object -> Stages.dropping(object, Set.of("owner")))
                .toList());
    }

    /** Builds keys and indexes while the rows of other tables are read back, as both take a while. */
    private void buildAndVerify(SchemaPlan keys, RowsRun rows) throws Exception {
        options.listener().began("building indexes and reading back");
        List<Task> tasks = new ArrayList<>();
        for (List<PlannedStatement> unit : SchemaRun.units(keys.statements(), sessions)) {
            tasks.add(connection -> SchemaRun.run(connection, unit));
        }
        boolean readBack = options.check() == RestoreOptions.Check.READ_BACK;
        tasks.addAll(readBack ? rows.readingBack() : List.of());
        Parallel.<Connection, Task>run(
                options.workers(),
                tasks,
                () -> {
                    Connection connection = sessions.open();
                    Sessions.execute(connection, "set maintenance_work_mem = '" + options.memory() + "'");
                    return connection;
                },
                (connection, task) -> task.run(connection));
        if (readBack) {
            rows.requireSame();
        }
    }

    /** Lets the planner know the tables; the server would find the time for it only later. */
    private void analyze() throws Exception {
        options.listener().began("analyzing");
        List<Manifest.Table> tables = files.manifest().tables().stream()
                .filter(table -> !LargeObjects.are(table) && table.rows() > 0)
                .toList();
        Parallel.<Connection, Manifest.Table>run(
                options.workers(),
                tables,
                sessions::open,
                (connection, table) ->
                        Sessions.execute(connection, "analyze " + Sql.quote(table.schema(), table.name())));
    }

    /** One thing for one connection to do. */
    interface Task {
        void run(Connection connection) throws Exception;
    }

    private void requireSchema(Connection connection, CatalogSnapshot wanted) {
        CatalogSnapshot now = CatalogSnapshot.read(connection, Stages.reading(options.owners()));
        if (now.serverVersion() / 10000 != wanted.serverVersion() / 10000) {
            notes.add("the schema was not compared: the backup is of PostgreSQL " + wanted.serverVersion() / 10000
                    + ", the server is " + now.serverVersion() / 10000);
            return;
        }
        SchemaPlan difference = Stages.plan(now, wanted);
        if (!difference.isEmpty()) {
            List<String> what = new ArrayList<>(difference.changes());
            what.addAll(difference.unsupported());
            throw new BackupException(
                    "the restored schema is not what was backed up; it would take:\n  - " + String.join("\n  - ", what),
                    "keep the backup and tell the authors of Stele; PgDump may restore it",
                    null,
                    null);
        }
    }

    /** Until now no commit waited for the disk; this one does, and all that came before is there with it. */
    private static void flush(Connection connection) throws SQLException {
        Sessions.execute(connection, "set synchronous_commit = on");
        Sessions.value(connection, "select pg_logical_emit_message(true, 'stele', 'restored')");
    }
}
