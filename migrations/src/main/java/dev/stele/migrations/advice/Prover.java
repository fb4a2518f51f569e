package dev.stele.migrations.advice;

import dev.stele.migrations.plan.PlanNode;
import java.util.List;

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
     */
    record Trial(String name, Table table, List<String> preparation, String create, List<Served> statements) {
        public Trial {
            preparation = List.copyOf(preparation);
            statements = List.copyOf(statements);
        }
    }

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
