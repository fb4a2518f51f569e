package dev.stele.migrations.diff;

import java.util.List;

/**
 * How an object gets from one state to another.
 *
 * @param way by statements, or by making it anew
 * @param steps the statements, where there are some
 * @param reason why it is refused, or empty
 */
record Alteration(Way way, List<Step> steps, String reason) {
    enum Way {
        /** The object stays, and so does all that uses it. */
        STEPS,
        /** The object stays but is another type afterwards, so that some of its users have to be made anew. */
        RETYPE,
        /** The object and all that uses it is dropped first and created later. */
        RECREATE,
        /** The new object is created beside the old one, columns move over, and the old one is dropped. */
        REPLACE,
        /** There is no way known. */
        REFUSE
    }

    static Alteration by(List<Step> steps) {
        return new Alteration(Way.STEPS, List.copyOf(steps), "");
    }

    static Alteration by(Step... steps) {
        return by(List.of(steps));
    }

    static Alteration retype(List<Step> steps) {
        return new Alteration(Way.RETYPE, List.copyOf(steps), "");
    }

    static Alteration recreate() {
        return new Alteration(Way.RECREATE, List.of(), "");
    }

    static Alteration replace() {
        return new Alteration(Way.REPLACE, List.of(), "");
    }

    static Alteration refuse(String reason) {
        return new Alteration(Way.REFUSE, List.of(), reason);
    }
}
