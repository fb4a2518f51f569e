package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes one backup. */
final class BackupRun {
    private final Sessions sessions;
    private final BackupOptions options;
    private final FileSet files;
    private final @Nullable Envelope envelope;

    BackupRun(Sessions sessions, BackupOptions options, Target target) {
        this.sessions = sessions;
        this.options = options;
        this.envelope = Envelope.of(options.key());
        this.files = new FileSet(target, envelope, options.compression() == BackupOptions.Compression.GZIP);
    }

    Manifest make() throws Exception {
        options.listener().began("taking a snapshot");
        try (SourceSnapshot snapshot = SourceSnapshot.take(sessions, options)) {
            options.listener().snapshotTaken(snapshot.moment().name());
            Schema schema = schema(snapshot);
            writeSchema(schema.catalog());
            // Sequences know no snapshot: read after it was taken they are not behind any row of it.
            List<Manifest.Sequence> sequences = Sequences.read(snapshot.connection(), schema::has);
            List<Manifest.Table> tables = copy(snapshot, schema);
            options.listener().began("writing to the disk");
            Manifest manifest = manifest(snapshot, schema, tables, sequences);
            files.complete(ManifestText.write(manifest));
            return manifest;
        }
    }

    private Manifest manifest(
            SourceSnapshot snapshot, Schema schema, List<Manifest.Table> tables, List<Manifest.Sequence> sequences)
            throws SQLException {
        // Fails where the session is gone, and with it the locks.
        Manifest.Database database = DatabaseFacts.read(snapshot.connection(), schema.catalog());
        return new Manifest(
                snapshot.moment().time(),
                database,
                schema.catalog().serverVersion(),
                snapshot.moment().name(),
                snapshot.moment().position(),
                options.compression().name().toLowerCase(Locale.ROOT),
                envelope == null ? null : envelope.told(),
                schema.catalog().fingerprint(),
                tables,
                sequences,
                schema.leftOut(),
                files.files());
    }

    /** The catalog as far as it is taken and can be made again, and the rest in words. */
    private record Schema(
            CatalogSnapshot catalog,
            List<String> leftOut,
            @Nullable SelectedTables selected) {
        boolean has(SourceTable table) {
            return selected == null || selected.has(table);
        }

        boolean has(Manifest.Sequence sequence) {
            return selected == null || selected.has(sequence);
        }
    }

    private Schema schema(SourceSnapshot snapshot) throws SQLException {
        requireKnown(snapshot);
        CatalogSnapshot known = snapshot.catalog().without(object -> object.kind() == ObjectKind.OTHER);
        if (options.selection() instanceof BackupOptions.Tables chosen) {
            SelectedTables selected = SelectedTables.of(known, chosen.names());
            List<String> impossible = unsupported(selected.catalog(), snapshot.catalog());
            requireNone(impossible, false);
            return new Schema(selected.catalog(), selected.leftOut(), selected);
        }
        List<String> gaps = new ArrayList<>(DatabaseFacts.uncovered(snapshot.connection()));
        snapshot.catalog().objects().stream()
                .filter(object -> object.kind() == ObjectKind.OTHER)
                .forEach(object -> gaps.add(object.name().name()));
        List<String> impossible = unsupported(known, snapshot.catalog());
        gaps.addAll(impossible);
        if (!impossible.isEmpty() || options.gaps() == BackupOptions.Gaps.REFUSE) {
            requireNone(gaps, impossible.isEmpty());
        }
        if (options.policies() == BackupOptions.Policies.OBEYED) {
            gaps.add("rows that policies hide from role " + Sessions.value(snapshot.connection(), "select current_user")
                    + ", if there are any");
        }
        if (options.selection() instanceof BackupOptions.Rows rows) {
            gaps.add("all rows but those that belong to one row of " + rows.table());
        }
        return new Schema(known, gaps, null);
    }

    private static void requireNone(List<String> gaps, boolean optional) {
        if (!gaps.isEmpty()) {
            throw new BackupException(
                    "the database holds what this backup cannot:\n  - " + String.join("\n  - ", gaps),
                    optional
                            ? "use PgDump, or leave it out with BackupOptions.reportingGaps()"
                            : "use PgDump: other objects need some of it",
                    null,
                    null);
        }
    }

    /** What of {@code rest} cannot be made again, by itself or for want of what it does not have of {@code whole}. */
    private static List<String> unsupported(CatalogSnapshot rest, CatalogSnapshot whole) {
        List<String> unsupported =
                new ArrayList<>(Stages.plan(Stages.empty(rest), rest).unsupported());
        for (CatalogObject object : rest.objects()) {
            object.uses().stream()
                    .filter(used ->
                            whole.find(used).isPresent() && rest.find(used).isEmpty())
                    .forEach(used -> unsupported.add(object.name() + ", which needs " + used.name()));
        }
        return unsupported;
    }

    /** Fails rather than to leave out a table that only one of the two readers sees. */
    private static void requireKnown(SourceSnapshot snapshot) {
        List<String> copied = snapshot.tables().stream().map(SourceTable::label).toList();
        snapshot.catalog().objects().stream()
                .filter(object ->
                        object.kind() == ObjectKind.TABLE && !object.facts().containsKey("partitioned"))
                .map(object -> object.name())
                .map(ObjectName::qualified)
                .filter(name -> !copied.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalStateException("table " + name + " is in the catalog and would not be copied");
                });
    }

    private void writeSchema(CatalogSnapshot catalog) throws IOException {
        Stages stages = Stages.of(catalog);
        write(BackupFiles.CATALOG, catalog.text());
        write(
                BackupFiles.BEFORE,
                Stages.plan(Stages.empty(catalog), stages.before()).script());
        write(BackupFiles.AFTER, Stages.plan(stages.before(), catalog).script());
    }

    private void write(String name, String text) throws IOException {
        files.text(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Manifest.Table> copy(SourceSnapshot snapshot, Schema schema) throws Exception {
        options.listener().began("copying rows");
        List<SourceTable> tables =
                new ArrayList<>(snapshot.tables().stream().filter(schema::has).toList());
        boolean everything = options.selection() instanceof BackupOptions.Everything;
        if (everything) {
            tables.addAll(LargeObjects.find(snapshot.connection()));
        }
        boolean chosen = options.selection() instanceof BackupOptions.Rows;
        List<CopyOutRun.Chunk> chunks =
                chosen ? CopyOutRun.chosen(tables) : CopyOutRun.chunks(tables, options.fileSize());
        Meter meter = new Meter(
                options.listener(),
                tables.stream().mapToLong(table -> Math.max(0, table.rows())).sum(),
                chunks.stream().mapToLong(CopyOutRun.Chunk::weight).sum());
        CopyOutRun run = new CopyOutRun(files, meter);
        if (options.selection() instanceof BackupOptions.Rows rows) {
            // The addresses of rows are in a temporary table, which no other session sees.
            SelectedRows.find(snapshot.connection(), rows);
            for (CopyOutRun.Chunk chunk : chunks) {
                run.copy(snapshot.connection(), chunk);
            }
        } else {
            Parallel.<Connection, CopyOutRun.Chunk>run(
                    options.workers(), chunks, () -> snapshot.join(sessions), run::copy);
        }
        return tables.stream().map(run::table).toList();
    }
}
