package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a statement of a changeset outside a transaction is, as far as it matters when a process dies in it.
 *
 * @param kind how it is run, and how it is found again
 * @param table the table it names, as written, or the empty string
 * @param name the index or the partition it names, as written, or the empty string
 */
record LooseStatement(Kind kind, String table, String name) {
    private static final Set<String> ALONE = Set.of(
            "vacuum",
            "cluster",
            "call",
            "begin",
            "start",
            "commit",
            "rollback",
            "end",
            "abort",
            "prepare",
            "checkpoint");

    private static final Set<String> OUTSIDE_OF_DATABASES = Set.of("database", "tablespace", "subscription");

    private static final Pattern ENDS_TRANSACTION = Pattern.compile("(?i)\\b(commit|rollback)\\b");

    /** How a statement is run, and how it is found again. */
    enum Kind {
        /** Runs in one transaction with the note that it is done. */
        TRANSACTIONAL,
        /** Leaves an invalid index when it fails. */
        CREATE_INDEX,
        /** Leaves an invalid index when it fails; running it again drops that. */
        DROP_INDEX,
        /** Leaves invalid twins of its indexes when it fails. */
        REINDEX,
        /** Leaves a detachment pending when it fails. */
        DETACH,
        /** Cannot run in a transaction; when it was done already, an error says so. */
        MAKE,
        /** Cannot run in a transaction, and is run once more when it was interrupted. */
        REPEATED
    }

    static LooseStatement of(String sql) {
        Words words = new Words(SqlText.tokens(sql));
        String first = words.next();
        if (ALONE.contains(first)) {
            return plain(Kind.REPEATED);
        }
        return switch (first) {
            case "create" -> create(words);
            case "drop" -> drop(words);
            case "reindex" -> reindex(words);
            case "alter" -> alter(words);
            case "do" -> plain(ENDS_TRANSACTION.matcher(sql).find() ? Kind.REPEATED : Kind.TRANSACTIONAL);
            default -> plain(Kind.TRANSACTIONAL);
        };
    }

    /** Refuses an index whose name the server would choose. */
    static void requireNames(ChangesetId id, List<String> statements) {
        for (String sql : statements) {
            LooseStatement statement = of(sql);
            if (statement.kind == Kind.CREATE_INDEX && statement.name.isEmpty()) {
                throw new MigrationException(
                        id + " creates an index concurrently without naming it",
                        "name it, since what an interrupted build leaves is found by its name; nothing of it was run",
                        null,
                        null);
            }
        }
    }

    /** Whether it can share a transaction with the note that it is done. */
    boolean isTransactional() {
        return kind == Kind.TRANSACTIONAL;
    }

    private static LooseStatement create(Words words) {
        words.skip("unique");
        String what = words.next();
        if (OUTSIDE_OF_DATABASES.contains(what)) {
            return plain(Kind.MAKE);
        }
        if (!what.equals("index") || !words.skip("concurrently")) {
            return plain(Kind.TRANSACTIONAL);
        }
        words.skip("if", "not", "exists");
        String name = words.peek().equals("on") ? "" : words.name();
        words.skip("on");
        words.skip("only");
        return new LooseStatement(Kind.CREATE_INDEX, words.name(), name);
    }

    private static LooseStatement drop(Words words) {
        String what = words.next();
        if (OUTSIDE_OF_DATABASES.contains(what)) {
            return plain(Kind.MAKE);
        }
        if (!what.equals("index") || !words.skip("concurrently")) {
            return plain(Kind.TRANSACTIONAL);
        }
        words.skip("if", "exists");
        return new LooseStatement(Kind.DROP_INDEX, "", words.name());
    }

    private static LooseStatement reindex(Words words) {
        boolean concurrently = words.peek().equals("(") && words.upTo(")").contains("concurrently");
        String what = words.next();
        concurrently |= words.skip("concurrently");
        if (!concurrently) {
            // Of a schema, a database or partitions it commits on its way, and it may be run again.
            return plain(Kind.REPEATED);
        }
        return switch (what) {
            case "index" -> new LooseStatement(Kind.REINDEX, "", words.name());
            case "table" -> new LooseStatement(Kind.REINDEX, words.name(), "");
            default -> plain(Kind.REINDEX);
        };
    }

    private static LooseStatement alter(Words words) {
        String what = words.next();
        if (what.equals("system") || OUTSIDE_OF_DATABASES.contains(what)) {
            return plain(Kind.REPEATED);
        }
        if (!what.equals("table")) {
            return plain(Kind.TRANSACTIONAL);
        }
        words.skip("if", "exists");
        words.skip("only");
        String table = words.name();
        if (!words.skip("detach", "partition")) {
            return plain(Kind.TRANSACTIONAL);
        }
        String partition = words.name();
        return words.skip("concurrently")
                ? new LooseStatement(Kind.DETACH, table, partition)
                : plain(Kind.TRANSACTIONAL);
    }

    private static LooseStatement plain(Kind kind) {
        return new LooseStatement(kind, "", "");
    }

    /** Tokens read one after the other; the empty string stands behind the last one. */
    private static final class Words {
        private final List<String> tokens;
        private int at;

        Words(List<String> tokens) {
            this.tokens = tokens;
        }

        String peek() {
            return at < tokens.size() ? tokens.get(at) : "";
        }

        String next() {
            String token = peek();
            at++;
            return token;
        }

        /** Passes {@code wanted} if it comes next, and tells whether it did. */
        boolean skip(String... wanted) {
            if (at + wanted.length > tokens.size()
                    || !tokens.subList(at, at + wanted.length).equals(List.of(wanted))) {
                return false;
            }
            at += wanted.length;
            return true;
        }

        List<String> upTo(String last) {
            int from = at;
            boolean found = false;
            while (!found && !peek().isEmpty()) {
                found = next().equals(last);
            }
            return tokens.subList(from, Math.min(at, tokens.size()));
        }

        /** A name with its schema, if it has one. */
        String name() {
            StringBuilder name = new StringBuilder(next());
            while (peek().equals(".")) {
                name.append(next()).append(next());
            }
            return name.toString();
        }
    }
}
