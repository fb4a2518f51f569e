package dev.stele.core.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way times are written in settings: a whole number and a unit, or a plain zero. */
final class Durations {
    static final String EXPECTED = "a time such as 500ms, 30s, 10m or 1h, at most 24d";

    /** A little less than {@link Timeouts} can take, so that the socket can wait a little longer than a statement. */
    static final Duration MOST = Duration.ofDays(24);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|min|h|d)");

    private Durations() {}

    /** Empty where the text is not a time; a number without a unit is none, for nobody knows which was meant. */
    static Optional<Duration> parse(String text) {
        if (text.matches("0+")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration time =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "h" -> Duration.ofHours(amount);
                    case "d" -> Duration.ofDays(amount);
                    default -> Duration.ofMinutes(amount);
                };
        return Optional.of(time).filter(parsed -> parsed.compareTo(MOST) <= 0);
    }

    /** Writes a time in the largest unit that needs no fraction. */
    static String print(Duration time) {
        long millis = time.toMillis();
        if (millis == 0) {
            return "0";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = time.toSeconds();
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
