package dev.stele.migrations.review;

import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A statement as words, with the tables that it reads and writes. */
final class SqlShape {
    private static final Pattern BOUND = Pattern.compile("(?<!\\?)\\?(?!\\?)");
    private static final Set<String> READS = Set.of("from", "join", "using");
    private static final Set<String> NO_ALIAS = Set.of(
            "on",
            "where",
            "set",
            "join",
            "left",
            "right",
            "inner",
            "cross",
            "full",
            "using",
            "order",
            "group",
            "limit",
            "for",
            "values",
            "select",
            "returning",
            "union",
            "except",
            "with",
            "as",
            "from",
            "default",
            "overriding",
            "having",
            "offset",
            "fetch",
            "window",
            "natural",
            "in",
            "restrict",
            "cascade");

    private final List<Token> tokens;
    private final List<Use> uses = new ArrayList<>();

    private SqlShape(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * A table in a statement.
     *
     * @param alias the name that stands for it
     * @param written whether the statement writes it
     * @param depth the number of parentheses around it
     * @param at where its name stands
     */
    record Use(String table, String alias, boolean written, int depth, int at) {
        boolean nested() {
            return depth > 0;
        }
    }

    /**
     * Reads statements with {@code ?} for bound values, also those inside a DO block.
     *
     * @param tables the names that count as tables
     */
    static List<SqlShape> all(String sql, Set<String> tables) {
        // To PostgreSQL a question mark is an operator, which would swallow the sign before it.
        String bound = BOUND.matcher(sql).replaceAll(" \\$1 ").replace("??", "?");
        List<SqlShape> all = new ArrayList<>();
        List<Token> statement = new ArrayList<>();
        Lexer lexer = new Lexer(bound);
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            if (token.is(Kind.SEMICOLON)) {
                add(all, statement, tables);
                statement = new ArrayList<>();
            } else if (token.is(Kind.STRING)
                    && statement.size() == 1
                    && statement.get(0).isWord("do")) {
                all.addAll(all(token.text(), tables));
            } else if (!token.is(Kind.COMMENT)) {
                statement.add(token);
            }
        }
        add(all, statement, tables);
        return all;
    }

    private static void add(List<SqlShape> all, List<Token> statement, Set<String> tables) {
        if (!statement.isEmpty()) {
            SqlShape shape = new SqlShape(statement);
            shape.findUses(tables);
            all.add(shape);
        }
    }

    List<Use> uses() {
        return uses;
    }

    Stream<Use> written() {
        return uses.stream().filter(Use::written);
    }

    /** Whether these words follow each other somewhere. */
    boolean has(String... words) {
        for (int i = 0; i + words.length <= tokens.size(); i++) {
            if (isAt(i, words)) {
                return true;
            }
        }
        return false;
    }

    boolean startsWith(String... words) {
        return words.length <= tokens.size() && isAt(0, words);
    }

    boolean hasOperator(Predicate<String> operator) {
        return tokens.stream().anyMatch(token -> token.is(Kind.OPERATOR) && operator.test(token.text()));
    }

    boolean calls(Predicate<String> function) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is(Kind.WORD)
                    && tokens.get(i + 1).is(Kind.OPEN)
                    && function.test(tokens.get(i).text())) {
                return true;
            }
        }
        return false;
    }

    boolean locksRows() {
        return has("for", "update") || has("for", "no", "key") || has("for", "share") || has("for", "key", "share");
    }

    boolean isDdl() {
        return startsWith("create") || startsWith("alter") || startsWith("drop");
    }

    boolean isTemporary() {
        return startsWith("create", "temporary") || startsWith("create", "temp");
    }

    /** Whether the table is one that rows are inserted into. */
    boolean inserts(Use use) {
        return use.written() && use.at() > 0 && isAt(use.at() - 1, "into");
    }

    /** Whether an insert names the column, or none at all. */
    boolean lists(Use use, String column) {
        int i = use.at() + 1;
        while (i < tokens.size() && !tokens.get(i).is(Kind.OPEN)) {
            if (isAt(i, "select") || isAt(i, "values") || isAt(i, "default")) {
                return true;
            }
            i++;
        }
        for (; i < tokens.size() && !tokens.get(i).is(Kind.CLOSE); i++) {
            if (tokens.get(i).isName() && tokens.get(i).text().equals(column)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an expression in parentheses comes right after these words. */
    boolean hasExpressionAfter(String... words) {
        for (int i = 0; i + words.length + 1 < tokens.size(); i++) {
            int open = i + words.length;
            if (isAt(i, words) && tokens.get(open).is(Kind.OPEN)) {
                int call = open + 2;
                return tokens.get(open + 1).is(Kind.OPEN)
                        || (call < tokens.size() && tokens.get(call).is(Kind.OPEN));
            }
        }
        return false;
    }

    /** Whether the rows of a table that the statement touches are those of one given value of a column. */
    boolean pins(Use use, String column) {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).isName()
                    && tokens.get(i).text().equals(column)
                    && tokens.get(i + 1).isOperator("=")
                    && tokens.get(i + 2).is(Kind.PARAMETER)
                    && isOf(use, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a column is meant at a place as one of this table. */
    private boolean isOf(Use use, int column) {
        if (column < 2 || !tokens.get(column - 1).is(Kind.DOT)) {
            return uses.stream().map(Use::table).distinct().count() == 1;
        }
        return tokens.get(column - 2).text().equals(use.alias());
    }

    private void findUses(Set<String> tables) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.is(Kind.OPEN) ? 1 : token.is(Kind.CLOSE) ? -1 : 0;
            if (token.is(Kind.WORD)) {
                boolean write = writes(i);
                if (write || READS.contains(token.text())) {
                    addFrom(tables, i + 1, write, depth);
                }
            }
        }
    }

    /** Whether a table to be written follows. */
    private boolean writes(int at) {
        String word = tokens.get(at).text();
        @Nullable String before = at == 0 ? null : tokens.get(at - 1).text();
        return switch (word) {
            case "into" -> "insert".equals(before) || "merge".equals(before);
            case "from" -> "delete".equals(before);
            case "update" ->
                !("for".equals(before) || "key".equals(before) || "do".equals(before) || "on".equals(before));
            case "copy", "truncate" -> before == null;
            default -> false;
        };
    }

    /** Adds the tables of a list that begins at a place. */
    private void addFrom(Set<String> tables, int start, boolean written, int depth) {
        int i = start;
        while (i < tokens.size()) {
            while (i < tokens.size() && (isAt(i, "only") || isAt(i, "lateral"))) {
                i++;
            }
            if (i + 2 < tokens.size() && tokens.get(i + 1).is(Kind.DOT)) {
                i += 2;
            }
            if (i >= tokens.size() || !tokens.get(i).isName()) {
                return;
            }
            int name = i;
            i += isAt(i + 1, "as") ? 2 : 1;
            boolean aliased = i < tokens.size()
                    && tokens.get(i).isName()
                    && !NO_ALIAS.contains(tokens.get(i).text());
            String table = tokens.get(name).text();
            if (tables.contains(table)) {
                uses.add(new Use(table, aliased ? tokens.get(i).text() : table, written, depth, name));
            }
            i += aliased ? 1 : 0;
            if (written || i >= tokens.size() || !tokens.get(i).is(Kind.COMMA)) {
                return;
            }
            i++;
        }
    }

    private boolean isAt(int at, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= tokens.size() || !tokens.get(at + i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }
}
