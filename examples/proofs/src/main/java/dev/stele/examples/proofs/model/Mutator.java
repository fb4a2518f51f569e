package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes one thing of a model, chosen by a seed. */
final class Mutator {
    private final Model model;
    private final Random random;
    private final List<Supplier<@Nullable String>> mutations = new ArrayList<>();

    Mutator(Model model, long seed) {
        this.model = model;
        this.random = model.random;
        // What the model took of its own numbers must not decide what is changed.
        random.setSeed(seed);
        mutations.addAll(new ColumnMutations(model).all());
        mutations.addAll(new KeyMutations(model).all());
        mutations.addAll(new LinkMutations(model).all());
        mutations.addAll(new TypeMutations(model).all());
        mutations.addAll(new TableMutations(model).all());
    }

    /** Changes the model and says what was changed. */
    String mutate() {
        String before = model.source();
        while (true) {
            String change = mutations.get(random.nextInt(mutations.size())).get();
            if (change != null && !model.source().equals(before)) {
                return change;
            }
        }
    }
}
