package dev.stele.migrations.diff;

import dev.stele.core.error.DatabaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Runs a plan in a scratch database that holds the old schema, and looks whether it holds the new one afterwards.
 *
 * <p>The old schema is made there from the snapshot alone, by the same planner.
 */
final class Proof {
    private static final int SHOWN = 5;

    private final CatalogSnapshot from;
    private final CatalogSnapshot to;
    private final DiffOptions options;

    private Proof(CatalogSnapshot from, CatalogSnapshot to, DiffOptions options) {
        this.from = from;
        this.to = to;
        this.options = options;
    }

    /** The plan, with what came of its proof; one that is not complete anyway is left as it is. */
    static SchemaPlan prove(SchemaPlan plan, CatalogSnapshot from, CatalogSnapshot to, DiffOptions options) {
        ScratchServer server = options.scratch().orElse(null);
        return server == null || !plan.complete() || plan.changes().isEmpty()
                ? plan
                : new Proof(from, to, options).prove(plan, server);
    }

    /** As {@link #prove}, beside the database of {@code source} where the options name no other server. */
    static SchemaPlan prove(SchemaPlan plan, CatalogSnapshot from, CatalogSnapshot to, Request request) {
        if (request.options().proves() && request.options().scratch().isEmpty()) {
            try {
                DiffOptions near = request.options().provingOn(ScratchServer.of(request.source()));
                return prove(plan, from, to, near);
            } catch (DatabaseException e) {
                return plan.proven("not proven: " + e.getMessage());
            }
        }
        return prove(plan, from, to, request.options());
    }

    /** What is asked for, and of which database. */
    record Request(DataSource source, DiffOptions options) {}

    private SchemaPlan prove(SchemaPlan plan, ScratchServer server) {
        try (ScratchDatabase scratch = server.create()) {
            CatalogSnapshot empty = CatalogSnapshot.read(scratch.dataSource(), options);
            if (empty.serverVersion() / 10000 != from.serverVersion() / 10000) {
                return plan.proven("not proven: the scratch database is of PostgreSQL " + empty.serverVersion() / 10000
                        + ", the schema of " + from.serverVersion() / 10000);
            }
            String obstacle = rebuild(empty, scratch);
            return obstacle.isEmpty() ? run(plan, scratch) : plan.proven("not proven: " + obstacle);
        } catch (DatabaseException e) {
            return plan.proven("not proven: " + e.getMessage());
        }
    }

    /** Makes the old schema; returns what keeps it from being so. */
    private String rebuild(CatalogSnapshot empty, ScratchDatabase scratch) {
        DiffOptions direct = options.direct().allowingDataLoss();
        SchemaPlan plan = Planner.plan(new Sides(empty, from, direct));
        if (!plan.complete()) {
            return "the old schema cannot be made again: " + shown(plan.unsupported());
        }
        try {
            plan.apply(scratch.dataSource());
        } catch (DatabaseException e) {
            return "the old schema cannot be made again: " + e.getMessage();
        }
        List<String> missing = differences(CatalogSnapshot.read(scratch.dataSource(), options), from);
        return missing.isEmpty() ? "" : "the old schema made again differs: " + shown(missing);
    }

    private SchemaPlan run(SchemaPlan plan, ScratchDatabase scratch) {
        try {
            PlanRun.run(plan.statements(), scratch.dataSource());
        } catch (DatabaseException e) {
            return plan.refuted("the proof failed: " + e.getMessage());
        }
        List<String> missing = differences(CatalogSnapshot.read(scratch.dataSource(), options), to);
        return missing.isEmpty()
                ? plan.proven("proven in a scratch database of PostgreSQL " + from.serverVersion() / 10000)
                : plan.refuted("the proof failed, the result differs: " + shown(missing));
    }

    private List<String> differences(CatalogSnapshot result, CatalogSnapshot wanted) {
        CatalogSnapshot aligned = Canonical.align(result, wanted, options);
        Set<ObjectName> names = new TreeSet<>(aligned.byName().keySet());
        names.addAll(wanted.byName().keySet());
        List<String> differences = new ArrayList<>();
        for (ObjectName name : names) {
            CatalogObject is = aligned.byName().get(name);
            CatalogObject shall = wanted.byName().get(name);
            if (is == null) {
                differences.add(name + " is missing");
            } else if (shall == null) {
                differences.add(name + " is left");
            } else if (!is.comparable().equals(shall.comparable())) {
                Set<String> keys = new TreeSet<>(is.comparable().keySet());
                keys.addAll(shall.comparable().keySet());
                keys.removeIf(key -> is.text(key).equals(shall.text(key)));
                differences.add(name + " differs in " + String.join(", ", keys));
            }
        }
        return differences;
    }

    private static String shown(List<String> differences) {
        String more = differences.size() > SHOWN ? ", and " + (differences.size() - SHOWN) + " more" : "";
        return String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size()))) + more;
    }
}
