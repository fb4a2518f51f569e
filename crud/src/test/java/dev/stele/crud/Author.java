package dev.stele.crud;

import dev.stele.models.CreateOf;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.Set;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "author")
class Author extends Versioned {
    @Column(nullable = false, unique = true)
    String name;

    @Nullable
    String city;

    @OneToMany(mappedBy = "author")
    Set<Note> notes;

    record Create(String name, @Nullable String city) implements CreateOf<Author> {}

    record Ref(long id, String name) implements ViewOf<Author> {}
}
