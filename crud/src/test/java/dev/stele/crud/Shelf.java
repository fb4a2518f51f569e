package dev.stele.crud;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row with lists in the columns that the entity makes of them. */
@Entity
@Table(name = "shelf", uniqueConstraints = @UniqueConstraint(columnNames = "name"))
class Shelf extends Versioned {
    enum Mood {
        WILD,
        CALM
    }

    @Column(nullable = false)
    String name;

    @Nullable
    List<String> words;

    @Nullable
    List<Integer> numbers;

    @Nullable
    List<LocalDate> days;

    @Nullable
    List<Instant> moments;

    @Enumerated(EnumType.STRING)
    @Nullable
    List<Mood> moods;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    @Nullable
    Mood mood;

    @Nullable
    Byte octet;

    @Nullable
    Character letter;

    @Nullable
    List<Duration> durations;

    record Create(
            String name,
            @Nullable List<String> words,
            @Nullable List<Integer> numbers,
            @Nullable List<LocalDate> days,
            @Nullable List<Instant> moments,
            @Nullable List<Mood> moods,
            @Nullable Mood mood,
            @Nullable Byte octet,
            @Nullable Character letter)
            implements CreateOf<Shelf> {}

    /** With elements that are left to Hibernate. */
    record Lasting(String name, @Nullable List<Duration> durations) implements CreateOf<Shelf> {}

    record LastingOut(String name, @Nullable List<Duration> durations) implements ViewOf<Shelf> {}

    record Update(
            Field<@Nullable List<String>> words,
            Field<@Nullable List<LocalDate>> days,
            Field<@Nullable List<Mood>> moods)
            implements PatchOf<Shelf> {}

    record Out(
            String name,
            @Nullable List<String> words,
            @Nullable List<Integer> numbers,
            @Nullable List<LocalDate> days,
            @Nullable List<Instant> moments,
            @Nullable List<Mood> moods,
            @Nullable Mood mood,
            @Nullable Byte octet,
            @Nullable Character letter)
            implements ViewOf<Shelf> {}
}
