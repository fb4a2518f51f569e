package dev.stele.crud;

import java.util.List;
import java.util.Random;

/** Makes texts that end quotes, begin comments, mean something to a pattern, or are long or strange. */
final class HostileText {
    private static final List<String> PARTS = List.of(
            "'",
            "''",
            "\"",
            "\"\"",
            "`",
            "\\",
            "\\\\",
            "\\'",
            "\\\"",
            ";",
            "--",
            "/*",
            "*/",
            "$$",
            "$1",
            "$stele$",
            "${x}",
            "%",
            "_",
            "\\%",
            "\\_",
            "%%",
            "?",
            "??",
            "?|",
            ":a",
            "::text",
            "{",
            "}",
            "{}",
            "[",
            "]",
            "(",
            ")",
            ",",
            "\\.",
            "\\N",
            "\t",
            "\n",
            "\r",
            "\r\n",
            "\b",
            "\u001a",
            "\u00a0",
            "\u200b",
            "\u202e",
            "\u02bc",
            "\u2019",
            "\uff07",
            "\ufeff",
            "\uffff",
            "\ud83d\ude00",
            "e\u0301",
            "ß",
            "İ",
            "NULL",
            "null",
            "true",
            "0",
            "-1",
            "1e308",
            "a",
            "Z",
            " ",
            "' or '1'='1",
            "'; drop table canary; --",
            "\"; drop table canary; --",
            "); delete from canary; --",
            "' union select word from canary --",
            "\\'; update canary set word = 'x'; --",
            "E'\\''",
            "U&'\\0027'",
            "|| (select word from canary)",
            "(select pg_sleep(1))",
            "nextval('note_id_seq')",
            "{\"a\": 1}",
            "[1, 2]",
            "copy canary to program 'true'",
            "set role postgres",
            "abc & !",
            "<->",
            "foo:*",
            "\\c canary",
            "\\! true");

    private final Random random;

    HostileText(Random random) {
        this.random = random;
    }

    /** A text that the server can store: without NUL and half pairs. */
    String next() {
        if (random.nextInt(50) == 0) {
            return part().repeat(1 + random.nextInt(300));
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(random.nextInt(8) == 0 ? Character.toString(codePoint()) : part());
        }
        return text.toString();
    }

    /** A text that the server cannot store: it has NUL or half a pair somewhere. */
    String nextUnstorable() {
        String text = next();
        int at = random.nextInt(text.length() + 1);
        while (at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at))) {
            at--;
        }
        String bad = List.of("\0", "\ud800", "\udc00", "\udc00\ud800").get(random.nextInt(4));
        String rest = text.substring(at);
        // Half a pair must not meet its other half.
        return text.substring(0, at) + (bad.endsWith("\ud800") && rest.startsWith("\udc00") ? "\0" : bad) + "." + rest;
    }

    private String part() {
        return PARTS.get(random.nextInt(PARTS.size()));
    }

    private int codePoint() {
        while (true) {
            int point = 1 + random.nextInt(Character.MAX_CODE_POINT);
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                return point;
            }
        }
    }
}
