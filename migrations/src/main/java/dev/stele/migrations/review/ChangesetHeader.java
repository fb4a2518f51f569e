package dev.stele.migrations.review;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The line {@code --changeset author:id name:value …} of Liquibase's formatted SQL. */
record ChangesetHeader(String name, Map<String, String> attributes) {
    private static final Pattern HEADER = Pattern.compile(
            "\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^\\s:]+)\\s*:\\s*(\"[^\"]+\"|\\S+)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Za-z]+):(\"[^\"]*\"|'[^']*'|\\S+)");

    /** Reads a line, or null where it names no author and id. */
    static @Nullable ChangesetHeader read(String line) {
        Matcher header = HEADER.matcher(line);
        if (!header.matches()) {
            return null;
        }
        Map<String, String> attributes = new HashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(header.group(3));
        while (attribute.find()) {
            attributes.put(attribute.group(1).toLowerCase(Locale.ROOT), unquoted(attribute.group(2)));
        }
        return new ChangesetHeader(unquoted(header.group(1)) + ":" + unquoted(header.group(2)), attributes);
    }

    Unit.Mode mode() {
        if (!isFalse("runintransaction")) {
            return Unit.Mode.ONE_TRANSACTION;
        }
        return isFalse("splitstatements") ? Unit.Mode.ONE_MESSAGE : Unit.Mode.AUTOCOMMIT;
    }

    String endDelimiter() {
        String delimiter = attributes.getOrDefault("enddelimiter", "");
        String plain = delimiter.replace("\\r", "\r").replace("\\n", "\n");
        return plain.equals(";") ? "" : plain;
    }

    private boolean isFalse(String attribute) {
        return "false".equalsIgnoreCase(attributes.get(attribute));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
