package dev.stele.examples.extend;

import dev.stele.models.*;
import jakarta.persistence.*;
import org.jspecify.annotations.Nullable;

@Entity
@Table(uniqueConstraints = @UniqueConstraint(columnNames = {"team_id", "title"}))
public class Note extends Versioned {
    @Column(nullable = false)
    String title;

    @Nullable
    String body;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Team team;

    public record Create(String title, @Nullable String body, long teamId) implements CreateOf<Note> {}

    public record Update(Field<String> title, Field<@Nullable String> body) implements PatchOf<Note> {}

    public record Out(long id, String title, @Nullable String body, String teamName) implements ViewOf<Note> {}
}
