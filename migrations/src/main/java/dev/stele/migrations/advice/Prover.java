package dev.stele.migrations.advice;

import dev.stele.migrations.plan.PlanNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tries indexes where that hinders nobody, before they are proposed. */
interface Prover {
    /**
     * Tries each index by itself.
     *
     * @return one verdict for each trial, in their order
     */
    List<Verdict> prove(List<Trial> trials);

    /**
     * An index to try.
     *
     * @param name its name, unquoted
     * @param table the table it is on
     * @param preparation statements that must run before it, such as one that creates an extension
     * @param create the statement that creates it
     * @param statements the statements that it is to serve, with {@code ?} or {@code $1} for values; at least one
     * @param beside further indexes on the table without which it does not serve; all have to be used
     */
    record Trial(
            String name,
            Table table,
            List<String> preparation,
            String create,
            List<Served> statements,
            List<Beside> beside) {
        private static final Pattern PREDICATE = Pattern.compile("(?is)\\)\\s+where\\s+(.+)$");

        public Trial {
            preparation = List.copyOf(preparation);
            statements = List.copyOf(statements);
            beside = List.copyOf(beside);
        }

        /** An index that serves alone. */
        Trial(String name, Table table, List<String> preparation, String create, List<Served> statements) {
            this(name, table, preparation, create, statements, List.of());
        }

        /** The statements that create it and those beside it. */
        List<String> creates() {
            return Stream.concat(Stream.of(create), beside.stream().map(Beside::create))
                    .toList();
        }

        /** Its name and those of the ones beside it. */
        List<String> names() {
            return Stream.concat(Stream.of(name), beside.stream().map(Beside::name))
                    .toList();
        }

        /** Whether one of its keys is an expression, of which the planner knows nothing before it is built. */
        boolean hasExpression() {
            int depth = 0;
            for (char c : create.substring(create.indexOf(" on ") + 1).toCharArray()) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth > 1) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Whether it is on some rows only, which a statement asks for by a parameter: then it depends on the value whether it
         * serves at all. That a value is there follows from any comparison.
         *
         * @param parameterColumns what the statement compares with parameters
         */
        boolean servesOnlySomeValues(Set<String> parameterColumns) {
            Matcher predicate = PREDICATE.matcher(create);
            return predicate.find()
                    && !predicate.group(1).endsWith("is not null")
                    && parameterColumns.stream()
                            .anyMatch(column -> Pattern.compile("(?<![\\w$])\"?" + Pattern.quote(column) + "(?![\\w$])")
                                    .matcher(predicate.group(1))
                                    .find());
        }
    }

    /**
     * An index that is tried together with another one.
     *
     * @param name its name, unquoted
     * @param create the statement that creates it
     */
    record Beside(String name, String create) {}

    /**
     * A table by its name, unquoted.
     *
     * @param schema its schema
     * @param name its name
     */
    record Table(String schema, String name) implements Comparable<Table> {
        static Table of(PlanNode.Relation relation) {
            return new Table(relation.schema(), relation.name());
        }

        /** The name in SQL. */
        String sql() {
            return SqlNames.quote(schema) + "." + SqlNames.quote(name);
        }

        @Override
        public int compareTo(Table other) {
            int bySchema = schema.compareTo(other.schema);
            return bySchema == 0 ? name.compareTo(other.name) : bySchema;
        }

        /** The name for messages, qualified where it is not in {@code public}. */
        @Override
        public String toString() {
            return schema.equals("public") ? name : schema + "." + name;
        }
    }

    /**
     * A statement that an index is to serve.
     *
     * @param sql its text
     * @param tables the tables that its plan shows
     */
    record Served(String sql, List<Table> tables) {
        public Served {
            tables = List.copyOf(tables);
        }
    }

    /** What came of a trial. */
    sealed interface Verdict {
        /**
         * It helps at least one of the statements.
         *
         * @param proofs one for each statement that it helps, the greatest gain first
         * @param useless why it does not help the others, a line each
         */
        record Helps(List<Proof> proofs, List<String> useless) implements Verdict {
            public Helps {
                proofs = List.copyOf(proofs);
                useless = List.copyOf(useless);
            }
        }

        /**
         * It was tried and helps none of them.
         *
         * @param reason why, in words without values
         */
        record Useless(String reason) implements Verdict {}

        /**
         * It could not be tried.
         *
         * @param reason what is missing, in words
         */
        record Untried(String reason) implements Verdict {}
    }
}
