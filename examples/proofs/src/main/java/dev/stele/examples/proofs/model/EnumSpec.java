package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.List;

/** An enum of a model; its constants may be added to, removed and reordered. */
final class EnumSpec {
    final String name;
    final List<String> constants;

    EnumSpec(String name, List<String> constants) {
        this.name = name;
        this.constants = new ArrayList<>(constants);
    }
}
