package dev.stele.migrations.advice.page;

import java.time.Duration;
import java.util.Locale;

/** How figures and names are written for people: three digits that count, and nothing that hides. */
public final class Words {
    private Words() {}

    /** A number of things, such as {@code 12,345} or {@code 1.20 M}. */
    public static String count(double number) {
        if (!Double.isFinite(number)) {
            return "?";
        }
        double size = Math.abs(number);
        if (size < 999_999.5) {
            return size < 10 && size != Math.rint(size) ? significant(number) : format("%,.0f", number);
        }
        return size < 999_500_000 ? significant(number / 1e6) + " M" : significant(number / 1e9) + " bn";
    }

    /** A number of things, such as {@code 12,345} or {@code 1.20 M}. */
    public static String count(long number) {
        return count((double) number);
    }

    /** A number of things with their name in the singular, to which an s is added where they are several. */
    public static String count(long number, String thing) {
        return count(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /** A time, such as {@code 4.20 ms} or {@code 1.30 min}. */
    public static String time(Duration time) {
        return millis(time.toNanos() / 1e6);
    }

    /** A time in milliseconds, such as {@code 4.20 ms} or {@code 1.30 min}. */
    public static String millis(double millis) {
        if (millis == 0) {
            return "0 ms";
        }
        if (millis < 999.5) {
            return millis < 0.005 ? "< 0.01 ms" : significant(millis) + " ms";
        }
        double seconds = millis / 1000;
        if (seconds < 59.95) {
            return significant(seconds) + " s";
        }
        return seconds < 3_597 ? significant(seconds / 60) + " min" : significant(seconds / 3600) + " h";
    }

    /** A size in bytes, in the units of PostgreSQL, such as {@code 8.00 kB}. */
    public static String bytes(long bytes) {
        double size = Math.abs((double) bytes);
        if (size < 1024) {
            return bytes + " B";
        }
        String[] units = {"kB", "MB", "GB", "TB", "PB"};
        int unit = -1;
        do {
            size /= 1024;
            unit++;
        } while (size >= 999.5 && unit < units.length - 1);
        return (bytes < 0 ? "-" : "") + significant(size) + " " + units[unit];
    }

    /** A share, such as {@code 25 %} for a quarter. */
    public static String share(double share) {
        double percent = share * 100;
        if (percent != 0 && Math.abs(percent) < 0.95) {
            return format("%.1f %%", percent);
        }
        // Nearly all is not all.
        return format("%.0f %%", percent < 100 ? Math.min(percent, 99) : percent);
    }

    /** A factor, such as {@code 216x}. */
    public static String times(double factor) {
        return (factor < 9.95 && Double.isFinite(factor) ? format("%.1f", factor) : count(Math.rint(factor))) + "x";
    }

    /** The text with its first letter as a capital one. */
    public static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** The text with everything that cannot be seen, or that turns the direction of what follows, written out. */
    public static String text(String text) {
        return visible(text, "\n\t");
    }

    /** Like {@link #text}, on one line. */
    public static String line(String text) {
        return visible(text, "");
    }

    private static String visible(String text, String allowed) {
        StringBuilder visible = null;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            boolean hidden = isHidden(point) && allowed.indexOf(point) < 0;
            if (hidden && visible == null) {
                visible = new StringBuilder(text.substring(0, i));
            }
            if (visible != null) {
                visible.append(hidden ? format("<U+%04X>", point) : Character.toString(point));
            }
            i += Character.charCount(point);
        }
        return visible == null ? text : visible.toString();
    }

    private static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    private static String significant(double value) {
        double size = Math.abs(value);
        return format(size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%,.0f", value);
    }

    private static String format(String pattern, Object value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
