package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Writes extensions; all that belongs to one comes and goes with it. */
final class ExtensionWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "extension " + Sql.quote(name.name());
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        String name = object.name().name();
        String version = Sql.literal(object.text("version"));
        return List.of(Step.of("create " + address(object.name()) + " with schema " + Sql.quote(object.text("schema"))
                        + " version " + version)
                .checking(new PreCheck(
                        "extension " + name + " is not installed on the server in version " + object.text("version")
                                + "; install its package, then run the plan again",
                        "select not exists (select from pg_available_extension_versions where name = "
                                + Sql.literal(name) + " and version = " + version + ")")));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        // Without CASCADE it fails where something still needs it, so it cannot lose what nobody named.
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Set<String> changed = Facts.changed(from, to);
        List<Step> steps = new ArrayList<>();
        if (changed.contains("schema")) {
            if (!from.has("~relocatable")) {
                return renew(from, to, "schema", sides);
            }
            steps.add(Step.of("alter " + address(to.name()) + " set schema " + Sql.quote(to.text("schema"))));
        }
        if (changed.contains("version")) {
            if (!Arrays.asList(from.text("~updates").split(", ")).contains(to.text("version"))) {
                return renew(from, to, "version", sides);
            }
            steps.add(Step.of("alter " + address(to.name()) + " update to " + Sql.literal(to.text("version"))));
        }
        return Alteration.by(steps);
    }

    /** Drops and creates it, but not where a column has to go with it. */
    private static Alteration renew(CatalogObject from, CatalogObject to, String key, Sides sides) {
        boolean stored = sides.from().objects().stream()
                .anyMatch(object ->
                        object.kind() == ObjectKind.COLUMN && object.uses().contains(from.name()));
        return stored ? Facts.refuse(from, to, key) : Alteration.recreate();
    }
}
