package dev.stele.migrations.review;

/** Reports what cannot be read. */
final class SyntaxCheck implements Check {

    @Override
    public void look(Step step) {
        step.parsed().faults().forEach(f -> step.report(Rule.SYNTAX_ERROR, f.offset(), f.message()));
    }
}
