package dev.stele.migrations.review;

import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Words that make a value; what they mean is judged by a few known shapes only. */
record Expression(List<Token> tokens) {

    static final Expression NONE = new Expression(List.of());

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    boolean isNull() {
        return !tokens.isEmpty() && tokens.get(0).isWord("null");
    }

    /** The names of the functions it calls, without their schema. */
    List<String> calls() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isName() && tokens.get(i + 1).is(Kind.OPEN)) {
                found.add(tokens.get(i).text());
            }
        }
        return found;
    }

    /** The column of {@code (c is not null)}, or "". */
    String provenNotNull() {
        List<Token> inner = tokens;
        while (inner.size() > 2
                && inner.get(0).is(Kind.OPEN)
                && inner.get(inner.size() - 1).is(Kind.CLOSE)) {
            inner = inner.subList(1, inner.size() - 1);
        }
        boolean fits = inner.size() == 4
                && inner.get(0).isName()
                && inner.get(1).isWord("is")
                && inner.get(2).isWord("not")
                && inner.get(3).isWord("null");
        return fits ? inner.get(0).text() : "";
    }
}
