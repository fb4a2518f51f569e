package dev.stele.crud;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row with every type of time, one that is left to Hibernate, and JSON. */
@Entity
@Table(name = "moment", uniqueConstraints = @UniqueConstraint(columnNames = "name"))
class Moment extends Versioned {
    @Column(nullable = false)
    String name;

    @Nullable
    LocalDate day;

    @Nullable
    LocalDateTime local;

    @Nullable
    Instant instant;

    @Nullable
    OffsetDateTime offset;

    @Nullable
    LocalTime clock;

    @Nullable
    Duration duration;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Map<String, Object> meta;

    record Create(
            String name,
            @Nullable LocalDate day,
            @Nullable LocalDateTime local,
            @Nullable Instant instant,
            @Nullable OffsetDateTime offset,
            @Nullable LocalTime clock,
            @Nullable Map<String, Object> meta)
            implements CreateOf<Moment> {
        static Create named(String name) {
            return new Create(name, null, null, null, null, null, null);
        }

        Create with(Instant other) {
            return new Create(name, day, local, other, offset, clock, meta);
        }

        Create with(Map<String, Object> other) {
            return new Create(name, day, local, instant, offset, clock, other);
        }
    }

    /** With a field that has no array and no text. */
    record Lasting(
            String name,
            @Nullable Instant instant,
            @Nullable Duration duration) implements CreateOf<Moment> {}

    record Update(
            Field<@Nullable LocalDate> day,
            Field<@Nullable LocalDateTime> local,
            Field<@Nullable Instant> instant,
            Field<@Nullable OffsetDateTime> offset,
            Field<@Nullable LocalTime> clock,
            Field<@Nullable Map<String, Object>> meta)
            implements PatchOf<Moment> {
        static Update of(Create times) {
            return new Update(
                    Field.of(times.day),
                    Field.of(times.local),
                    Field.of(times.instant),
                    Field.of(times.offset),
                    Field.of(times.clock),
                    Field.unset());
        }

        static Update instant(Instant instant) {
            return new Update(
                    Field.unset(), Field.unset(), Field.of(instant), Field.unset(), Field.unset(), Field.unset());
        }
    }

    record Out(
            String name,
            @Nullable LocalDate day,
            @Nullable LocalDateTime local,
            @Nullable Instant instant,
            @Nullable OffsetDateTime offset,
            @Nullable LocalTime clock)
            implements ViewOf<Moment> {
        static Out of(Create times) {
            return new Out(times.name, times.day, times.local, times.instant, times.offset, times.clock);
        }
    }

    record Id(long id) implements ViewOf<Moment> {}
}
