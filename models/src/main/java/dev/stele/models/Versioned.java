package dev.stele.models;

import jakarta.persistence.Column;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/** A row with a number given by the database, a version, and the times it was inserted and last changed. */
@MappedSuperclass
public abstract class Versioned extends Tracked {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id", nullable = false)
    private long id;

    /** For subclasses. */
    protected Versioned() {}

    /** The row's number, 0 before it is inserted. */
    public long getId() {
        return id;
    }
}
