package dev.stele.migrations.review;

import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the words of one statement from left to right; jumps over parentheses, so depth costs no stack. */
final class TokenReader {
    private static final Token END = new Token(Kind.OTHER, "", 0, 0);

    private final List<Token> tokens;
    private final RawStatement statement;
    private int position;

    TokenReader(RawStatement statement) {
        this.tokens = statement.tokens();
        this.statement = statement;
    }

    /** Where the grammar is left. */
    static final class Unexpected extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Fault fault;

        Unexpected(Fault fault) {
            super(fault.message(), null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    boolean atEnd() {
        return position >= tokens.size();
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return position + ahead < tokens.size() ? tokens.get(position + ahead) : END;
    }

    int offset() {
        return atEnd() ? tokens.get(tokens.size() - 1).end() : peek().start();
    }

    RawStatement statement() {
        return statement;
    }

    int position() {
        return position;
    }

    void back(int to) {
        position = to;
    }

    boolean at(Kind kind) {
        return !atEnd() && peek().is(kind);
    }

    /** Whether these keywords follow, in this order. */
    boolean at(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean atAny(Set<String> words) {
        return at(Kind.WORD) && words.contains(peek().text());
    }

    /** Goes past these keywords if all of them follow. */
    boolean accept(String... words) {
        if (!at(words)) {
            return false;
        }
        position += words.length;
        return true;
    }

    boolean accept(Kind kind) {
        if (!at(kind)) {
            return false;
        }
        position++;
        return true;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw unexpected("\"" + word.toUpperCase(java.util.Locale.ROOT) + "\"");
        }
    }

    void expect(Kind kind, String words) {
        if (!accept(kind)) {
            throw unexpected(words);
        }
    }

    Unexpected unexpected(String expected) {
        String found = atEnd() ? "the end of the statement" : "\"" + shortened(peek()) + "\"";
        return new Unexpected(new Fault(offset(), "expected " + expected + " but found " + found));
    }

    private static String shortened(Token token) {
        return token.text().length() <= 40 ? token.text() : token.text().substring(0, 37) + "...";
    }

    /** Goes one word or one pair of parentheses further. */
    void skip() {
        if (at(Kind.OPEN) && statement.closing(position) >= 0) {
            position = statement.closing(position);
        }
        position++;
    }

    void skipRest() {
        position = tokens.size();
    }

    /** Goes to the next of these keywords outside parentheses; whether there is one. */
    boolean skipTo(Set<String> words) {
        while (!atEnd() && !atAny(words)) {
            skip();
        }
        return !atEnd();
    }

    String identifier(String what) {
        if (atEnd() || !peek().isName()) {
            throw unexpected(what);
        }
        return tokens.get(position++).text();
    }

    Name name(String what) {
        int start = offset();
        String last = identifier(what);
        String before = "";
        while (at(Kind.DOT)) {
            position++;
            before = last;
            last = identifier(what);
        }
        return new Name(before, last, start);
    }

    List<Name> names(String what) {
        List<Name> found = new ArrayList<>();
        do {
            accept("only");
            found.add(name(what));
            if (at(Kind.OPERATOR) && peek().isOperator("*")) {
                position++;
            }
            if (at(Kind.OPEN)) {
                skip();
            }
        } while (accept(Kind.COMMA));
        return found;
    }

    /** The words of a pair of parentheses, without the pair. */
    List<Token> group(String what) {
        int from = openGroup(what);
        int to = statement.closing(from - 1);
        position = to + 1;
        return tokens.subList(from, to);
    }

    /** Enters a pair of parentheses and tells the index of its first word. */
    int openGroup(String what) {
        if (!at(Kind.OPEN) || statement.closing(position) < 0) {
            throw unexpected(what);
        }
        return ++position;
    }

    /** The names of a list in parentheses; for what is no plain name "". */
    List<String> columnList(String what) {
        int from = openGroup(what);
        int to = statement.closing(from - 1);
        List<String> found = new ArrayList<>();
        while (position < to) {
            found.add(element(to));
        }
        position = to + 1;
        if (found.isEmpty()) {
            throw new Unexpected(new Fault(tokens.get(to).start(), "expected " + what + " but found \")\""));
        }
        return found;
    }

    /** One element of a list that ends at {@code to}; what follows its name, such as DESC, does not count. */
    private String element(int to) {
        boolean plain = peek().isName() && !peek(1).is(Kind.OPEN) && !peek(1).is(Kind.DOT);
        String name = plain ? peek().text() : "";
        while (position < to && !at(Kind.COMMA)) {
            if (at(Kind.OPERATOR)) {
                name = "";
            }
            skip();
        }
        if (position < to) {
            position++;
        }
        return name;
    }

    /** The words up to a comma or one of these keywords, at least one. */
    Expression expression(Set<String> stops) {
        int from = position;
        if (atEnd()) {
            throw unexpected("an expression");
        }
        skip();
        while (!atEnd() && !at(Kind.COMMA) && !at(Kind.CLOSE) && !atAny(stops)) {
            skip();
        }
        return new Expression(tokens.subList(from, position));
    }
}
