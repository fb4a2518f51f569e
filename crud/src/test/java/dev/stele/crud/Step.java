package dev.stele.crud;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "step")
@IdClass(Step.Key.class)
class Step {
    @Id
    UUID run;

    @Id
    int number;

    @Column(nullable = false)
    String state;

    record Key(UUID run, int number) {}

    record Create(UUID run, int number, String state) implements CreateOf<Step> {}

    record Update(Field<String> state) implements PatchOf<Step> {}

    record Out(UUID run, int number, String state) implements ViewOf<Step> {}
}
