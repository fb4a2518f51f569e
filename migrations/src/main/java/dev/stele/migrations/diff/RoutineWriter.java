package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.List;

/** Writes functions and procedures. */
final class RoutineWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return name.kind().words() + " " + signature(name);
    }

    /** The routine with its schema and argument types, which its name holds in quotes where they need them. */
    static String signature(ObjectName name) {
        return Sql.quote(name.schema()) + "." + name.name();
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        Step create = Step.of(object.text("definition"));
        // Its body names what can only be made after it, or what the search path of somebody else finds.
        return sides.mentions().isUncertain(object.name())
                ? List.of(Step.of("set check_function_bodies = off"), create, Step.of("reset check_function_bodies"))
                : List.of(create);
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        boolean replaceable = from.text("~kind").equals(to.text("~kind"))
                && from.text("~result").equals(to.text("~result"))
                && from.text("~modes").equals(to.text("~modes"))
                && Integer.parseInt(from.text("~defaults")) <= Integer.parseInt(to.text("~defaults"))
                && keepsNames(from, to);
        return replaceable ? Alteration.by(create(to, sides)) : Alteration.recreate();
    }

    /** Whether each argument that had a name keeps it. */
    private static boolean keepsNames(CatalogObject from, CatalogObject to) {
        if (!from.has("~arguments")) {
            return true;
        }
        String[] before = from.text("~arguments").split(",", -1);
        String[] after = to.text("~arguments").split(",", -1);
        for (int i = 0; i < before.length; i++) {
            if (!before[i].isEmpty() && (i >= after.length || !before[i].equals(after[i]))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        return Users.replaced(user, way, sides);
    }
}
