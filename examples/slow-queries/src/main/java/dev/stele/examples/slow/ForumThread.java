package dev.stele.examples.slow;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.type.SqlTypes;

/** A question that was asked in the forum. */
@Entity
public class ForumThread extends Versioned {
    @Column(nullable = false)
    String reference;

    @Column(nullable = false)
    String title;

    @Column(nullable = false)
    String product;

    @Column(nullable = false)
    Instant openedAt;

    int votes;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false)
    Map<String, Object> labels;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @OnDelete(action = OnDeleteAction.CASCADE)
    Author author;

    public record Create(
            String reference,
            String title,
            String product,
            Instant openedAt,
            int votes,
            Map<String, Object> labels,
            long authorId)
            implements CreateOf<ForumThread> {}

    public record Update(Field<String> title, Field<Integer> votes) implements PatchOf<ForumThread> {}

    public record Out(long id, String reference, String title, Instant openedAt, long authorId)
            implements ViewOf<ForumThread> {}

    /** What a list shows of a thread: with the name of its author, from the same statement. */
    public record Line(long id, String title, String authorName) implements ViewOf<ForumThread> {}
}
