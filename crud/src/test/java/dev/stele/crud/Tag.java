package dev.stele.crud;

import dev.stele.models.CreateOf;
import dev.stele.models.Versioned;
import dev.stele.models.ViewOf;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "tag")
class Tag extends Versioned {
    String label;

    record Create(String label) implements CreateOf<Tag> {}

    record Label(String label) implements CreateOf<Tag>, ViewOf<Tag> {}
}
