package dev.stele.migrations.review;

import java.util.Arrays;

/** A text whose offsets can be told as lines and columns. */
final class SourceText {
    private final String file;
    private final String sql;
    private final int[] lineStarts;

    SourceText(String file, String sql) {
        this.file = file;
        this.sql = sql;
        int lines = 1 + (int) sql.chars().filter(c -> c == '\n').count();
        lineStarts = new int[lines];
        int at = 0;
        for (int i = 1; i < lines; i++) {
            at = sql.indexOf('\n', at) + 1;
            lineStarts[i] = at;
        }
    }

    String sql() {
        return sql;
    }

    String file() {
        return file;
    }

    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    Place place(int offset) {
        int line = line(offset);
        return new Place(file, line, sql.codePointCount(lineStarts[line - 1], Math.min(offset, sql.length())) + 1);
    }
}
