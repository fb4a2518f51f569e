package dev.stele.migrations.advice;

import dev.stele.migrations.advice.ScratchRows.TooMuch;
import dev.stele.migrations.advice.ScratchTrial.Stage;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ScratchDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes some tables of the live database again in a scratch database, with rows or with statistics. */
final class ScratchCopy {
    // What ALTER DATABASE and ALTER ROLE … IN DATABASE set on the live database does not hold in another one.
    private static final String SETTINGS = "select name, current_setting(name) from pg_catalog.pg_settings"
            + " where category like 'Query Tuning%' or name in ('work_mem', 'hash_mem_multiplier',"
            + " 'max_parallel_workers', 'max_parallel_workers_per_gather', 'default_statistics_target')";

    // Others take a superuser, such as pg_stat_statements, which a copy of tables can do without.
    private static final String EXTENSIONS = "select distinct name from pg_catalog.pg_available_extension_versions"
            + " where trusted or not superuser or (select rolsuper from pg_catalog.pg_roles where rolname = current_user)";

    private final Connection live;
    private final ScratchDatabase database;
    private final ProofOptions options;

    ScratchCopy(Connection live, ScratchDatabase database, ProofOptions options) {
        this.live = live;
        this.database = database;
        this.options = options;
    }

    /** The tables cannot be made again; the message says why, in words without values. */
    static final class Impossible extends Exception {
        private static final long serialVersionUID = 1;

        Impossible(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Makes them with rows, or with statistics where no rows may be copied or they are too many. */
    Stage make(Set<Prover.Table> tables) throws SQLException, Impossible, InterruptedException {
        int version = major(live);
        CatalogSnapshot empty = CatalogSnapshot.read(database.dataSource(), ScratchSchema.READING);
        if (empty.serverVersion() / 10000 != version) {
            throw new Impossible(
                    "the scratch database is of PostgreSQL " + empty.serverVersion() / 10000
                            + ", whose planner is another than that of " + version,
                    null);
        }
        CatalogSnapshot whole = CatalogSnapshot.read(live, ScratchSchema.READING);
        ScratchSchema schema = ScratchSchema.of(whole, tables, extensions());
        Optional<String> missing = schema.missing(whole, tables);
        if (missing.isPresent()) {
            throw new Impossible(missing.get(), null);
        }
        List<LiveTable> sources = LiveTable.read(live, tables);
        boolean withoutRows = options.rows() == ProofOptions.Rows.NONE;
        Optional<String> refusal = refusal(sources, withoutRows);
        if (refusal.isPresent()) {
            throw new Impossible(refusal.get(), null);
        }
        try (Connection scratch = database.dataSource().getConnection()) {
            return withoutRows ? statistics(scratch, empty, schema, sources) : rows(scratch, empty, schema, sources);
        }
    }

    private Set<String> extensions() throws SQLException {
        Set<String> extensions = new TreeSet<>();
        try (Connection scratch = database.dataSource().getConnection();
                Statement statement = scratch.createStatement();
                ResultSet row = statement.executeQuery(EXTENSIONS)) {
            while (row.next()) {
                extensions.add(row.getString(1));
            }
        }
        return extensions;
    }

    private Optional<String> refusal(List<LiveTable> sources, boolean withoutRows) throws SQLException {
        if (withoutRows && major(live) < ScratchStatistics.SINCE) {
            return Optional.of("rows are not to be copied, and statistics without rows can be used from version "
                    + ScratchStatistics.SINCE + " on");
        }
        return sources.stream()
                .filter(table -> !table.readable() || (withoutRows && !table.analyzed()))
                .map(table -> table.readable()
                        ? "table \"" + table.table() + "\" was never analyzed"
                        : "the role may not read all columns of table \"" + table.table() + "\"")
                .findFirst();
    }

    private Stage rows(Connection scratch, CatalogSnapshot empty, ScratchSchema schema, List<LiveTable> sources)
            throws SQLException, Impossible, InterruptedException {
        ScratchSchema.plan(empty, schema.bare()).apply(database.dataSource());
        double share;
        try {
            share = new ScratchRows(live, scratch, options.copied()).copy(sources);
        } catch (TooMuch e) {
            throw new Impossible(Words.of(e), e);
        }
        ScratchSchema.plan(schema.bare(), schema.keyed()).apply(database.dataSource());
        Map<Prover.Table, Double> hidden = new TreeMap<>();
        for (LiveTable table : sources) {
            execute(
                    scratch,
                    (table.mostlyVisible() ? "vacuum analyze " : "analyze ")
                            + table.table().sql());
            hidden.put(table.table(), table.mostlyVisible() ? table.hidden() : 0);
        }
        for (Prover.Table parent : schema.parents()) {
            execute(scratch, "analyze " + parent.sql());
        }
        return new Stage(Proof.Where.SCRATCH_ROWS, share, hidden);
    }

    private Stage statistics(Connection scratch, CatalogSnapshot empty, ScratchSchema schema, List<LiveTable> sources)
            throws SQLException {
        ScratchSchema.plan(empty, schema.loose()).apply(database.dataSource());
        ScratchStatistics.fill(scratch, sources);
        ScratchSchema.plan(schema.loose(), schema.keyed()).apply(database.dataSource());
        ScratchStatistics.restore(live, scratch, sources);
        for (Prover.Table parent : schema.parents()) {
            ScratchStatistics.columns(live, scratch, parent);
        }
        return new Stage(Proof.Where.SCRATCH_STATISTICS, 1, Map.of());
    }

    /** Lets the planner of {@code scratch} reckon as that of the live database does. */
    static void takeOverSettings(Connection live, Connection scratch) throws SQLException {
        Map<String, String> here = settings(scratch);
        Map<String, String> different = settings(live).entrySet().stream()
                .filter(setting -> !setting.getValue().equals(here.get(setting.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
        for (Map.Entry<String, String> setting : different.entrySet()) {
            execute(
                    scratch,
                    "select set_config(" + SqlNames.literal(setting.getKey()) + ", "
                            + SqlNames.literal(setting.getValue()) + ", false)");
        }
    }

    private static Map<String, String> settings(Connection connection) throws SQLException {
        Map<String, String> settings = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            while (row.next()) {
                settings.put(row.getString(1), row.getString(2));
            }
        }
        return settings;
    }

    private static int major(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
