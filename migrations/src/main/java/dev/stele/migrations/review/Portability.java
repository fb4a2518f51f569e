package dev.stele.migrations.review;

import dev.stele.migrations.diff.CatalogSnapshot;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a schema and statements against what a distributed database says in writing that it does not do.
 *
 * <p>Nothing is run: a finding is a written rule that a table or a statement breaks, and no finding is no proof. Tables
 * are told apart by their names alone, without schemas. Immutable and safe for use by many threads.
 */
public final class Portability {
    private final Target target;
    private final Map<String, String> distributed;
    private final Set<String> references;

    private Portability(Target target, Map<String, String> distributed, Set<String> references) {
        this.target = target;
        this.distributed = Collections.unmodifiableMap(distributed);
        this.references = Set.copyOf(references);
    }

    /** The rules of {@code target}, with every table in one place. */
    public static Portability of(Target target) {
        return new Portability(target, Map.of(), Set.of());
    }

    /**
     * Copies with a table that is cut into shards by a column; all such tables lie in one colocation group.
     *
     * @throws IllegalArgumentException unless the target is {@link Target#CITUS}
     */
    public Portability distributing(String table, String column) {
        requireCitus();
        Map<String, String> more = new LinkedHashMap<>(distributed);
        more.put(table, column);
        return new Portability(target, more, references);
    }

    /**
     * Copies with tables that every node holds whole.
     *
     * @throws IllegalArgumentException unless the target is {@link Target#CITUS}
     */
    public Portability replicating(String... tables) {
        requireCitus();
        Set<String> more = new LinkedHashSet<>(references);
        more.addAll(List.of(tables));
        return new Portability(target, distributed, more);
    }

    /**
     * What the schema and the statements break, sorted by object and rule.
     *
     * @param schema read from PostgreSQL
     * @param statements what a program sends, or scripts, by the name under which findings are to speak of them
     * @throws IllegalArgumentException if a table that was named is not in the schema
     */
    public List<Finding> findings(CatalogSnapshot schema, Map<String, ? extends Collection<String>> statements) {
        PortableSchema tables = new PortableSchema(schema, distributed, references);
        TargetRules rules =
                switch (target) {
                    case CITUS -> new CitusRules(tables);
                    case YUGABYTEDB -> new YugabyteRules(tables);
                    case COCKROACHDB -> new CockroachRules(tables);
                };
        PortabilityFindings found = new PortabilityFindings();
        rules.schema(found);
        statements.forEach((name, texts) -> texts.forEach(text -> SqlShape.all(text, tables.tables())
                .forEach(shape -> rules.statement(shape, "statement " + name, found))));
        return found.sorted();
    }

    private void requireCitus() {
        if (target != Target.CITUS) {
            throw new IllegalArgumentException(
                    "only CITUS is told how tables are distributed, but the target is " + target);
        }
    }

    /** A database that speaks PostgreSQL's protocol, in the version whose documentation the rules were taken from. */
    public enum Target {
        /** PostgreSQL with the extension Citus 13.0; pages as of April 2025. */
        CITUS,
        /** YugabyteDB, YSQL; pages of the stable release in 2025. */
        YUGABYTEDB,
        /** CockroachDB v26.2; pages as of June 2026. */
        COCKROACHDB
    }

    /**
     * One rule that one object breaks.
     *
     * @param object what breaks it, such as {@code constraint public.team.team_name_key} or a statement's name
     * @param rule the rule's name, such as {@code citus-unique-key}
     * @param severity {@code ERROR} where it is refused or wrong, {@code WARNING} where it works otherwise or on a
     *     condition, {@code NOTE} where it is slower
     * @param problem what the target does with it
     * @param remedy what to do
     * @param page the page of the target's documentation that says so
     */
    public record Finding(String object, String rule, Severity severity, String problem, String remedy, String page) {
        /** Severity, rule and object in one line. */
        @Override
        public String toString() {
            return severity.label() + " " + rule + ": " + object;
        }
    }
}
