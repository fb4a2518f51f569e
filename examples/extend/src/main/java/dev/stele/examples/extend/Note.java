package dev.stele.examples.extend;

import dev.stele.models.*;
import jakarta.persistence.*;
import org.hibernate.annotations.*;
import org.jspecify.annotations.Nullable;

/** What a team wrote down. */
@Entity
public class Note extends Versioned {
    @NaturalId(mutable = true)
    @Column(nullable = false)
    String title;

    @Nullable
    String body;

    @NaturalId(mutable = true)
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @OnDelete(action = OnDeleteAction.CASCADE)
    Team team;

    public record Create(String title, @Nullable String body, long teamId) implements CreateOf<Note> {}

    public record Update(Field<String> title, Field<@Nullable String> body) implements PatchOf<Note> {}

    public record Out(long id, String title, @Nullable String body, String teamName) implements ViewOf<Note> {}
}
