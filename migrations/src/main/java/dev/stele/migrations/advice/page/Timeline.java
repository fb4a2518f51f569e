package dev.stele.migrations.advice.page;

import dev.stele.migrations.HistoryEntry;
import dev.stele.migrations.Version;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Migrations by when they were applied.
 *
 * @param words all of it in a sentence
 * @param from the earliest moment, or "" where there are fewer than two runs
 * @param to the latest moment, likewise
 * @param runs the latest first
 */
public record Timeline(String words, String from, String to, List<Run> runs) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    /** Changesets that were applied closer to each other than this belong to one run. */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    /**
     * Changesets that were applied together.
     *
     * @param at when, for people
     * @param pause how long after the run before, or "" for the first
     * @param place how far on the axis, as a percentage
     * @param radius of its mark, whose area stands for the number of changesets
     * @param words how many changesets
     * @param versions what they belong to
     */
    public record Run(String at, String pause, String place, String radius, String words, List<Applied> versions) {}

    /**
     * The changesets of one version in one run.
     *
     * @param name the version
     * @param changesets their names
     */
    public record Applied(String name, List<String> changesets) {}

    /** What was applied, the oldest first. */
    public static Timeline of(List<HistoryEntry> history) {
        List<List<HistoryEntry>> groups = groups(history);
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            runs.add(0, run(groups, i));
        }
        boolean line = groups.size() > 1;
        String words = history.isEmpty()
                ? "no migration was applied, or none could be read"
                : Words.count(history.size(), "changeset") + " in " + Words.count(groups.size(), "run");
        return new Timeline(
                words,
                line ? MOMENT.format(start(groups, 0)) : "",
                line ? MOMENT.format(start(groups, groups.size() - 1)) : "",
                List.copyOf(runs));
    }

    private static List<List<HistoryEntry>> groups(List<HistoryEntry> history) {
        List<List<HistoryEntry>> groups = new ArrayList<>();
        LocalDateTime before = LocalDateTime.MIN;
        for (HistoryEntry entry : history) {
            // A clock that was set back begins a run too.
            if (groups.isEmpty()
                    || Duration.between(before, entry.appliedAt()).abs().compareTo(PAUSE) > 0) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(entry);
            before = entry.appliedAt();
        }
        return groups;
    }

    private static Run run(List<List<HistoryEntry>> groups, int i) {
        List<HistoryEntry> group = groups.get(i);
        LocalDateTime at = start(groups, i);
        Map<String, List<String>> versions = new LinkedHashMap<>();
        for (HistoryEntry entry : group) {
            versions.computeIfAbsent(version(entry), name -> new ArrayList<>())
                    .add(Words.line(entry.changeset().label()));
        }
        List<Applied> applied = new ArrayList<>();
        versions.forEach((name, changesets) -> applied.add(new Applied(name, List.copyOf(changesets))));
        double most = groups.stream().mapToInt(List::size).max().orElse(1);
        return new Run(
                MOMENT.format(at),
                i == 0 ? "" : pause(Duration.between(start(groups, i - 1), at)),
                Percent.of(place(groups, at)),
                String.format(Locale.ROOT, "%.1f", 3 + 7 * Math.sqrt(group.size() / most)),
                Words.count(group.size(), "changeset"),
                List.copyOf(applied));
    }

    private static String version(HistoryEntry entry) {
        Version version = entry.version();
        return Words.line(
                version == null
                        ? entry.changeset().file() + " (unknown to the changelog)"
                        : version.label() + " " + version.name());
    }

    private static double place(List<List<HistoryEntry>> groups, LocalDateTime at) {
        LocalDateTime first = start(groups, 0);
        Duration whole = Duration.between(first, start(groups, groups.size() - 1));
        return whole.isZero() ? 0 : (double) Duration.between(first, at).toMillis() / whole.toMillis();
    }

    private static LocalDateTime start(List<List<HistoryEntry>> groups, int i) {
        return groups.get(i).get(0).appliedAt();
    }

    private static String pause(Duration pause) {
        if (pause.toDays() >= 1) {
            return Words.count(pause.toDays(), "day") + " later";
        }
        return pause.toHours() >= 1
                ? Words.count(pause.toHours(), "hour") + " later"
                : Words.count(Math.max(0, pause.toMinutes()), "minute") + " later";
    }
}
