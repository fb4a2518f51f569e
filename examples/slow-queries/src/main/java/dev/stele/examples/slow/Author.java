package dev.stele.examples.slow;

import dev.stele.models.CreateOf;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import org.hibernate.annotations.NaturalId;

/** Somebody who writes in the forum. */
@Entity
public class Author extends Versioned {
    @NaturalId
    @Column(nullable = false)
    String name;

    public record Create(String name) implements CreateOf<Author> {}

    public record Out(long id, String name) implements ViewOf<Author> {}
}
