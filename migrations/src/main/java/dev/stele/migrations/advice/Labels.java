package dev.stele.migrations.advice;

import dev.stele.migrations.advice.page.Words;
import dev.stele.migrations.plan.QueryPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a report names things. */
final class Labels {
    private Labels() {}

    static String of(Problem problem) {
        return switch (problem) {
            case JSON_SEARCH -> "JSON search without index";
            case TEXT_SEARCH -> "text search without index";
            case UNINDEXED_FOREIGN_KEY -> "foreign key without index";
            case UNINDEXED_SORT_KEY -> "sort key without index";
            case DEEP_OFFSET -> "deep offset";
            case ROW_BY_ROW -> "one query a row";
            default -> problem.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    static String of(ExaminedStatement.SeenBy seenBy) {
        return switch (seenBy) {
            case APPLICATION -> "counted by this process";
            case SERVER -> "counted by the server, whoever ran it";
        };
    }

    static String of(Proof.Where where) {
        return switch (where) {
            case HYPOTHETICAL -> "planned with an index that exists for the planner only";
            case SCRATCH_ROWS -> "tried in a scratch database with rows of the table";
            case SCRATCH_STATISTICS -> "planned in a scratch database with the table's statistics";
            case RESTORED_BACKUP -> "tried in a restored backup";
        };
    }

    static String of(Remedy remedy) {
        if (remedy instanceof Remedy.SchemaChange) {
            return "migration";
        }
        return remedy instanceof Remedy.Maintenance ? "run once" : "code to write";
    }

    /** The statement or code of a remedy. */
    static String textOf(Remedy remedy) {
        if (remedy instanceof Remedy.SchemaChange change) {
            return steps(change).map(Remedy.SchemaChange::sql).collect(Collectors.joining(";\n"));
        }
        return remedy instanceof Remedy.Maintenance once ? once.sql() : ((Remedy.Code) remedy).call();
    }

    /** The statements that take a remedy back, the last one first; null where it changes no schema. */
    static @Nullable String rollbackOf(Remedy remedy) {
        if (!(remedy instanceof Remedy.SchemaChange change)) {
            return null;
        }
        List<String> back =
                new ArrayList<>(steps(change).map(Remedy.SchemaChange::rollback).toList());
        Collections.reverse(back);
        return String.join(";\n", back);
    }

    private static Stream<Remedy.SchemaChange> steps(Remedy.SchemaChange change) {
        return Stream.concat(Stream.of(change), change.then().stream().flatMap(Labels::steps));
    }

    /** What a promise is about, and what was measured; the promise is less, as other values may meet more rows. */
    static String measured(Proof proof, String arrow) {
        if (ran(proof)) {
            return "fewer buffers at least; " + buffers(proof.before()) + arrow + buffers(proof.after())
                    + " when tried";
        }
        return "fewer pages at least; cost " + cost(proof.before()) + arrow + cost(proof.after()) + " when planned";
    }

    /** Whether both plans were run, so that their buffers can be compared. */
    static boolean ran(Proof proof) {
        return proof.before().executed() != null && proof.after().executed() != null;
    }

    /** What a price takes on disk, with a comma after it, or "" where it is nothing. */
    static String size(Price price) {
        if (price.bytes() == 0) {
            return "";
        }
        return (price.bytes() < 0 ? "gives back " : "takes ") + Words.bytes(Math.abs(price.bytes())) + ", ";
    }

    /** How much dearer writes get, with a comma after it, or "" where they do not. */
    static String writes(Price price) {
        if (price.writes() == 0) {
            return "";
        }
        return "writes " + Words.share(Math.abs(price.writes())) + (price.writes() < 0 ? " cheaper, " : " dearer, ");
    }

    private static String buffers(QueryPlan plan) {
        QueryPlan.Execution executed = plan.executed();
        return executed == null ? "?" : Words.count(executed.buffers());
    }

    private static String cost(QueryPlan plan) {
        return Words.count(plan.root().estimate().total());
    }
}
