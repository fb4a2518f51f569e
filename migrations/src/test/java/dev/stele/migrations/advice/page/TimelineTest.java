package dev.stele.migrations.advice.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.migrations.ChangesetId;
import dev.stele.migrations.HistoryEntry;
import dev.stele.migrations.Version;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 3, 1, 10, 0);

    @Test
    void groupsWhatWasAppliedTogetherAndPlacesRunsByTime() {
        Timeline timeline = Timeline.of(List.of(
                entry("0001", START),
                entry("0001", START.plusSeconds(2)),
                entry("0002", START.plusDays(30)),
                entry("0003", START.plusDays(40))));

        assertThat(timeline.words()).isEqualTo("4 changesets in 3 runs");
        assertThat(timeline.from()).isEqualTo("1 Mar 2026, 10:00");
        assertThat(timeline.runs()).extracting(Timeline.Run::place).containsExactly("100.00%", "75.00%", "0.00%");
        assertThat(timeline.runs())
                .extracting(Timeline.Run::pause)
                .containsExactly("10 days later", "30 days later", "");
        assertThat(timeline.runs().get(2).versions())
                .containsExactly(new Timeline.Applied("app:0001 first", List.of("ann:x", "ann:x")));
    }

    @Test
    void saysWhereNothingIsKnown() {
        assertThat(Timeline.of(List.of()).words()).isEqualTo("no migration was applied, or none could be read");
        assertThat(Timeline.of(List.of(entry(null, START)))
                        .runs()
                        .get(0)
                        .versions()
                        .get(0)
                        .name())
                .isEqualTo("f.sql (unknown to the changelog)");
    }

    private static HistoryEntry entry(String number, LocalDateTime at) {
        Version version = number == null ? null : new Version("app", number, "first");
        return new HistoryEntry(1, new ChangesetId("ann", "x", "f.sql"), version, at, null, null);
    }
}
