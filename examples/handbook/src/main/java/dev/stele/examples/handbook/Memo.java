package dev.stele.examples.handbook;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.Team;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import org.hibernate.annotations.NaturalId;
import org.jspecify.annotations.Nullable;

/** The entity that the pages on DAOs show. */
@Entity
public class Memo extends Versioned {
    @NaturalId
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Team team;

    @NaturalId
    @Column(nullable = false)
    String title;

    @Nullable
    String body;

    public record Create(String title, @Nullable String body, long teamId) implements CreateOf<Memo> {}

    public record Update(Field<@Nullable String> body) implements PatchOf<Memo> {}

    public record Out(long id, String title, @Nullable String body, String teamName, Instant updatedAt)
            implements ViewOf<Memo> {}
}
