package dev.stele.core.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows with arrays of every basic type. */
@Entity
@Table(name = "sheaf")
class Sheaf {
    enum Mood {
        WILD,
        CALM
    }

    @Id
    long id;

    String @Nullable [] texts;

    @Nullable
    List<String> words;

    @Nullable
    Set<String> names;

    Long @Nullable [] longs;

    int @Nullable [] ints;

    Short @Nullable [] shorts;

    @Nullable
    List<Byte> octets;

    Boolean @Nullable [] flags;

    Double @Nullable [] doubles;

    Float @Nullable [] floats;

    BigDecimal @Nullable [] decimals;

    @Nullable
    List<BigInteger> wholes;

    UUID @Nullable [] uuids;

    LocalDate @Nullable [] days;

    @Nullable
    List<LocalDate> dayList;

    Instant @Nullable [] moments;

    LocalDateTime @Nullable [] locals;

    OffsetDateTime @Nullable [] offsets;

    LocalTime @Nullable [] clocks;

    Mood @Nullable [] byOrdinal;

    @Enumerated(EnumType.STRING)
    @Nullable
    List<Mood> byName;

    byte @Nullable [][] pieces;

    @Nullable
    List<Character> letters;

    @Nullable
    List<Duration> durations;

    ZonedDateTime @Nullable [] zoned;

    @Nullable
    List<URL> addresses;

    @Nullable
    List<Year> years;
}
