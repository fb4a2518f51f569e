package dev.stele.core.mapping;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Rows with every basic type. */
@MappedSuperclass
abstract class Stamped {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Version
    int version;

    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;
}

@Entity
@Table(name = "\"user\"")
class Person extends Stamped {
    @Column(unique = true)
    String email = "";

    @OneToMany(mappedBy = "owner")
    Set<Thing> things = Set.of();
}

@Entity
@Table(
        name = "thing",
        schema = "Odd",
        uniqueConstraints =
                @UniqueConstraint(
                        name = "thing_owner_name_key",
                        columnNames = {"owner_id", "name"}))
class Thing extends Stamped {
    enum Mood {
        CALM,
        WILD
    }

    @Column(nullable = false)
    String name = "";

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @Nullable
    Person owner;

    @ManyToMany
    @JoinTable(name = "thing_friend")
    Set<Person> friends = Set.of();

    @Embedded
    @Nullable
    Place place;

    @ColumnDefault("0")
    @Column(nullable = false)
    long score;

    @Nullable
    Integer aInt;

    @Nullable
    Short aShort;

    @Nullable
    Boolean aBoolean;

    @Nullable
    Double aDouble;

    @Nullable
    Float aFloat;

    @Nullable
    BigDecimal aDecimal;

    @Nullable
    UUID aUuid;

    @Nullable
    OffsetDateTime aOffset;

    @Nullable
    LocalDate aDate;

    @Nullable
    LocalDateTime aDateTime;

    @Nullable
    LocalTime aTime;

    byte @Nullable [] aBytes;

    @Enumerated(EnumType.STRING)
    @Nullable
    Mood moodName;

    @Enumerated(EnumType.ORDINAL)
    @Nullable
    Mood moodOrdinal;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    @Nullable
    Mood moodNative;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Map<String, Object> meta;

    @Nullable
    List<String> tags;

    long @Nullable [] counts;

    @Convert(converter = Inches.class)
    @Nullable
    Length length;

    @Nullable
    Duration aDuration;

    record Length(double metres) {}

    static class Inches implements AttributeConverter<Length, Double> {
        @Override
        public Double convertToDatabaseColumn(Length length) {
            return length == null ? null : length.metres() / 0.0254;
        }

        @Override
        public Length convertToEntityAttribute(Double inches) {
            return inches == null ? null : new Length(inches * 0.0254);
        }
    }

    @Embeddable
    record Place(String city, @Nullable String street) {}
}

@Entity
@Table(name = "step")
class Step {
    @Embeddable
    record Key(String run, int number) {}

    @EmbeddedId
    @Nullable
    Key id;

    @Nullable
    String note;
}

@Entity
@Table(name = "part")
@IdClass(Part.Key.class)
class Part {
    record Key(String box, UUID slot) {}

    @Id
    String box = "";

    @Id
    @Nullable
    UUID slot;

    @Nullable
    String label;
}
