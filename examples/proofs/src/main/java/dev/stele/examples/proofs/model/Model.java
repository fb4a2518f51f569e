package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A generated entity model: the same for the same seed. */
public final class Model {
    final long seed;
    final Random random;
    final Names names;
    final List<EntitySpec> entities = new ArrayList<>();
    final List<EnumSpec> enums = new ArrayList<>();
    final List<EmbeddableSpec> embeddables = new ArrayList<>();
    final List<ColumnSpec> trackedColumns = new ArrayList<>();
    private String change = "";

    Model(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.names = new Names(random);
    }

    /** Makes the model of a seed. */
    public static Model of(long seed) {
        return new ModelMaker(new Model(seed)).make();
    }

    /** Makes the model of a seed and changes one thing of it; the mutation has a seed of its own. */
    public static Model mutated(long seed, long mutation) {
        Model model = of(seed);
        model.change = new Mutator(model, mutation).mutate();
        return model;
    }

    /** What was changed; empty where nothing was. */
    public String change() {
        return change;
    }

    /** The seed it was made from. */
    public long seed() {
        return seed;
    }

    /** The Java source of the model, one file, as it is compiled. */
    public String source() {
        return new JavaSource(this).write();
    }

    /** The simple names of the entities, in order of declaration. */
    public List<String> entityNames() {
        return entities.stream().map(entity -> entity.name).toList();
    }

    /** Every column that a basic attribute makes. */
    Stream<ColumnSpec> columns() {
        return Stream.of(
                        entities.stream().flatMap(entity -> entity.columns.stream()),
                        embeddables.stream().flatMap(embeddable -> embeddable.columns.stream()),
                        trackedColumns.stream())
                .flatMap(columns -> columns);
    }
}
