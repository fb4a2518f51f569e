package dev.stele.migrations.advice;

import dev.stele.core.statements.StatementFigures;
import java.time.Duration;
import java.util.Locale;

/** Writes numbers for sentences. */
final class Figures {
    private static final long KILO = 1L << 10;
    private static final long MEGA = 1L << 20;
    private static final long GIGA = 1L << 30;

    private Figures() {}

    static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String millis(Duration time) {
        double millis = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%,.0f ms", millis);
    }

    static String bytes(long bytes) {
        if (bytes >= GIGA) {
            return String.format(Locale.ROOT, "%.1f GB", (double) bytes / GIGA);
        }
        return bytes >= MEGA
                ? String.format(Locale.ROOT, "%.1f MB", (double) bytes / MEGA)
                : String.format(Locale.ROOT, "%d kB", (bytes + KILO - 1) / KILO);
    }

    static String share(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** How often statements ran and how long a call took. */
    static String calls(StatementFigures figures) {
        Duration average =
                figures.calls() == 0 ? Duration.ZERO : figures.times().total().dividedBy(figures.calls());
        return count(figures.calls()) + " calls took " + millis(average) + " each";
    }
}
