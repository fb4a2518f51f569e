package dev.stele;

import dev.stele.crud.InitialData;
import dev.stele.migrations.Upgrade;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a start did, and how long each part took.
 *
 * @param parts the parts, in their order
 * @param upgrade what was migrated; empty where that was left out
 * @param initialData what became of the initial data
 */
public record Startup(List<Part> parts, Optional<Upgrade> upgrade, InitialData.Report initialData) {
    /** Keeps an unmodifiable copy. */
    public Startup {
        parts = List.copyOf(parts);
    }

    /** How long all of it took. */
    public Duration total() {
        return parts.stream().map(Part::took).reduce(Duration.ZERO, Duration::plus);
    }

    /** One line a part and one for the total, in milliseconds. */
    @Override
    public String toString() {
        return parts.stream().map(Part::toString).collect(Collectors.joining("\n", "", "\n"))
                + new Part("total", total());
    }

    /**
     * One part of a start.
     *
     * @param name what was done
     * @param took how long it took
     */
    public record Part(String name, Duration took) {
        @Override
        public String toString() {
            return "%-13s %6d ms".formatted(name, took.toMillis());
        }
    }
}
