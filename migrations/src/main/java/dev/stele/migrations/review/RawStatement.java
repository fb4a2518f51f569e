package dev.stele.migrations.review;

import java.util.List;

/** One statement as it is written: its words without comments and without the semicolon, at least one. */
final class RawStatement {
    private final List<Token> tokens;
    private final int[] closings;
    private final List<Fault> faults;

    RawStatement(List<Token> tokens, int[] closings, List<Fault> faults) {
        this.tokens = tokens;
        this.closings = closings;
        this.faults = faults;
    }

    List<Token> tokens() {
        return tokens;
    }

    /** The index of the parenthesis that closes the one at this index, or -1. */
    int closing(int index) {
        return closings[index];
    }

    /** What keeps it from being read. */
    List<Fault> faults() {
        return faults;
    }

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
