package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Nodes and what has to come before what; some nodes are parts of others. */
final class Graph {
    private final Map<Node, Node> whole = new HashMap<>();
    private final Set<Node> nodes = new TreeSet<>();
    private final Map<Node, Set<Node>> after = new HashMap<>();

    void add(Node node) {
        nodes.add(node);
    }

    boolean has(Node node) {
        return nodes.contains(node);
    }

    /** Makes {@code part} happen together with {@code other}, as the same statement. */
    void merge(Node part, Node other) {
        whole.put(part, other);
    }

    boolean isPart(Node node) {
        return whole.containsKey(node);
    }

    /** Says that {@code first} has to be done before {@code second}, where both are to be done. */
    void order(Node first, Node second) {
        if (nodes.contains(first) && nodes.contains(second)) {
            after.computeIfAbsent(first, node -> new LinkedHashSet<>()).add(second);
        }
    }

    /** All nodes that are no parts: as they can be done, then those of cycles, which cannot. */
    Order sorted() {
        Map<Node, Set<Node>> edges = edges();
        Map<Node, Integer> waiting = new TreeMap<>();
        nodes.forEach(node -> waiting.put(find(node), 0));
        edges.values().forEach(seconds -> seconds.forEach(second -> waiting.merge(second, 1, Integer::sum)));
        PriorityQueue<Node> ready = new PriorityQueue<>();
        waiting.forEach((node, count) -> {
            if (count == 0) {
                ready.add(node);
            }
        });
        List<Node> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            Node next = ready.remove();
            order.add(next);
            for (Node second : edges.getOrDefault(next, Set.of())) {
                if (waiting.merge(second, -1, Integer::sum) == 0) {
                    ready.add(second);
                }
            }
        }
        Set<Node> stuck = new TreeSet<>(waiting.keySet());
        stuck.removeAll(new HashSet<>(order));
        return new Order(order, cycle(stuck, edges));
    }

    /** What comes before what, parts taken for what they are part of. */
    private Map<Node, Set<Node>> edges() {
        Map<Node, Set<Node>> edges = new TreeMap<>();
        after.forEach((first, seconds) -> seconds.forEach(second -> {
            Node from = find(first);
            Node to = find(second);
            if (!from.equals(to)) {
                edges.computeIfAbsent(from, node -> new TreeSet<>()).add(to);
            }
        }));
        return edges;
    }

    private Node find(Node node) {
        Node found = node;
        while (whole.containsKey(found)) {
            found = whole.get(found);
        }
        return found;
    }

    /** One cycle among nodes that all wait for each other. */
    private static List<Node> cycle(Set<Node> stuck, Map<Node, Set<Node>> edges) {
        if (stuck.isEmpty()) {
            return List.of();
        }
        Map<Node, Node> before = new HashMap<>();
        edges.forEach((from, tos) -> tos.forEach(to -> {
            if (stuck.contains(from) && stuck.contains(to)) {
                before.put(to, from);
            }
        }));
        List<Node> path = new ArrayList<>();
        Node node = stuck.iterator().next();
        while (!path.contains(node)) {
            path.add(0, node);
            node = before.getOrDefault(node, node);
        }
        return path.subList(0, path.indexOf(node) + 1);
    }

    /** What was found: an order, and a cycle that keeps the rest from having one. */
    record Order(List<Node> nodes, List<Node> cycle) {}
}
