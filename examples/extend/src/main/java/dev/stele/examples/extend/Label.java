package dev.stele.examples.extend;

import dev.stele.models.Versioned;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;

/** A word on a note; new in the model, and no version of the changelog makes its table yet. */
@Entity
public class Label extends Versioned {
    @NaturalId
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @OnDelete(action = OnDeleteAction.CASCADE)
    Note note;

    @NaturalId
    @Column(nullable = false, length = 40)
    String word;
}
