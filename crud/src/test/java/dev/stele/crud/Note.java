package dev.stele.crud;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "note", uniqueConstraints = @UniqueConstraint(columnNames = {"author_id", "title"}))
class Note extends Versioned {
    @Column(nullable = false)
    String title;

    @Nullable
    String body;

    @Nullable
    Integer rank;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Author author;

    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable
    Author editor;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Map<String, Object> meta;

    @Nullable
    List<String> words;

    @ManyToMany
    @JoinTable(
            name = "note_tag",
            joinColumns = @JoinColumn(name = "note_id"),
            inverseJoinColumns = @JoinColumn(name = "tag_id"))
    Set<Tag> tags;

    record Create(
            String title,
            @Nullable String body,
            @Nullable Integer rank,
            long authorId,
            @Nullable Map<String, Object> meta,
            @Nullable List<String> words)
            implements CreateOf<Note> {
        Create(String title, long authorId) {
            this(title, null, null, authorId, null, null);
        }

        @Override
        public Map<String, String> faults() {
            return "forbidden".equals(title) ? Map.of("title", "must not be \"forbidden\"") : Map.of();
        }
    }

    record Quick(String title, @Nullable String body, long authorId) implements CreateOf<Note> {}

    record Update(
            Field<String> title, Field<@Nullable String> body, Field<@Nullable Integer> rank, Field<Long> authorId)
            implements PatchOf<Note> {
        static final Update NOTHING = new Update(Field.unset(), Field.unset(), Field.unset(), Field.unset());

        static Update title(String title) {
            return new Update(Field.of(title), Field.unset(), Field.unset(), Field.unset());
        }

        static Update body(@Nullable String body) {
            return new Update(Field.unset(), Field.of(body), Field.unset(), Field.unset());
        }
    }

    record Out(
            long id,
            String title,
            @Nullable String body,
            @Nullable Integer rank,
            long authorId,
            String authorName,
            Author.@Nullable Ref editor,
            @Nullable Map<String, Object> meta,
            @Nullable List<String> words,
            long version,
            Instant createdAt,
            Instant updatedAt)
            implements ViewOf<Note> {}

    record Body(@Nullable String body) implements ViewOf<Note> {}

    record Title(String title) implements ViewOf<Note> {}

    record Brief(long id, @Nullable Integer rank) implements ViewOf<Note> {}
}
