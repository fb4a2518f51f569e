package dev.stele.migrations.advice.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Gives each table a column such that whoever refers stands right of what it refers to, except in circles. */
final class Layers {
    private final List<List<Integer>> parents = new ArrayList<>();
    private final List<List<Integer>> children = new ArrayList<>();
    private final int[] layer;
    private final int[] state;
    private final List<Integer> parentsFirst = new ArrayList<>();

    /** The links are between the numbers 0 to {@code nodes}. */
    private Layers(int nodes, List<Layout.Link> links) {
        layer = new int[nodes];
        state = new int[nodes];
        List<List<Integer>> referred = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            parents.add(new ArrayList<>());
            children.add(new ArrayList<>());
            referred.add(new ArrayList<>());
        }
        for (Layout.Link link : links) {
            if (link.child() != link.parent() && !referred.get(link.child()).contains(link.parent())) {
                referred.get(link.child()).add(link.parent());
            }
        }
        for (int i = 0; i < nodes; i++) {
            visit(i, referred);
        }
    }

    /** The column of each table, from 0 on; at most {@code most} tables share one. */
    static int[] of(int nodes, List<Layout.Link> links, int most) {
        Layers layers = new Layers(nodes, links);
        layers.assign();
        layers.pullRight();
        layers.split(most);
        return layers.layer;
    }

    private void visit(int node, List<List<Integer>> referred) {
        if (state[node] != 0) {
            return;
        }
        state[node] = 1;
        for (int parent : referred.get(node)) {
            visit(parent, referred);
            // A reference back to a table that is being visited closes a circle: it is drawn against the direction.
            boolean closesCircle = state[parent] == 1;
            parents.get(closesCircle ? parent : node).add(closesCircle ? node : parent);
            children.get(closesCircle ? node : parent).add(closesCircle ? parent : node);
        }
        state[node] = 2;
        parentsFirst.add(node);
    }

    private void assign() {
        // References that were turned round may point to tables not yet placed, so go on until nothing moves.
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int node : parentsFirst) {
                for (int parent : parents.get(node)) {
                    if (layer[node] <= layer[parent]) {
                        layer[node] = layer[parent] + 1;
                        moved = true;
                    }
                }
            }
        }
    }

    /** A table that is referred to, but refers to little itself, comes next to those that refer to it. */
    private void pullRight() {
        for (int i = parentsFirst.size() - 1; i >= 0; i--) {
            int node = parentsFirst.get(i);
            if (children.get(node).size() > parents.get(node).size()) {
                int nearest = children.get(node).stream()
                        .mapToInt(child -> layer[child])
                        .min()
                        .orElse(1);
                layer[node] = Math.max(layer[node], nearest - 1);
            }
        }
    }

    private void split(int most) {
        int next = 0;
        int last = Arrays.stream(layer).max().orElse(0);
        int[] columns = new int[layer.length];
        for (int column = 0; column <= last; column++) {
            List<Integer> members = new ArrayList<>();
            for (int i = 0; i < layer.length; i++) {
                if (layer[i] == column) {
                    members.add(i);
                }
            }
            // Those that nothing refers to stay left, so that no other table stands in their references' way.
            members.sort(
                    Comparator.comparing((Integer node) -> children.get(node).size()));
            int parts = (members.size() + most - 1) / most;
            for (int i = 0; i < members.size(); i++) {
                columns[members.get(i)] = next + i * parts / members.size();
            }
            next += parts;
        }
        System.arraycopy(columns, 0, layer, 0, layer.length);
    }
}
