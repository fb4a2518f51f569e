package dev.stele.migrations.review;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers at the beginning of file names, which must go up. */
final class Versions {
    private static final Pattern NUMBER = Pattern.compile("(?:.*[/\\\\])?[Vv]?(\\d{1,18})[-_.].*");

    private final List<Long> before = new ArrayList<>();

    Versions(List<String> names) {
        names.forEach(name -> before.add(number(name)));
    }

    /** Notes the next file, and says what is wrong with its number; "" where nothing is. */
    String next(String file) {
        Matcher matcher = NUMBER.matcher(file);
        if (!matcher.matches()) {
            return "";
        }
        long number = Long.parseLong(matcher.group(1));
        long highest = before.stream().mapToLong(Long::longValue).max().orElse(-1);
        boolean twice = before.contains(number);
        before.add(number);
        if (twice) {
            return "version " + number + " is there already";
        }
        return number > highest ? "" : "version " + number + " comes after version " + highest;
    }

    private static long number(String name) {
        Matcher matcher = Pattern.compile("(?:.*[:/\\\\])?[Vv]?(\\d{1,18}).*").matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a version must begin with a number but was \"" + name + "\"");
        }
        return Long.parseLong(matcher.group(1));
    }
}
