package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.List;
import java.util.Set;

/** Writes row-level security policies. */
final class PolicyWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "policy " + Sql.quote(name.name()) + " on " + Sql.table(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        String kind = (object.has("restrictive") ? " as restrictive" : "")
                + (object.has("command") ? " for " + object.text("command") : "");
        return List.of(Roles.checking(
                Step.of("create " + address(object.name()) + kind + roles(object) + expressions(object)),
                object.text("roles")));
    }

    private static String roles(CatalogObject policy) {
        return " to " + policy.text("roles");
    }

    private static String expressions(CatalogObject policy) {
        return (policy.has("using") ? "\n    using (" + Expressions.writable(policy.text("using")) + ")" : "")
                + (policy.has("check") ? "\n    with check (" + Expressions.writable(policy.text("check")) + ")" : "");
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Set<String> changed = Facts.changed(from, to);
        boolean loses = (from.has("using") && !to.has("using")) || (from.has("check") && !to.has("check"));
        if (loses || changed.contains("command") || changed.contains("restrictive")) {
            return Alteration.recreate();
        }
        String roles = changed.contains("roles") ? roles(to) : "";
        String expressions = changed.contains("using") || changed.contains("check") ? expressions(to) : "";
        return Alteration.by(
                Roles.checking(Step.of("alter " + address(to.name()) + roles + expressions), to.text("roles")));
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        return Users.replaced(user, way, sides);
    }
}
