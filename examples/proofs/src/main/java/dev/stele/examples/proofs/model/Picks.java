package dev.stele.examples.proofs.model;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Chooses out of a list. */
final class Picks {
    private Picks() {}

    static <T> T of(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    static <T> @Nullable T orNull(Random random, List<T> list) {
        return list.isEmpty() ? null : of(random, list);
    }
}
