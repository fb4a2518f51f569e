package dev.stele.migrations.diff;

/** Writes the change of a generated column. */
final class Generated {
    private Generated() {}

    static Alteration alter(CatalogObject from, CatalogObject to) {
        if (from.has("generated") && to.has("generated")) {
            // Its values are computed, so none is lost.
            return Alteration.recreate();
        }
        if (!to.has("generated")
                && from.text("generated.kind").equals("stored")
                && Facts.changed(from, to).size() == 2) {
            return Alteration.by(Step.of(ColumnWriter.alter(to) + "drop expression"));
        }
        if (from.has("generated")) {
            return Alteration.recreate();
        }
        return Alteration.recreate();
    }
}
