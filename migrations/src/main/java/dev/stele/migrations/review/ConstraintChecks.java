package dev.stele.migrations.review;

/** Rules about constraints. */
final class ConstraintChecks implements Check {

    @Override
    public void look(Step step) {}
}
