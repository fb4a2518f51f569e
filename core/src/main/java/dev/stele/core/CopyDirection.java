package dev.stele.core;

import dev.stele.core.error.Misuse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which way a COPY goes, and whether a statement is one that does. */
enum CopyDirection {
    IN("copyIn", "COPY … FROM STDIN", "from"),
    OUT("copyOut", "COPY … TO STDOUT", "to");

    private static final Pattern TOKEN =
            Pattern.compile("(?s)--[^\\n]*+|/\\*|[eE]'(?:[^'\\\\]++|\\\\.)*+'|'[^']*+'|\"[^\"]*+\""
                    + "|\\$(?<tag>\\w*+)\\$.*?\\$\\k<tag>\\$|[\\w$]++|\\S");
    private static final Pattern COMMENT_EDGE = Pattern.compile("/\\*|\\*/");

    private final String method;
    private final String form;
    private final String keyword;

    CopyDirection(String method, String form, String keyword) {
        this.method = method;
        this.form = form;
        this.keyword = keyword;
    }

    /**
     * Refuses any other statement, which the driver would run before it finds that it copies nothing.
     *
     * @throws Misuse if {@code sql} is surely no COPY of this direction
     */
    void require(String sql) {
        List<String> words = outerWords(sql);
        if (words.isEmpty() || !words.get(0).equals("copy")) {
            throw misuse(
                    words.isEmpty() ? "an empty statement" : "a statement that begins with \"" + words.get(0) + '"',
                    "run any other statement with sql(...)");
        }
        CopyDirection other = this == IN ? OUT : IN;
        for (int i = 1; i + 1 < words.size(); i++) {
            String word = words.get(i);
            if (word.equals(other.keyword)) {
                throw misuse("COPY … " + word.toUpperCase(Locale.ROOT), "use " + other.method + " for " + other.form);
            }
            if (word.equals(keyword)) {
                requireClient(words.get(i + 1));
                return;
            }
        }
    }

    /** The grammar takes STDIN and STDOUT alike in both directions. */
    private void requireClient(String place) {
        if (!place.equals("stdin") && !place.equals("stdout")) {
            throw misuse(
                    "a COPY with a file or program of the server",
                    "run it with sql(...), or say " + form.substring(form.indexOf("…") + 2));
        }
    }

    private Misuse misuse(String found, String hint) {
        return new Misuse("%s was given %s; expected %s".formatted(method, found, form), hint);
    }

    /** The tokens outside parentheses and comments, in lower case; of a literal its quote alone. */
    private static List<String> outerWords(String sql) {
        List<String> words = new ArrayList<>();
        int depth = 0;
        Matcher token = TOKEN.matcher(sql);
        for (int at = 0; token.find(at); ) {
            String text = token.group();
            at = text.equals("/*") ? endOfComment(sql, token.end()) : token.end();
            boolean comment = text.startsWith("--") || text.equals("/*");
            depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
            if (depth == 0 && !comment) {
                words.add(word(text));
            }
        }
        return words;
    }

    private static String word(String token) {
        char first = token.charAt(0);
        return Character.isLetter(first) && token.indexOf('\'') < 0
                ? token.toLowerCase(Locale.ROOT)
                : String.valueOf(first);
    }

    /** Comments nest. */
    private static int endOfComment(String sql, int start) {
        Matcher edge = COMMENT_EDGE.matcher(sql);
        int at = start;
        for (int depth = 1; depth > 0 && edge.find(at); at = edge.end()) {
            depth += edge.group().equals("/*") ? 1 : -1;
            if (depth == 0) {
                return edge.end();
            }
        }
        return sql.length();
    }
}
