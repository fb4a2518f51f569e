package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the checks of domains. */
final class DomainConstraintWriter implements KindWriter {
    static String clause(CatalogObject check) {
        return "constraint " + Sql.quote(check.name().name()) + " " + Expressions.writable(check.text("definition"));
    }

    @Override
    public String address(ObjectName name) {
        return "constraint " + Sql.quote(name.name()) + " on domain " + Sql.table(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<Step> steps = new ArrayList<>();
        boolean later = sides.options().online() && !object.has("unchecked");
        steps.add(Step.of(
                alter(object) + "add " + clause(object) + (later || object.has("unchecked") ? " not valid" : "")));
        if (later) {
            steps.add(validate(object).at(Step.Place.LATE));
        }
        return steps;
    }

    private static Step validate(CatalogObject object) {
        return Step.of(
                alter(object) + "validate constraint " + Sql.quote(object.name().name()));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of(
                alter(object) + "drop constraint " + Sql.quote(object.name().name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        boolean validated = Facts.changed(from, to).equals(Set.of("unchecked")) && from.has("unchecked");
        return validated ? Alteration.by(validate(to)) : Alteration.recreate();
    }

    @Override
    public boolean folds(CatalogObject object) {
        return !object.has("unchecked");
    }

    private static String alter(CatalogObject object) {
        return "alter domain " + Sql.table(object.name()) + " ";
    }
}
