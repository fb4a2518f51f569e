package dev.stele.migrations.advice;

import dev.stele.migrations.advice.Candidate.Need;
import dev.stele.migrations.advice.Prover.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A candidate with all that a proposal says of it.
 *
 * @param candidate the candidate
 * @param names its name, unquoted, and those of the ones beside it
 * @param table its table
 * @param partitions where its table has partitions on one level, these; otherwise empty
 * @param needsExtension whether the extension for parts of texts is yet to be created
 * @param there how many indexes its table has
 * @param price what it costs
 */
record NewIndex(
        Candidate candidate,
        List<String> names,
        ServerTable table,
        List<ServerTable> partitions,
        boolean needsExtension,
        int there,
        Price price) {
    private static final String EXTENSION = "create extension if not exists " + SearchIndexes.TRIGRAMS;
    private static final String TREE_LOCK = "CREATE INDEX CONCURRENTLY reads the table twice; rows are read and written"
            + " meanwhile, other changes of the schema, VACUUM and ANALYZE of the table wait, and it waits for"
            + " transactions that began before it";
    private static final String PARTITIONED_LOCK = TREE_LOCK + "; on a partitioned table this is so for each partition"
            + " in turn, and attaching takes a moment";
    private static final String NESTED_LOCK =
            "CREATE INDEX on the whole tree of partitions; writes of all of them wait" + " until it is done";
    /** A search index takes an entry for each part of a value, which is dearer than one for each row. */
    private static final double SEARCH_WRITES = 3;

    NewIndex {
        names = List.copyOf(names);
        partitions = List.copyOf(partitions);
    }

    static NewIndex of(Candidate candidate, List<String> names, KnownSchema schema) {
        Prover.Table of = candidate.shape().table();
        ServerTable table = schema.table(of).orElseThrow();
        List<ServerTable> partitions = table.partitioned() && !isNested(table, schema)
                ? schema.tables().values().stream()
                        .filter(part -> !part.partitioned() && part.root().equals(of))
                        .sorted(Comparator.comparing(ServerTable::table))
                        .toList()
                : List.of();
        int there = Math.max(1, schema.indexesOf(of).size());
        double writes = candidate.shapes().stream()
                        .mapToDouble(shape -> shape.isTree() ? 1 : SEARCH_WRITES)
                        .sum()
                / there;
        IndexSize size = new IndexSize(table);
        long bytes = candidate.shapes().stream().mapToLong(size::bytes).sum();
        Price price = new Price(bytes, Math.round(writes * 100) / 100.0, lock(table, schema));
        return new NewIndex(
                candidate,
                names,
                table,
                partitions,
                usesTrigrams(candidate) && !schema.extensions().there().contains(SearchIndexes.TRIGRAMS),
                there,
                price);
    }

    private static String lock(ServerTable table, KnownSchema schema) {
        return !table.partitioned() ? TREE_LOCK : isNested(table, schema) ? NESTED_LOCK : PARTITIONED_LOCK;
    }

    /** Whether a partition has partitions itself; attaching indexes level by level is left to a person. */
    private static boolean isNested(ServerTable table, KnownSchema schema) {
        return schema.tables().values().stream()
                .anyMatch(part -> part.partitioned()
                        && !part.table().equals(table.table())
                        && part.root().equals(table.table()));
    }

    /** Its name, unquoted. */
    String name() {
        return names.get(0);
    }

    /** The same without shapes that are made anyway; empty where nothing is left. */
    Optional<NewIndex> beyond(List<IndexShape> made, KnownSchema schema) {
        List<IndexShape> left = new ArrayList<>();
        List<String> leftNames = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            IndexShape shape = candidate.shapes().get(i);
            if (made.stream().noneMatch(other -> shape.samePredicate(other) && shape.isPrefixOf(other))) {
                left.add(shape);
                leftNames.add(names.get(i));
            }
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(of(candidate.withShapes(left), leftNames, schema));
    }

    /** The index in words, such as {@code index on forum_thread (reference)}. */
    String text() {
        return candidate.shapes().stream()
                .map(shape -> "index on " + shape.definition(table.table().toString()))
                .collect(Collectors.joining(" and an "));
    }

    private static boolean usesTrigrams(Candidate candidate) {
        return candidate.shapes().stream()
                .flatMap(shape -> shape.keys().stream())
                .anyMatch(key -> key.operatorClass().equals(SearchIndexes.TRIGRAM_CLASS));
    }

    Trial trial() {
        List<Prover.Beside> beside = new ArrayList<>();
        for (int i = 1; i < names.size(); i++) {
            beside.add(new Prover.Beside(
                    names.get(i),
                    create("index ", names.get(i), candidate.shapes().get(i))));
        }
        return new Trial(
                name(),
                table.table(),
                usesTrigrams(candidate) ? List.of(EXTENSION) : List.of(),
                create("index ", name(), candidate.shape()),
                candidate.needs().stream().map(Need::statement).distinct().toList(),
                beside);
    }

    private String create(String what, String name, IndexShape shape) {
        return "create " + what + IndexNames.sql(name) + " on " + shape.definition(table.sql());
    }

    /** The proposal; what the index outgrows goes only where it was tried. */
    Proposal proposal(List<Need> helped, @Nullable Proof proof, OutgrownIndexes outgrown) {
        List<Finding> findings = helped.stream()
                .map(need -> new Finding(
                        candidate.problem(),
                        candidate.subject(),
                        sentence(need),
                        need.statement().sql()))
                .distinct()
                .toList();
        return new Proposal(
                name(),
                findings,
                advice() + outgrown.advice(),
                remedy(outgrown.drops()),
                outgrown.with(price, there),
                proof);
    }

    private String sentence(Need need) {
        return candidate.problem() == Problem.WRONG_COLUMN_ORDER
                ? need.sentence() + "; " + candidate.subject() + " has the columns in an order that does not serve it"
                : need.sentence();
    }

    private String advice() {
        return "create an " + text() + (names.size() > 1 ? ", which together find" : ", which finds")
                + " these rows without reading the others"
                + (candidate.problem() == Problem.WRONG_COLUMN_ORDER
                        ? "; drop " + candidate.subject() + " once nothing reads it any more"
                        : "")
                + (needsExtension ? "; the extension " + SearchIndexes.TRIGRAMS + " is created with it" : "");
    }

    private Remedy.SchemaChange remedy(List<Remedy.SchemaChange> then) {
        String qualified = table.schemaSql() + "." + IndexNames.sql(name());
        List<String> steps = new ArrayList<>(needsExtension ? List.of(EXTENSION) : List.of());
        if (!table.partitioned()) {
            List<Remedy.SchemaChange> after = new ArrayList<>();
            for (int i = 1; i < names.size(); i++) {
                after.add(change(names.get(i), candidate.shapes().get(i), List.of(), List.of()));
            }
            after.addAll(then);
            return change(name(), candidate.shape(), steps, after);
        }
        String on = (partitions.isEmpty() ? "" : "only ") + table.sql();
        steps.add("create index " + IndexNames.sql(name()) + " on "
                + candidate.shape().definition(on));
        for (int i = 0; i < partitions.size(); i++) {
            String part = partName(i);
            steps.add("create index concurrently " + IndexNames.sql(part) + " on "
                    + candidate.shape().definition(partitions.get(i).sql()));
            steps.add("alter index " + qualified + " attach partition "
                    + partitions.get(i).schemaSql() + "." + IndexNames.sql(part));
        }
        analyze(candidate.shape()).ifPresent(steps::add);
        return new Remedy.SchemaChange(String.join(";\n", steps), "drop index " + qualified, then);
    }

    private Remedy.SchemaChange change(
            String name, IndexShape shape, List<String> before, List<Remedy.SchemaChange> then) {
        List<String> steps = new ArrayList<>(before);
        steps.add(create("index concurrently ", name, shape));
        analyze(shape).ifPresent(steps::add);
        String drop = "drop index concurrently " + table.schemaSql() + "." + IndexNames.sql(name);
        return new Remedy.SchemaChange(String.join(";\n", steps), drop, then);
    }

    /** Of an expression the planner knows nothing until the table is analyzed with its index (PostgreSQL manual, 14.2). */
    private Optional<String> analyze(IndexShape shape) {
        boolean columns = shape.keys().stream().allMatch(IndexShape.IndexKey::isColumn);
        return columns || !shape.isTree() ? Optional.empty() : Optional.of("analyze " + table.sql());
    }

    private String partName(int number) {
        String end = "_part" + (number + 1);
        return name().substring(0, Math.min(name().length(), 63 - end.length())) + end;
    }
}
