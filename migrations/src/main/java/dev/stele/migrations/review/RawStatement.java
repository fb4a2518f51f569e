package dev.stele.migrations.review;

import java.util.List;

/**
 * One statement as it is written.
 *
 * @param tokens its words without comments and without the semicolon; never empty
 * @param closings for each opening parenthesis the index of its closing one, for all others -1
 * @param faults what keeps it from being read
 */
record RawStatement(List<Token> tokens, int[] closings, List<Fault> faults) {

    int start() {
        return tokens.get(0).start();
    }

    int end() {
        return tokens.get(tokens.size() - 1).end();
    }

    String text(SourceText source) {
        return source.sql().substring(start(), end());
    }
}
