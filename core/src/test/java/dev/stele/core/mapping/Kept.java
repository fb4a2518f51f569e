package dev.stele.core.mapping;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import jakarta.persistence.Index;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** An entity with every kind of column that does without Hibernate. */
@Entity
@Table(
        name = "kept",
        schema = "Odd",
        indexes = @Index(name = "kept_name_idx", columnList = "name, aUuid", unique = true))
class Kept extends Stamped {
    enum Grade {
        GOOD("g"),
        BAD("b");

        @EnumeratedValue
        final String letter;

        Grade(String letter) {
            this.letter = letter;
        }
    }

    record Line(String text, int amount) {}

    @Column(nullable = false, unique = true, length = 40)
    String name = "";

    @Nullable
    UUID aUuid;

    @Nullable
    BigDecimal aDecimal;

    byte @Nullable [] aBytes;

    @ColumnDefault("0")
    long score;

    @Enumerated(EnumType.STRING)
    Thing.@Nullable Mood moodName;

    @Enumerated(EnumType.ORDINAL)
    Thing.@Nullable Mood moodOrdinal;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    Thing.@Nullable Mood moodNative;

    @Enumerated(EnumType.STRING)
    @Nullable
    Grade grade;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Map<String, List<Line>> lines;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Line line;

    @Nullable
    List<String> tags;

    LocalDate @Nullable [] days;

    long @Nullable [] counts;

    Thing.@Nullable Place place;

    @ManyToOne
    @Nullable
    Kept parent;

    @OneToMany(mappedBy = "parent")
    Set<Kept> children = Set.of();

    @ManyToMany
    @JoinTable(name = "kept_part")
    Set<Part> parts = Set.of();

    @ManyToOne
    @Nullable
    Step step;
}
