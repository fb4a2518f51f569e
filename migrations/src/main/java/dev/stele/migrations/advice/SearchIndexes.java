package dev.stele.migrations.advice;

import dev.stele.migrations.advice.IndexCandidates.Wish;
import dev.stele.migrations.advice.IndexShape.IndexKey;
import dev.stele.migrations.advice.IndexShape.Order;
import dev.stele.migrations.plan.Condition;
import dev.stele.migrations.plan.Condition.Place;
import dev.stele.migrations.plan.TableAccess;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Indexes for what a tree cannot find: parts of texts, of JSON, of arrays, and what ranges meet. */
final class SearchIndexes {
    /** The extension whose operator class finds parts of texts. */
    static final String TRIGRAMS = "pg_trgm";

    static final String TRIGRAM_CLASS = "gin_trgm_ops";

    private static final Set<String> LIKE = Set.of("~~", "~~*", "~", "~*");
    private static final Set<String> JSON_PATHS = Set.of("@>", "@?", "@@");

    private final TableAccess access;
    private final ServerTable table;
    private final KnownSchema schema;

    SearchIndexes(TableAccess access, ServerTable table, KnownSchema schema) {
        this.access = access;
        this.table = table;
        this.schema = schema;
    }

    List<Wish> wishes() {
        return access.conditions().stream()
                .filter(condition -> condition.place() != Place.JOIN && !condition.dependsOnParameter())
                .flatMap(this::wish)
                .distinct()
                .toList();
    }

    /** What would find the rows of one condition. */
    Stream<Wish> wish(Condition condition) {
        return switch (condition.test()) {
            case PATTERN -> pattern(condition);
            case CONTAINS -> contained(condition);
            default -> Stream.empty();
        };
    }

    private Stream<Wish> pattern(Condition condition) {
        boolean possible = schema.extensions().there().contains(TRIGRAMS)
                || schema.extensions().possible().contains(TRIGRAMS);
        return possible
                        && LIKE.contains(condition.operator())
                        && Prefixes.key(condition, table).isEmpty()
                ? Stream.of(gin(condition, TRIGRAM_CLASS, Problem.TEXT_SEARCH))
                : Stream.empty();
    }

    private Stream<Wish> contained(Condition condition) {
        String type = condition.isColumn() ? type(condition.columns().get(0)) : "";
        if (type.equals("jsonb")) {
            String operators = JSON_PATHS.contains(condition.operator()) ? "jsonb_path_ops" : "";
            return Stream.of(gin(condition, operators, Problem.JSON_SEARCH));
        }
        if (type.endsWith("[]")) {
            return Stream.of(gin(condition, "", Problem.JSON_SEARCH));
        }
        if (type.endsWith("range")) {
            return Stream.of(wish("gist", condition, "", Problem.MISSING_INDEX));
        }
        boolean text = type.equals("tsvector") || condition.expression().startsWith("to_tsvector(");
        return text && condition.operator().equals("@@")
                ? Stream.of(gin(condition, "", Problem.TEXT_SEARCH))
                : Stream.empty();
    }

    private Wish gin(Condition condition, String operators, Problem problem) {
        return wish("gin", condition, operators, problem);
    }

    private Wish wish(String method, Condition condition, String operators, Problem problem) {
        IndexKey key = new IndexKey(condition.expression(), operators, "", Order.RISING);
        return new Wish(new IndexShape(table.table(), method, List.of(key), List.of(), ""), 0, Optional.of(problem));
    }

    private String type(String column) {
        ServerTable.Column known = table.columns().get(column);
        return known == null ? "" : known.type();
    }
}
