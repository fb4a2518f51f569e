package dev.stele.migrations.diff;

import javax.sql.DataSource;

/** Compares two catalogs and plans the way from one to the other. */
public final class SchemaDiff {
    private SchemaDiff() {}

    /**
     * Plans how the database behind {@code from} gets the schema of the one behind {@code to}; changes neither.
     *
     * <p>The plan is proven in a scratch database beside {@code from}, where the role may create one.
     *
     * @throws dev.stele.core.error.MigrationException if a catalog cannot be read
     */
    public static SchemaPlan between(DataSource from, DataSource to, DiffOptions options) {
        CatalogSnapshot before = CatalogSnapshot.read(from, options);
        CatalogSnapshot after = CatalogSnapshot.read(to, options);
        return Proof.prove(plan(before, after, options), before, after, new Proof.Request(from, options));
    }

    /** Plans how a database with the catalog {@code from} gets the catalog {@code to}. */
    public static SchemaPlan between(CatalogSnapshot from, CatalogSnapshot to, DiffOptions options) {
        return Proof.prove(plan(from, to, options), from, to, options);
    }

    private static SchemaPlan plan(CatalogSnapshot from, CatalogSnapshot to, DiffOptions options) {
        Renaming renaming = Renaming.of(from, to, options);
        CatalogSnapshot renamed = Canonical.align(renaming.from(), to, options);
        SchemaPlan plan = renaming.before(Planner.plan(new Sides(renamed, to, options)))
                .proposing(Likeness.proposals(renamed, to));
        // An allowance for what has gone already does no harm; one that was to help and does not is a slip.
        boolean helped = plan.losses().stream().allMatch(SchemaPlan.Loss::allowed);
        return helped
                ? plan
                : plan.refusing(options.dropsOutside(from, renamed).stream()
                        .map(drop -> "allowingDrop names " + drop + ", which is not there")
                        .toList());
    }
}
