package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.CreateIndex;
import dev.stele.migrations.review.Statement.Drop;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Maintain;

/** Rules about indexes. */
final class IndexChecks implements Check {
    private static final int MANY_COLUMNS = 3;

    @Override
    public void look(Step step) {
        if (step.statement() instanceof CreateIndex index) {
            create(step, index);
        } else if (step.statement() instanceof Drop drop && drop.type() == ObjectType.INDEX) {
            drop.names().forEach(name -> drop(step, drop, name));
        } else if (step.statement() instanceof Maintain maintain
                && maintain.verb().equals("reindex")) {
            reindex(step, maintain);
        }
    }

    private static void create(Step step, CreateIndex index) {
        Name table = index.table();
        Table known = step.schema().find(table);
        boolean partitioned = known != null && known.isPartitioned();
        if (index.has(Flag.CONCURRENTLY)) {
            concurrently(step, index);
        } else if (!(partitioned && index.has(Flag.ONLY))) {
            step.report(
                    Rule.CREATE_INDEX,
                    table,
                    "building index \"" + index.name() + "\" stops writes to " + Check.on(table) + " until it is done");
        }
        if (index.has(Flag.UNIQUE) && !step.isFresh(table)) {
            step.report(
                    Rule.UNIQUE_OVER_EXISTING_ROWS,
                    "unique index \"" + index.name() + "\" fails if " + Check.on(table) + " has two rows alike");
        }
        if (!index.has(Flag.UNIQUE) && index.columns().size() > MANY_COLUMNS) {
            step.report(
                    Rule.WIDE_INDEX,
                    "index \"" + index.name() + "\" is over " + index.columns().size() + " columns and not unique");
        }
        if (known == null
                && !step.options().timeoutsSet()
                && !step.options().isLive()
                && !step.unit().name().isEmpty()) {
            step.report(
                    Rule.INDEX_IN_SEPARATE_SCRIPT,
                    "index \"" + index.name() + "\" is made without " + Check.on(table)
                            + ", which another script made");
        }
    }

    private static void concurrently(Step step, CreateIndex index) {
        int version = step.options().serverVersion();
        if (version >= 140000 && version < 140004) {
            step.report(
                    Rule.CONCURRENT_INDEX_BUG,
                    "index \"" + index.name() + "\" may lack rows: PostgreSQL 14." + version % 100
                            + " builds indexes concurrently with a fault");
        }
        if (index.has(Flag.IF_NOT_EXISTS)) {
            step.report(
                    Rule.INVALID_INDEX_KEPT,
                    "after a failure index \"" + index.name()
                            + "\" is there but invalid, and IF NOT EXISTS keeps it so");
        }
    }

    private static void drop(Step step, Drop drop, Name name) {
        Schema.Index index = step.schema().indexes().get(name.name());
        Table table = index == null ? null : step.schema().find(index.table());
        if (table != null && table.isFresh()) {
            return;
        }
        Name on = table == null ? name : table.name();
        if (!drop.has(Flag.CONCURRENTLY)) {
            step.report(
                    Rule.DROP_INDEX,
                    on,
                    "dropping index \"" + name + "\" stops reads and writes of "
                            + (table == null ? "its table" : Check.on(on)));
        }
        // What comes before building it anew is no removal.
        if (!isRebuilt(step, name)) {
            step.report(Rule.INDEX_REMOVED, "queries that use index \"" + name + "\" become slow");
        }
    }

    private static boolean isRebuilt(Step step, Name name) {
        return step.outline().madeAfter(name.name(), step.parsed().raw().start());
    }

    private static void reindex(Step step, Maintain maintain) {
        if (maintain.has(Flag.CONCURRENTLY)) {
            return;
        }
        if (maintain.names().isEmpty()) {
            step.report(Rule.REINDEX, "rebuilding every index stops writes, and reads that plan to use one");
        }
        for (Name name : maintain.names()) {
            Schema.Index index = step.schema().indexes().get(name.name());
            Name on = index == null ? name : new Name("", index.table(), name.offset());
            step.report(
                    Rule.REINDEX,
                    on,
                    "rebuilding " + maintain.type().words() + " \"" + name
                            + "\" stops writes, and reads that plan to use the index");
        }
    }
}
