package dev.stele.migrations.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which of many backups stay; one that any of the three keeps stays, and the newest always does.
 *
 * @param last how many of the newest
 * @param daily of how many days the newest of each, days without one not counted, by UTC
 * @param weekly of how many weeks the newest of each, likewise; weeks begin on Monday
 */
public record Keep(int last, int daily, int weekly) {
    /** Refuses negative numbers, and to keep none. */
    public Keep {
        if (last < 0 || daily < 0 || weekly < 0) {
            throw new IllegalArgumentException(
                    "last, daily and weekly must not be negative but were " + last + ", " + daily + " and " + weekly);
        }
        if (last == 0 && daily == 0 && weekly == 0) {
            throw new IllegalArgumentException(
                    "last, daily or weekly must be positive but all are 0, which would keep no backup");
        }
    }

    /** Keeps the newest, at least one. */
    public static Keep last(int number) {
        return new Keep(number, 0, 0);
    }

    /** Copies with the newest of each of so many days. */
    public Keep daily(int days) {
        return new Keep(last, days, weekly);
    }

    /** Copies with the newest of each of so many weeks. */
    public Keep weekly(int weeks) {
        return new Keep(last, daily, weeks);
    }

    /** Those that stay. */
    <T> Set<T> of(List<T> backups, Function<T, Instant> made) {
        List<T> newestFirst =
                backups.stream().sorted(Comparator.comparing(made).reversed()).toList();
        Set<T> kept = new HashSet<>(newestFirst.subList(0, Math.min(newestFirst.size(), Math.max(1, last))));
        kept.addAll(newestOfEach(newestFirst, daily, backup -> day(made.apply(backup))));
        kept.addAll(newestOfEach(newestFirst, weekly, backup -> week(day(made.apply(backup)))));
        return kept;
    }

    private static <T> Set<T> newestOfEach(List<T> newestFirst, int number, Function<T, LocalDate> period) {
        Set<LocalDate> seen = new HashSet<>();
        Set<T> kept = new HashSet<>();
        for (T backup : newestFirst) {
            if (seen.size() < number && seen.add(period.apply(backup))) {
                kept.add(backup);
            }
        }
        return kept;
    }

    private static LocalDate day(Instant made) {
        return made.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static LocalDate week(LocalDate day) {
        return day.minusDays(day.getDayOfWeek().getValue() - 1L);
    }
}
