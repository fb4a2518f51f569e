package dev.stele.migrations.diff;

import java.util.List;

/** Writes the statements of one kind of object; stateless. */
interface KindWriter {
    /** How COMMENT ON and the like name the object: {@code table public.customer}. */
    String address(ObjectName name);

    /** Creates the object with all its facts but comment and owner, which the planner adds. */
    List<Step> create(CatalogObject object, Sides sides);

    /** Why {@link #create} cannot make the object just so, or empty. */
    default String refusesToCreate(CatalogObject object, Sides sides) {
        return "";
    }

    /** Drops the object alone, never with CASCADE. */
    List<Step> drop(CatalogObject object, Sides sides);

    /**
     * Turns {@code from} into {@code to}, which have the same name and differ in a fact other than comment and owner,
     * or in that a type they use is replaced.
     *
     * <p>A fact that this does not know must be refused by its name.
     */
    Alteration alter(CatalogObject from, CatalogObject to, Sides sides);

    /**
     * What becomes of {@code user}, in both catalogs, where {@code used} does not stay as it is: is dropped
     * ({@link Alteration.Way#STEPS}), retyped, re-created or replaced.
     */
    default Effect affected(CatalogObject user, CatalogObject used, Alteration.Way way, Sides sides) {
        return Effect.RECREATE;
    }

    /** Whether the object may be written into the CREATE TABLE of a new table. */
    default boolean folds(CatalogObject object) {
        return false;
    }

    /** Whether the object vanishes with the relation it belongs to. */
    default boolean dropsWithOwner(CatalogObject object) {
        return !object.name().table().isEmpty();
    }

    /** Whether the object goes with another, such as the column of a partition with its parent's. */
    default boolean vanishes(CatalogObject object, Sides sides) {
        return sides.followers().follows(object);
    }

    /** Whether the object comes with another, such as the column of a partition with its parent's. */
    default boolean implied(CatalogObject object, Sides sides) {
        return sides.followers().follows(object);
    }

    /** What a user of a changed object needs. */
    enum Effect {
        /** Nothing. */
        NONE,
        /** {@link #alter} is asked, whether or not a fact differs. */
        ALTER,
        /** To be dropped before and created after. */
        RECREATE
    }
}
