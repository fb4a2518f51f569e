package dev.stele.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.annotations.FractionalSeconds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimePrecisionTest {
    @Test
    void timesOfDayKeepTheirMicrosecondsUnlessTheEntitySaysOtherwise() {
        assertThat(types(Day.class))
                .isEqualTo("all time(6)[], begins time(6), coarse time(0), ends time(6), id bigint, own time(3)");
    }

    private static String types(Class<?> entity) {
        try (EntityMappings mappings = EntityMappings.of(List.of(entity))) {
            return mappings.metadata().getEntityBinding(entity.getName()).getTable().getColumns().stream()
                    .map(column -> column.getName() + " " + column.getSqlType(mappings.metadata()))
                    .map(text -> text.replace(" without time zone", "").replace(" array", "[]"))
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
    }

    @Embeddable
    record Span(@Nullable LocalTime ends) {}

    @Entity
    static class Day {
        @Id
        long id;

        LocalTime @Nullable [] all;

        @Nullable
        LocalTime begins;

        @FractionalSeconds(0)
        @Nullable
        LocalTime coarse;

        @Column(columnDefinition = "time(3)")
        @Nullable
        LocalTime own;

        @Embedded
        @Nullable
        Span span;
    }
}
