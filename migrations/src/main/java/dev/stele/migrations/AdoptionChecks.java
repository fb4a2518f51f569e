package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the rows that a constraint of ours would refuse, before anything is changed. */
final class AdoptionChecks {
    private static final String RESOURCE = "db/changelog/stele/adopt-checks.sql";
    private static final int SHOWN = 20;

    /** A name, the problem in words, the mend in words, and one SELECT up to its semicolon. */
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^--check [^:\\n]+: ([^\\n]+)\\n--mend: ([^\\n]+)\\n(.*?);\\s*?(?=^--check |\\z)");

    private AdoptionChecks() {}

    /**
     * One rule that rows can break.
     *
     * @param problem what is wrong, in words
     * @param mend what to do about it
     * @param query finds the rows, as table, row and detail
     */
    record Check(String problem, String mend, String query) {}

    static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        Matcher block = BLOCK.matcher(ChangelogFolder.ownText(RESOURCE));
        while (block.find()) {
            checks.add(new Check(block.group(1), block.group(2), block.group(3)));
        }
        return checks;
    }

    /** Names every row that stands in the way, the first few of each rule. */
    static void requireNone(Connection connection) throws SQLException {
        List<String> findings = new ArrayList<>();
        int rows = 0;
        for (Check check : all()) {
            List<String> found = rows(connection, check.query());
            rows += found.size();
            if (!found.isEmpty()) {
                findings.add(described(check, found));
            }
        }
        if (!findings.isEmpty()) {
            throw new MigrationException(
                    "cannot adopt the database: " + rows + " row(s) stand in the way\n  - "
                            + String.join("\n  - ", findings),
                    "mend them and adopt again; nothing was changed",
                    null,
                    null);
        }
    }

    private static String described(Check check, List<String> found) {
        StringBuilder text =
                new StringBuilder(check.problem()).append("; mend: ").append(check.mend());
        found.stream().limit(SHOWN).forEach(row -> text.append("\n      ").append(row));
        if (found.size() > SHOWN) {
            text.append("\n      and ").append(found.size() - SHOWN).append(" more");
        }
        return text.toString();
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            List<String> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    found.add(row.getString(1) + " " + row.getString(2) + ": " + row.getString(3));
                }
            }
            return found;
        }
    }
}
