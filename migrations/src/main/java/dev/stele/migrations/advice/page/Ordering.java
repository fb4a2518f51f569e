package dev.stele.migrations.advice.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Orders the tables of each column so that few references cross: each goes to the middle of its neighbours. */
final class Ordering {
    private static final int SWEEPS = 24;

    private final List<List<Integer>> layers;
    private final List<List<Integer>> left;
    private final List<List<Integer>> right;
    private final int[] position;

    /**
     * Takes the columns, which it reorders, and for each node its neighbours in the column left and right of it.
     */
    Ordering(List<List<Integer>> layers, List<List<Integer>> left, List<List<Integer>> right) {
        this.layers = layers;
        this.left = left;
        this.right = right;
        this.position = new int[left.size()];
        layers.forEach(this::number);
    }

    void run() {
        List<List<Integer>> best = copy();
        long fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean toTheRight = sweep % 2 == 0;
            for (int i = 1; i < layers.size(); i++) {
                List<Integer> layer = layers.get(toTheRight ? i : layers.size() - 1 - i);
                sort(layer, toTheRight ? left : right);
            }
            long crossings = crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = copy();
            }
        }
        for (int i = 0; i < best.size(); i++) {
            layers.set(i, best.get(i));
        }
    }

    private void sort(List<Integer> layer, List<List<Integer>> neighbours) {
        double[] middle = new double[position.length];
        for (int node : layer) {
            middle[node] = neighbours.get(node).stream()
                    .mapToInt(neighbour -> position[neighbour])
                    .average()
                    .orElse(position[node]);
        }
        layer.sort(Comparator.comparingDouble(node -> middle[node]));
        number(layer);
    }

    private void number(List<Integer> layer) {
        for (int i = 0; i < layer.size(); i++) {
            position[layer.get(i)] = i;
        }
    }

    /** How many pairs of references cross between neighbouring columns. */
    long crossings() {
        long crossings = 0;
        for (List<Integer> layer : layers) {
            // Passing from the top down, each reference crosses those before it that end further down.
            List<Integer> ends = new ArrayList<>();
            for (int node : layer) {
                List<Integer> own = right.get(node).stream()
                        .map(neighbour -> position[neighbour])
                        .sorted()
                        .toList();
                for (int end : own) {
                    crossings += ends.stream().filter(before -> before > end).count();
                }
                ends.addAll(own);
            }
        }
        return crossings;
    }

    private List<List<Integer>> copy() {
        List<List<Integer>> copy = new ArrayList<>();
        layers.forEach(layer -> copy.add(new ArrayList<>(layer)));
        return copy;
    }
}
