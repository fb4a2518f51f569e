package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes materialized views; their indexes are objects of their own. */
final class MaterializedViewWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "materialized view " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        StringBuilder sql = new StringBuilder("create ").append(address(object.name()));
        if (object.has("access_method")) {
            sql.append(" using ").append(Sql.quote(object.text("access_method")));
        }
        if (object.has("options")) {
            sql.append(" with (").append(object.text("options")).append(')');
        }
        if (object.has("tablespace")) {
            sql.append(" tablespace ").append(Sql.quote(object.text("tablespace")));
        }
        sql.append(" as\n").append(Expressions.writable(object.text("definition")));
        if (object.has("~unpopulated")) {
            sql.append("\nwith no data");
        }
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(sql.toString()));
        steps.addAll(ViewColumns.change(new CatalogObject(object.name(), Map.of(), Set.of()), object));
        return steps;
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Set<String> changed = Facts.changed(from, to);
        if (changed.contains("definition") || changed.contains("access_method")) {
            return Alteration.recreate();
        }
        String alter = "alter " + address(to.name());
        List<Step> steps = new ArrayList<>();
        if (changed.contains("options")) {
            steps.addAll(RelationOptions.change(alter, from.text("options"), to.text("options")));
        }
        if (changed.contains("tablespace")) {
            String tablespace = to.has("tablespace") ? to.text("tablespace") : "pg_default";
            steps.add(Step.of(alter + " set tablespace " + Sql.quote(tablespace)));
        }
        steps.addAll(ViewColumns.change(from, to));
        return Alteration.by(steps);
    }
}
