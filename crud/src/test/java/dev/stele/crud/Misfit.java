package dev.stele.crud;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.NaturalId;
import org.jspecify.annotations.Nullable;

/** An entity whose records have every fault there is. */
@Entity
@Table(name = "misfit")
class Misfit extends Versioned {
    @Column(nullable = false)
    String name;

    @Nullable
    Integer size;

    @Column(insertable = false, updatable = false)
    @Nullable
    String computed;

    @NaturalId
    @Nullable
    String code;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Author owner;

    record Create(
            int name, @Nullable String colour, @Nullable String computed) implements CreateOf<Misfit> {}

    record Update(
            Field<String> ownerName,
            String name,
            Field<Long> size,
            Field<Long> id,
            Field<Long> version,
            Field<Instant> updatedAt,
            Field<@Nullable String> code,
            Field<@Nullable String> computed)
            implements PatchOf<Misfit> {}

    record Out(long id, int size, String ownerId, Long owner, String ownerNme) implements ViewOf<Misfit> {}
}
