package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes sequences, without the column they belong to. */
final class SequenceWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "sequence " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<String> clauses = new ArrayList<>();
        if (!object.text("type").equals("bigint")) {
            clauses.add("as " + object.text("type"));
        }
        clauses.addAll(SequenceOptions.clauses(object.with("type", null), ""));
        return List.of(Step.of("create " + (object.has("unlogged") ? "unlogged " : "") + address(object.name())
                + (clauses.isEmpty() ? "" : " " + String.join(" ", clauses))));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        Step step = Step.of("drop " + address(object.name()));
        // An identity takes the place of a serial, and goes on where that stopped.
        boolean succeeded = sides.from().objects().stream()
                .filter(user -> user.kind() == ObjectKind.DEFAULT && user.uses().contains(object.name()))
                .anyMatch(user -> sides.to()
                        .find(user.name().withKind(ObjectKind.COLUMN))
                        .filter(column -> column.has("identity"))
                        .isPresent());
        return List.of(
                succeeded
                        ? step
                        : step.losing("the sequence is dropped")
                                .checking(new PreCheck(
                                        object.name() + " is to be dropped but has been used",
                                        "select is_called from " + Sql.qualified(object.name()))));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Set<String> changed = Facts.changed(from, to);
        List<Step> steps = new ArrayList<>();
        String alter = "alter " + address(to.name()) + " ";
        if (changed.remove("unlogged")) {
            steps.add(Step.of(alter + (to.has("unlogged") ? "set unlogged" : "set logged")));
        }
        List<String> clauses = SequenceOptions.changes(from, to, "");
        if (changed.contains("type")) {
            clauses.add(0, "as " + to.text("type"));
        }
        if (!clauses.isEmpty()) {
            steps.addAll(SequenceOptions.intoLimits(from, to, "", Sql.qualified(to.name())));
            Step step = Step.of(alter + String.join(" ", clauses));
            steps.add(changed.contains("type") ? SequenceOptions.fitting(from, to, step) : step);
        }
        return Alteration.by(steps);
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        return Effect.NONE;
    }
}
