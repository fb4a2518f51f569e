package dev.stele.crud;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row whose mapping says how much its columns take. */
@Entity
@Table(name = "parcel")
class Parcel {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column(length = 5)
    @Nullable
    String code;

    @Column(precision = 5, scale = 2)
    @Nullable
    BigDecimal weight;

    @Nullable
    String free;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Map<String, Object> meta;

    record Create(
            @Nullable String code,
            @Nullable BigDecimal weight,
            @Nullable String free,
            @Nullable Map<String, Object> meta)
            implements CreateOf<Parcel> {}

    record Update(Field<@Nullable String> code) implements PatchOf<Parcel> {}

    record Out(@Nullable String code, @Nullable Map<String, Object> meta) implements ViewOf<Parcel> {}
}
