package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import dev.stele.migrations.diff.KindWriter.Effect;

/** What becomes of objects that can be replaced in place, when something they use changes. */
final class Users {
    private Users() {}

    /**
     * Keeps {@code user} where its new definition lets go of what is dropped; otherwise it is made anew.
     *
     * <p>The same definition may still mean another object: a constraint of another name, an overload.
     */
    static Effect replaced(CatalogObject user, Way way, Sides sides) {
        boolean redefined = sides.to()
                .find(user.name())
                .filter(to -> !Facts.changed(user, to).isEmpty())
                .isPresent();
        return way == Way.STEPS && redefined ? Effect.NONE : Effect.RECREATE;
    }
}
