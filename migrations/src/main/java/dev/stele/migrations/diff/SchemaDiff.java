package dev.stele.migrations.diff;

import javax.sql.DataSource;

/** Compares two catalogs and plans the way from one to the other. */
public final class SchemaDiff {
    private SchemaDiff() {}

    /**
     * Plans how the database behind {@code from} gets the schema of the one behind {@code to}; changes neither.
     *
     * @throws dev.stele.core.error.MigrationException if a catalog cannot be read
     */
    public static SchemaPlan between(DataSource from, DataSource to, DiffOptions options) {
        return between(CatalogSnapshot.read(from, options), CatalogSnapshot.read(to, options), options);
    }

    /** Plans how a database with the catalog {@code from} gets the catalog {@code to}. */
    public static SchemaPlan between(CatalogSnapshot from, CatalogSnapshot to, DiffOptions options) {
        Renaming renaming = Renaming.of(from, to, options);
        CatalogSnapshot renamed = Canonical.align(renaming.from(), to, options);
        return renaming.before(Planner.plan(new Sides(renamed, to, options)))
                .proposing(Likeness.proposals(renamed, to));
    }
}
