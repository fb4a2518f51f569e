package dev.stele.examples.proofs.model;

import org.jspecify.annotations.Nullable;

/** A table beside an entity's: an element collection, a join table, or the far side of a one-to-many. */
final class CollectionSpec {
    /** What the collection holds. */
    enum Kind {
        SET_OF_STRINGS,
        LIST_OF_INTS,
        MAP_OF_STRINGS,
        SET_OF_ENUMS,
        BAG_OF_EMBEDDABLES,
        MANY_TO_MANY,
        ONE_TO_MANY,
        ONE_TO_MANY_JOINED
    }

    final String field;
    final String table;
    Kind kind;
    int length = 255;

    @Nullable
    EntitySpec target;

    @Nullable
    EnumSpec constants;

    @Nullable
    EmbeddableSpec embeddable;

    CollectionSpec(String field, String table, Kind kind) {
        this.field = field;
        this.table = table;
        this.kind = kind;
    }

    boolean needsTarget() {
        return kind == Kind.MANY_TO_MANY || kind == Kind.ONE_TO_MANY || kind == Kind.ONE_TO_MANY_JOINED;
    }
}
