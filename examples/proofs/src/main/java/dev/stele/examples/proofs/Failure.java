package dev.stele.examples.proofs;

import java.util.ArrayList;
import java.util.List;

/** A promise that was not kept, with all that is needed to see it again. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }

    /**
     * Compares two schemas.
     *
     * @throws Failure listing the lines that only one of them has
     */
    static void unlessSame(String when, List<String> actual, List<String> expected) {
        List<String> more = new ArrayList<>(actual);
        expected.forEach(more::remove);
        List<String> less = new ArrayList<>(expected);
        actual.forEach(less::remove);
        if (!more.isEmpty() || !less.isEmpty()) {
            throw new Failure(when + "\n  found:    " + String.join("\n            ", more) + "\n  expected: "
                    + String.join("\n            ", less));
        }
    }
}
