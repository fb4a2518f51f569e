package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes domains, a new one with its checks. */
final class DomainWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "domain " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        StringBuilder sql = new StringBuilder("create ").append(address(object.name()));
        sql.append(" as ").append(object.text("type"));
        if (object.has("collation")) {
            sql.append(" collate ").append(object.text("collation"));
        }
        if (object.has("default")) {
            sql.append(" default ").append(object.text("default"));
        }
        if (object.has("not_null")) {
            sql.append(" not null");
        }
        for (CatalogObject check : sides.folded(object.name())) {
            sql.append("\n    ").append(DomainConstraintWriter.clause(check));
        }
        return List.of(Step.of(sql.toString()));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Set<String> changed = Facts.changed(from, to);
        if (changed.contains("type") || changed.contains("collation") || sides.isRetyped(from)) {
            return Alteration.replace();
        }
        String alter = "alter " + address(to.name()) + " ";
        List<Step> steps = new ArrayList<>();
        if (changed.contains("default")) {
            steps.add(Step.of(alter + (to.has("default") ? "set default " + to.text("default") : "drop default")));
        }
        if (changed.contains("not_null")) {
            Step step = Step.of(alter + (to.has("not_null") ? "set not null" : "drop not null"));
            steps.add(to.has("not_null") ? checked(step, from, sides) : step);
        }
        return Alteration.by(steps);
    }

    private static Step checked(Step step, CatalogObject domain, Sides sides) {
        Step checked = step;
        for (CatalogObject column : sides.from().objects()) {
            if (column.kind() == ObjectKind.COLUMN && column.uses().contains(domain.name())) {
                checked = checked.checking(new PreCheck(
                        column.name() + " holds nulls, which " + domain.name() + " is to refuse",
                        "select exists (select from " + Sql.table(column.name()) + " where "
                                + Sql.quote(column.name().name()) + " is null)"));
            }
        }
        return checked;
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Alteration.Way way, Sides sides) {
        return used.kind() == ObjectKind.SCHEMA || way == Alteration.Way.STEPS ? Effect.NONE : Effect.ALTER;
    }
}
