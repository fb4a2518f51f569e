package dev.stele.crud;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row with the types of number that are not whole, and JSON. */
@Entity
@Table(name = "amount")
class Amount extends Versioned {
    @Nullable
    BigDecimal exact;

    @Nullable
    BigInteger whole;

    @Nullable
    Double ratio;

    @Nullable
    Float share;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Map<String, Object> meta;

    record Create(
            @Nullable BigDecimal exact,
            @Nullable Double ratio,
            @Nullable Float share,
            @Nullable Map<String, Object> meta)
            implements CreateOf<Amount> {}

    record Out(
            @Nullable BigDecimal exact,
            @Nullable Double ratio,
            @Nullable Float share) implements ViewOf<Amount> {}

    record Whole(@Nullable BigInteger whole) implements CreateOf<Amount> {}

    record WholeOut(@Nullable BigInteger whole) implements ViewOf<Amount> {}

    record Update(Field<@Nullable BigInteger> whole) implements PatchOf<Amount> {}

    record Meta(@Nullable Map<String, Object> meta) implements ViewOf<Amount> {}
}
