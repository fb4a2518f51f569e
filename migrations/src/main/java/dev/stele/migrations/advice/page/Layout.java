package dev.stele.migrations.advice.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** One group of connected tables in columns, with their references as curves that pass between the tables. */
final class Layout {
    private static final int BETWEEN = 18;
    private static final int ROUNDS = 16;
    /** A reference that passes a column takes this much of its height. */
    private static final Node PASSING = new Node(0, 6);

    private final List<Integer> group;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private final List<List<Integer>> layers = new ArrayList<>();
    private final List<List<Integer>> chains = new ArrayList<>();
    private final List<List<Integer>> left = new ArrayList<>();
    private final List<List<Integer>> right = new ArrayList<>();
    private final int[] layerOf;
    private double[] top = {};
    private double[] columnLeft = {};
    private double[] columnWidth = {};
    private double width;
    private double height;

    /** The size of a table. */
    record Node(double width, double height) {}

    /** A reference between two tables by number; the ports are where it meets them, from their tops. */
    record Link(int child, int parent, double childPort, double parentPort) {}

    /** The left upper corner of a table, and its width, which all of a column share. */
    record Place(double x, double y, double width) {}

    private Layout(List<Integer> group, List<Node> all, List<Link> allLinks) {
        this.group = group;
        group.forEach(number -> nodes.add(all.get(number)));
        for (int i = 0; i < allLinks.size(); i++) {
            Link link = allLinks.get(i);
            int child = group.indexOf(link.child());
            if (child >= 0) {
                links.add(new Link(child, group.indexOf(link.parent()), link.childPort(), link.parentPort()));
                numbers.add(i);
            }
        }
        int most = Math.max(5, (int) Math.ceil(Math.sqrt(group.size() * 1.7)));
        this.layerOf = Layers.of(group.size(), links, most);
    }

    static Layout of(List<Integer> group, List<Node> nodes, List<Link> links) {
        Layout layout = new Layout(group, nodes, links);
        layout.fill();
        new Ordering(layout.layers, layout.left, layout.right).run();
        layout.place();
        return layout;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    /** Enters the places of the group's tables, and the paths of its references, moved by x and y. */
    void put(double x, double y, Place[] places, String[] paths) {
        for (int i = 0; i < group.size(); i++) {
            int column = layerOf[i];
            places[group.get(i)] = new Place(x + columnLeft[column], y + top[i], columnWidth[column]);
        }
        for (int i = 0; i < links.size(); i++) {
            paths[numbers.get(i)] = path(i, x, y);
        }
    }

    /** Puts tables into columns, and a passing place into each column that a reference crosses. */
    private void fill() {
        for (int i = 0; i < group.size(); i++) {
            layer(layerOf[i]).add(i);
            left.add(new ArrayList<>());
            right.add(new ArrayList<>());
        }
        for (Link link : links) {
            boolean forward = layerOf[link.child()] > layerOf[link.parent()];
            int first = forward ? link.parent() : link.child();
            int last = forward ? link.child() : link.parent();
            List<Integer> chain = new ArrayList<>(List.of(first));
            for (int column = layerOf[first] + 1; column < layerOf[last]; column++) {
                chain.add(nodes.size());
                layer(column).add(nodes.size());
                nodes.add(PASSING);
                left.add(new ArrayList<>());
                right.add(new ArrayList<>());
            }
            chain.add(last);
            chains.add(chain);
            for (int i = 1; i < chain.size() && first != last; i++) {
                right.get(chain.get(i - 1)).add(chain.get(i));
                left.get(chain.get(i)).add(chain.get(i - 1));
            }
        }
    }

    private List<Integer> layer(int column) {
        while (layers.size() <= column) {
            layers.add(new ArrayList<>());
        }
        return layers.get(column);
    }

    private void place() {
        top = new double[nodes.size()];
        for (List<Integer> layer : layers) {
            double y = 0;
            for (int node : layer) {
                top[node] = y;
                y += nodes.get(node).height() + BETWEEN;
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < layers.size(); i++) {
                settle(layers.get(round % 2 == 0 ? i : layers.size() - 1 - i));
            }
        }
        double least = Double.MAX_VALUE;
        for (double y : top) {
            least = Math.min(least, y);
        }
        for (int i = 0; i < top.length; i++) {
            top[i] -= least;
            height = Math.max(height, top[i] + nodes.get(i).height());
        }
        columns();
    }

    private void settle(List<Integer> layer) {
        int n = layer.size();
        double[] wanted = new double[n];
        double[] weights = new double[n];
        double[] sizes = new double[n];
        for (int i = 0; i < n; i++) {
            int node = layer.get(i);
            List<Integer> neighbours = new ArrayList<>(left.get(node));
            neighbours.addAll(right.get(node));
            double middle = nodes.get(node).height() / 2;
            wanted[i] = neighbours.stream()
                    .mapToDouble(
                            neighbour -> top[neighbour] + nodes.get(neighbour).height() / 2 - middle)
                    .average()
                    .orElse(top[node]);
            // Passing references should be straight, so they weigh more than tables.
            weights[i] = node >= group.size() ? 4 : 1 + neighbours.size() * 0.2;
            sizes[i] = nodes.get(node).height() + BETWEEN;
        }
        double[] places = Heights.of(wanted, weights, sizes);
        for (int i = 0; i < n; i++) {
            top[layer.get(i)] = places[i];
        }
    }

    private void columns() {
        columnLeft = new double[layers.size()];
        columnWidth = new double[layers.size()];
        double x = 0;
        for (int column = 0; column < layers.size(); column++) {
            int number = column;
            columnLeft[column] = x;
            for (int node : layers.get(column)) {
                columnWidth[column] =
                        Math.max(columnWidth[column], nodes.get(node).width());
            }
            long passing = chains.stream()
                    .filter(chain -> layerOf[chain.get(0)] <= number && number < layerOf[chain.get(chain.size() - 1)])
                    .count();
            width = x + columnWidth[column];
            x = width + 46 + Math.min(60, passing * 4);
        }
        // A table that refers to itself has its curve at its right side.
        width += links.stream().anyMatch(link -> link.child() == link.parent()) ? 30 : 0;
    }

    private String path(int number, double x, double y) {
        Link link = links.get(number);
        if (link.child() == link.parent()) {
            return circle(link, x, y);
        }
        List<Integer> chain = chains.get(number);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            int node = chain.get(i);
            int column = layerOf[chain.get(0)] + i;
            double height = y + top[node] + port(link, node);
            if (i > 0) {
                points.add(new double[] {x + columnLeft[column], height});
            }
            if (i < chain.size() - 1) {
                points.add(new double[] {x + columnLeft[column] + columnWidth[column], height});
            }
        }
        if (chain.get(0) == link.parent()) {
            Collections.reverse(points);
        }
        return curve(points);
    }

    private static double port(Link link, int node) {
        if (node == link.child()) {
            return link.childPort();
        }
        return node == link.parent() ? link.parentPort() : PASSING.height() / 2;
    }

    private String circle(Link link, double x, double y) {
        int column = layerOf[link.child()];
        double side = x + columnLeft[column] + columnWidth[column];
        double from = y + top[link.child()] + link.childPort();
        double to = y + top[link.child()] + link.parentPort();
        double bulge = side + 34;
        return text("M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f", side, from, bulge, from, bulge, to, side, to);
    }

    /** Curves between columns and straight lines through them, in turn. */
    private static String curve(List<double[]> points) {
        StringBuilder path = new StringBuilder(text("M%.1f %.1f", points.get(0)[0], points.get(0)[1]));
        for (int i = 1; i < points.size(); i++) {
            double[] from = points.get(i - 1);
            double[] to = points.get(i);
            if (i % 2 == 0) {
                path.append(text(" L%.1f %.1f", to[0], to[1]));
            } else {
                double middle = (from[0] + to[0]) / 2;
                path.append(text(" C%.1f %.1f %.1f %.1f %.1f %.1f", middle, from[1], middle, to[1], to[0], to[1]));
            }
        }
        return path.toString();
    }

    private static String text(String pattern, Object... numbers) {
        return String.format(Locale.ROOT, pattern, numbers);
    }
}
