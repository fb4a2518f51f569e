package dev.stele.core.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An entity that knows no other. */
@Entity
class Alone {
    @Id
    long id;
}
