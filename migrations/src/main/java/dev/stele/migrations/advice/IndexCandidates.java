package dev.stele.migrations.advice;

import dev.stele.migrations.advice.Candidate.Need;
import dev.stele.migrations.advice.IndexShape.IndexKey;
import dev.stele.migrations.plan.Condition;
import dev.stele.migrations.plan.Condition.Place;
import dev.stele.migrations.plan.Condition.Test;
import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import dev.stele.migrations.plan.TableAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds which indexes might help one statement, from what its plan asks of a table; trying them is others' work. */
final class IndexCandidates {
    /** A condition that leaves more of a table than this is no reason for an index of its own. */
    private static final double LARGE_SHARE = 0.2;

    private final KnownSchema schema;
    private final AdvisorOptions options;
    private final Set<String> notes = new LinkedHashSet<>();

    IndexCandidates(KnownSchema schema, AdvisorOptions options) {
        this.schema = schema;
        this.options = options;
    }

    /** What an index might be on if more were known, a line each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    List<Candidate> of(ExaminedStatement statement) {
        QueryPlan plan = statement.plan();
        if (plan == null || !Worth.of(statement, options).isWorthAnIndex(plan)) {
            return List.of();
        }
        Map<List<Object>, Candidate> found = new LinkedHashMap<>();
        List<TableAccess> accesses = TableAccess.of(plan.root());
        for (TableAccess access : accesses) {
            root(access)
                    .filter(table -> table.size().bytes() >= options.smallTable())
                    .filter(table -> isMuchOf(access.scan(), plan.root()))
                    .map(table -> new SlowScan(statement, access, table, wanted(access, table, accesses)))
                    .ifPresent(scan -> of(scan).forEach(candidate ->
                            // Each partition of a table asks for the same.
                            found.putIfAbsent(
                                    List.of(candidate.shapes(), candidate.problem(), candidate.subject()), candidate)));
        }
        return List.copyOf(found.values());
    }

    private Optional<ServerTable> root(TableAccess access) {
        return schema.table(Prover.Table.of(access.table())).flatMap(table -> schema.table(table.root()));
    }

    /** How many rows a scan is expected to give, together with those of the other partitions. */
    private double wanted(TableAccess access, ServerTable table, List<TableAccess> accesses) {
        return table.partitioned()
                ? accesses.stream()
                        .filter(other -> root(other).filter(table::equals).isPresent())
                        .mapToDouble(other -> other.scan().estimate().rows())
                        .sum()
                : access.scan().estimate().rows();
    }

    /** A step with a small part of a statement's cost is not what makes it slow. */
    private static boolean isMuchOf(PlanNode scan, PlanNode root) {
        return scan.estimate().total() >= 0.1 * root.estimate().total();
    }

    private List<Candidate> of(SlowScan scan) {
        ExaminedStatement statement = scan.statement();
        TableAccess access = scan.access();
        ServerTable table = scan.table();
        QueryPlan plan = Objects.requireNonNull(statement.plan());
        noteUnknown(access, table);
        Need need = new Need(
                new Prover.Served(plan.sql(), tables(plan.root())),
                scan.sentence(),
                statement.figures().times().total(),
                scan.isOfFew());
        Set<Wish> wishes = new LinkedHashSet<>(trees(access, table, plan.root()));
        double rows = (double) statement.figures().rows()
                / Math.max(1, statement.figures().calls());
        for (Wish wish : List.copyOf(wishes)) {
            Covering.of(wish.shape(), access, table, rows)
                    .ifPresent(shape -> wishes.add(new Wish(shape, wish.equal(), wish.problem())));
        }
        wishes.addAll(new SearchIndexes(access, table, schema).wishes());
        List<Candidate> candidates = new ArrayList<>();
        for (Wish wish : wishes) {
            boolean served = schema.indexesOf(table.table()).stream()
                    .anyMatch(index -> index.serves(wish.shape(), wish.equal()));
            if (!served) {
                candidates.add(candidate(wish, access, table, need));
            }
        }
        for (List<Wish> together : new AnyOfIndexes(access, table, schema).wishes()) {
            candidates.add(candidate(together.get(0), access, table, need)
                    .withShapes(together.stream().map(Wish::shape).toList()));
        }
        return candidates;
    }

    /** A text without values does not say what is in the place of a parameter, and an index has to. */
    private void noteUnknown(TableAccess access, ServerTable table) {
        access.conditions().stream()
                .filter(condition -> condition.place() != Place.JOIN && condition.dependsOnParameter())
                .filter(condition -> condition.test() != Test.OTHER && condition.test() != Test.ANY_OF)
                .map(condition -> condition.expression().replaceAll("\\$\\d+", "?"))
                .forEach(expression -> notes.add("no index on %s (%s) is proposed: an index needs a constant in the"
                                .formatted(table.table(), expression)
                        + " place of ?, and constants of statements are not kept; where it is always the same one,"
                        + " write the index by hand"));
    }

    /**
     * An index that would serve.
     *
     * @param shape what it consists of
     * @param equal how many of its first keys may change places
     * @param problem what it mends, or empty where its keys tell
     */
    record Wish(IndexShape shape, int equal, Optional<Problem> problem) {}

    private Candidate candidate(Wish wish, TableAccess access, ServerTable table, Need need) {
        List<IndexKey> telling = withoutTieBreaker(wish.shape().keys(), table);
        Optional<ServerIndex> turned = schema.indexesOf(wish.shape().table()).stream()
                .filter(index -> index.hasKeysOf(wish.shape(), telling))
                .findFirst();
        String subject =
                turned.map(ServerIndex::label).orElse(wish.shape().table().toString());
        boolean sortsOnly = wish.equal() == 0 && !access.order().isEmpty();
        Problem problem = wish.problem()
                .orElse(
                        turned.isPresent()
                                ? Problem.WRONG_COLUMN_ORDER
                                : sortsOnly ? Problem.UNINDEXED_SORT_KEY : Problem.MISSING_INDEX);
        return new Candidate(wish.shape(), wish.equal(), problem, subject, List.of(need));
    }

    /** The keys but for those of the primary key at their end, which only make an order whole. */
    private static List<IndexKey> withoutTieBreaker(List<IndexKey> keys, ServerTable table) {
        int size = keys.size();
        while (size > 0) {
            ServerTable.Column column =
                    table.columns().get(keys.get(size - 1).expression().replace("\"", ""));
            if (column == null || !column.key()) {
                break;
            }
            size--;
        }
        return keys.subList(0, size);
    }

    static List<Prover.Table> tables(PlanNode root) {
        return root.all()
                .map(PlanNode::relation)
                .flatMap(Stream::ofNullable)
                .map(Prover.Table::of)
                .distinct()
                .toList();
    }

    private List<Wish> trees(TableAccess access, ServerTable table, PlanNode root) {
        List<Condition> own = access.conditions().stream()
                .filter(condition -> condition.place() != Place.JOIN && !condition.dependsOnParameter())
                .toList();
        String predicate = predicate(own, table);
        List<IndexKey> equal = equal(own.stream(), table);
        List<IndexKey> range = ranges(own, equal, table);
        List<IndexKey> order = new PageOrder(schema, root)
                .of(access, table).stream()
                        .filter(key -> equal.stream().noneMatch(key::finds))
                        .toList();
        List<Wish> wishes = new ArrayList<>();
        boolean ranged = !range.isEmpty() && (order.isEmpty() || !range.get(0).finds(order.get(0)));
        if (!order.isEmpty()) {
            add(wishes, table, equal, order, predicate);
        }
        if (ranged) {
            add(wishes, table, equal, range.subList(0, 1), predicate);
        }
        if (order.isEmpty() && !ranged && isSelective(equal, table, predicate)) {
            add(wishes, table, equal, List.of(), predicate);
        }
        List<IndexKey> joined =
                equal(access.conditions().stream().filter(condition -> condition.place() == Place.JOIN), table);
        if (!joined.isEmpty() && access.scan().kind().endsWith("Seq Scan")) {
            List<IndexKey> both = new ArrayList<>(joined);
            equal.stream().filter(key -> joined.stream().noneMatch(key::finds)).forEach(both::add);
            add(wishes, table, both, List.of(), predicate);
        }
        return wishes;
    }

    private static void add(
            List<Wish> wishes, ServerTable table, List<IndexKey> equal, List<IndexKey> rest, String predicate) {
        List<IndexKey> keys = Stream.concat(equal.stream(), rest.stream()).toList();
        // An index of a dozen columns is dear, and what the first few find is little.
        if (!keys.isEmpty() && keys.size() <= 5) {
            wishes.add(new Wish(
                    IndexShape.tree(table.table(), keys).withPredicate(predicate), equal.size(), Optional.empty()));
        }
    }

    /** What is compared by equality, the column of the most values first. */
    private static List<IndexKey> equal(Stream<Condition> conditions, ServerTable table) {
        return conditions
                .filter(condition -> condition.test() == Test.EQUAL && isIndexable(condition))
                .sorted(Comparator.comparingDouble((Condition condition) -> -distinct(condition, table)))
                .map(condition -> IndexKey.of(condition.expression()))
                .distinct()
                .toList();
    }

    private static double distinct(Condition condition, ServerTable table) {
        return condition.isColumn() ? values(table, condition.columns().get(0)).distinct() : 0;
    }

    static boolean isIndexable(Condition condition) {
        return !condition.dependsOnParameter()
                && (condition.cast().isEmpty() || condition.cast().equals("text"));
    }

    /** What is compared by a range; texts with the same beginning are one, too. */
    private static List<IndexKey> ranges(List<Condition> own, List<IndexKey> equal, ServerTable table) {
        return own.stream()
                .flatMap(condition -> condition.test() == Test.RANGE && isIndexable(condition)
                        ? Stream.of(IndexKey.of(condition.expression()))
                        : Prefixes.key(condition, table).stream())
                .filter(key -> equal.stream().noneMatch(key::finds))
                .distinct()
                .toList();
    }

    /** Whether a comparison by equality leaves few enough rows for an index of its own. */
    static boolean isSelective(Condition condition, ServerTable table) {
        return isIndexable(condition) && isSelective(List.of(IndexKey.of(condition.expression())), table, "");
    }

    /** A few values of a column that leave most of the table are not worth an index. */
    private static boolean isSelective(List<IndexKey> equal, ServerTable table, String predicate) {
        double distinct = 1;
        for (IndexKey key : equal) {
            ServerTable.Column column = table.columns().get(key.expression().replace("\"", ""));
            // Of expressions, and columns that nobody analyzed, nothing is known.
            distinct *= column == null || column.values().distinct() < 0
                    ? 100
                    : Math.max(1, column.values().distinct());
        }
        return !predicate.isEmpty() || (!equal.isEmpty() && 1 / distinct <= LARGE_SHARE);
    }

    /** The rows that alone need to be in it: where the statement says so in its text and they are few. */
    private static String predicate(List<Condition> own, ServerTable table) {
        return own.stream()
                .filter(Condition::isColumn)
                .filter(condition ->
                        share(condition, values(table, condition.columns().get(0))) <= LARGE_SHARE)
                .map(condition -> switch (condition.test()) {
                    case NULL -> condition.expression() + " is null";
                    case NOT_NULL -> condition.expression() + " is not null";
                    default ->
                        condition.operator().equals("NOT") ? "not " + condition.expression() : condition.expression();
                })
                .findFirst()
                .orElse("");
    }

    private static double share(Condition condition, ServerTable.Values values) {
        return switch (condition.test()) {
            case NULL -> values.nulls();
            case NOT_NULL -> 1 - values.nulls();
            case TRUTH ->
                values.distinct() < 0
                        ? 1
                        : condition.operator().equals("NOT") ? 1 - values.truths() - values.nulls() : values.truths();
            default -> 1;
        };
    }

    private static ServerTable.Values values(ServerTable table, String column) {
        ServerTable.Column known = table.columns().get(column);
        return known == null ? new ServerTable.Values(-1, 0, 8, 0) : known.values();
    }
}
