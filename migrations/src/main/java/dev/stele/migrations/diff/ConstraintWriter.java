package dev.stele.migrations.diff;

/** Writes the constraints of tables. */
final class ConstraintWriter {
    private ConstraintWriter() {}

    static int rank(CatalogObject constraint) {
        return java.util.List.of("primary key", "unique", "exclude", "check").indexOf(constraint.text("type"));
    }

    static String clause(CatalogObject constraint) {
        return "constraint " + Sql.quote(constraint.name().name()) + " " + constraint.text("definition");
    }
}
