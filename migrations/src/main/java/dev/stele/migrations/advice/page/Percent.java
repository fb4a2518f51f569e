package dev.stele.migrations.advice.page;

import java.util.Locale;

/** Lengths of bars, as HTML wants them. */
final class Percent {
    private Percent() {}

    /** A share between 0 and 1 as a percentage; what is there at all can be seen. */
    static String of(double share) {
        double percent = Math.min(Math.max(share, 0), 1) * 100;
        return String.format(Locale.ROOT, "%.2f%%", percent > 0 && percent < 0.3 ? 0.3 : percent);
    }
}
