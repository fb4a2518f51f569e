package dev.stele.migrations.review;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads plain SQL and Liquibase's formatted SQL. */
final class ScriptReader {
    private static final Pattern FORMATTED =
            Pattern.compile("\\A\\uFEFF?\\s*--\\s*liquibase\\s+formatted\\s+sql\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANGESET =
            Pattern.compile("^[ \\t]*--[ \\t]*changeset\\b.*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern ROLLBACK = Pattern.compile(
            "^[ \\t]*--[ \\t]*rollback\\b([^\\n]*)$|^[ \\t]*/\\*[ \\t]*liquibase[ \\t]+rollback\\b(.*?)\\*/",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern NO_SQL = Pattern.compile(
            "\\s*(empty|not required|changesetid:.*|changesetauthor:.*)?\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern IGNORED = Pattern.compile(
            "^[ \\t]*--[ \\t]*ignoreLines:(start|\\d+)[^\\n]*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern IGNORED_END =
            Pattern.compile("^[ \\t]*--[ \\t]*ignoreLines:end[^\\n]*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private final SourceText source;
    private final Unit.Mode plainMode;
    private final List<Token> comments = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    private ScriptReader(SourceText source, Unit.Mode plainMode) {
        this.source = source;
        this.plainMode = plainMode;
    }

    /** Cuts a file into changesets and statements; {@code plainMode} is how a file without changesets runs. */
    static Script read(String file, String sql, Unit.Mode plainMode) {
        boolean formatted = FORMATTED.matcher(sql).find();
        SourceText source = new SourceText(file, formatted ? withoutIgnoredLines(sql) : sql);
        ScriptReader reader = new ScriptReader(source, plainMode);
        List<Unit> units = formatted ? reader.changesets() : List.of(reader.plainFile());
        return new Script(source, units, reader.comments, reader.faults);
    }

    private Unit plainFile() {
        return new Unit("", plainMode, Splitter.split(new Lexer(source.sql()), comments::add));
    }

    private List<Unit> changesets() {
        String sql = source.sql();
        List<Unit> units = new ArrayList<>();
        Matcher line = CHANGESET.matcher(sql);
        boolean more = line.find();
        if (!more) {
            faults.add(new Fault(0, "the file is formatted SQL but has no line \"--changeset author:id\""));
        }
        while (more) {
            String header = line.group();
            int start = line.start();
            int from = line.end();
            more = line.find();
            units.add(changeset(start, header, from, more ? line.start() : sql.length()));
        }
        return units;
    }

    private Unit changeset(int start, String headerLine, int from, int to) {
        ChangesetHeader header = ChangesetHeader.read(headerLine.stripTrailing());
        if (header == null) {
            faults.add(new Fault(start, "the changeset names no author and id; write \"--changeset author:id\""));
            header = new ChangesetHeader("", java.util.Map.of());
        }
        checkRollback(from, to);
        Lexer lexer = new Lexer(source.sql(), from, to, header.endDelimiter());
        return new Unit(header.name(), header.mode(), Splitter.split(lexer, comments::add));
    }

    /** A rollback is written in comments; its syntax is checked at its own place in the file. */
    private void checkRollback(int from, int to) {
        Matcher rollback = ROLLBACK.matcher(source.sql()).region(from, to);
        char[] only = null;
        while (rollback.find()) {
            int group = rollback.start(1) >= 0 ? 1 : 2;
            if (NO_SQL.matcher(rollback.group(group)).matches()) {
                continue;
            }
            if (only == null) {
                only = blank(source.sql().substring(from, to));
            }
            source.sql().getChars(rollback.start(group), rollback.end(group), only, rollback.start(group) - from);
        }
        if (only != null) {
            for (RawStatement statement : Splitter.split(new Lexer(new String(only)), comment -> {})) {
                Parsed parsed = StatementParser.parse(statement);
                parsed.faults()
                        .forEach(f -> faults.add(new Fault(f.offset() + from, "in the rollback: " + f.message())));
            }
        }
    }

    private static String withoutIgnoredLines(String sql) {
        Matcher ignored = IGNORED.matcher(sql);
        char[] kept = null;
        int from = 0;
        while (ignored.find(from)) {
            int end = ignoredEnd(sql, ignored);
            kept = kept == null ? sql.toCharArray() : kept;
            char[] nothing = blank(sql.substring(ignored.end(), end));
            System.arraycopy(nothing, 0, kept, ignored.end(), nothing.length);
            from = end;
        }
        return kept == null ? sql : new String(kept);
    }

    private static int ignoredEnd(String sql, Matcher ignored) {
        if (ignored.group(1).equalsIgnoreCase("start")) {
            Matcher end = IGNORED_END.matcher(sql);
            return end.find(ignored.end()) ? end.start() : sql.length();
        }
        int end = ignored.end();
        int lines = ignored.group(1).length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(ignored.group(1));
        for (int i = 0; i <= lines && end < sql.length(); i++) {
            int next = sql.indexOf('\n', end + (i == 0 ? 0 : 1));
            end = next < 0 ? sql.length() : next;
        }
        return end;
    }

    /** Spaces of the same length, with the line ends kept. */
    private static char[] blank(String text) {
        char[] spaces = new char[text.length()];
        Arrays.fill(spaces, ' ');
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            spaces[i] = '\n';
        }
        return spaces;
    }
}
