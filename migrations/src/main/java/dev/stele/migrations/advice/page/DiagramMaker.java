package dev.stele.migrations.advice.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures tables, has each group of connected ones laid out, and puts the groups side by side. */
final class DiagramMaker {
    static final int HEAD = 40;
    static final int LINE = 17;
    private static final int FOOT = 8;
    private static final int MARK = 30;
    private static final int PADDING = 10;
    private static final int GAP = 36;
    private static final int MARGIN = 12;
    private static final int LONGEST = 30;
    /** As wide as a page's column; only a group that is wider by itself makes the drawing wider. */
    private static final int WIDTH = 1080;

    private final List<Diagram.Entity> entities;
    private final List<Layout.Node> nodes = new ArrayList<>();
    private final List<Layout.Link> links = new ArrayList<>();
    private final List<Diagram.Link> references = new ArrayList<>();

    DiagramMaker(List<Diagram.Entity> entities) {
        this.entities = entities;
        Map<String, Integer> numbers = new HashMap<>();
        for (Diagram.Entity entity : entities) {
            numbers.put(entity.name(), nodes.size());
            int height = HEAD + entity.lines().size() * LINE + (entity.lines().isEmpty() ? 0 : FOOT);
            nodes.add(new Layout.Node(width(entity), height));
        }
        for (int child = 0; child < entities.size(); child++) {
            for (Diagram.Link reference : entities.get(child).references()) {
                Integer parent = numbers.get(reference.table());
                // A table of a schema that was not searched is not drawn.
                if (parent != null) {
                    double port = HEAD + LINE * (reference.line() + 0.5);
                    links.add(new Layout.Link(child, parent, port, HEAD / 2.0));
                    references.add(reference);
                }
            }
        }
    }

    Diagram diagram() {
        Layout.Place[] places = new Layout.Place[nodes.size()];
        String[] paths = new String[links.size()];
        double[] end = arrange(places, paths);
        List<Diagram.Box> boxes = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            boxes.add(box(i, places[i]));
        }
        List<Diagram.Arrow> arrows = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            Layout.Link link = links.get(i);
            Diagram.Link reference = references.get(i);
            arrows.add(new Diagram.Arrow(link.child(), link.parent(), paths[i], reference.indexed()));
            sentences.add("%s (%s) refers to %s%s"
                    .formatted(
                            Words.line(entities.get(link.child()).name()),
                            Words.line(reference.columns()),
                            Words.line(reference.table()),
                            reference.indexed() ? "" : ", without an index"));
        }
        return new Diagram((int) Math.ceil(end[0]), (int) Math.ceil(end[1]), boxes, arrows, words(), sentences);
    }

    /** Puts groups into rows, the largest first, and returns the width and height of it all. */
    private double[] arrange(Layout.Place[] places, String[] paths) {
        double x = MARGIN;
        double y = MARGIN;
        double row = 0;
        double width = 0;
        for (List<Integer> group : new Groups(nodes.size(), links).largestFirst()) {
            Layout layout = Layout.of(group, nodes, links);
            if (x > MARGIN && x + layout.width() > WIDTH) {
                x = MARGIN;
                y += row + GAP;
                row = 0;
            }
            layout.put(x, y, places, paths);
            width = Math.max(width, x + layout.width());
            x += layout.width() + GAP;
            row = Math.max(row, layout.height());
        }
        return new double[] {width + MARGIN, y + row + MARGIN};
    }

    private Diagram.Box box(int number, Layout.Place place) {
        Diagram.Entity entity = entities.get(number);
        List<Diagram.Row> rows = new ArrayList<>();
        for (int i = 0; i < entity.lines().size(); i++) {
            Diagram.Line line = entity.lines().get(i);
            rows.add(new Diagram.Row(HEAD + LINE * i + 13, line.mark(), shortened(line.text()), line.missing()));
        }
        return new Diagram.Box(
                number,
                Math.round(place.x()),
                Math.round(place.y()),
                Math.round(place.width()),
                Math.round(nodes.get(number).height()),
                shortened(entity.name()),
                Words.line(entity.name()),
                entity.words(),
                rows);
    }

    private String words() {
        long missing = references.stream().filter(link -> !link.indexed()).count();
        return Words.count(entities.size(), "table") + " and " + Words.count(links.size(), "reference")
                + (missing == 0 ? "" : ", " + Words.count(missing) + " of them without an index");
    }

    private static double width(Diagram.Entity entity) {
        double width = Math.max(length(shortened(entity.name())) * 8.8, length(entity.words()) * 6.6);
        for (Diagram.Line line : entity.lines()) {
            width = Math.max(width, MARK + length(shortened(line.text())) * 7.3);
        }
        return Math.ceil(Math.max(width + 2 * PADDING, 110));
    }

    /** In letters as wide as Latin ones. */
    private static int length(String text) {
        return text.codePoints().map(point -> point < 0x1100 ? 1 : 2).sum();
    }

    private static String shortened(String text) {
        String visible = Words.line(text);
        if (length(visible) <= LONGEST) {
            return visible;
        }
        StringBuilder start = new StringBuilder();
        int length = 0;
        for (int point : visible.codePoints().toArray()) {
            length += point < 0x1100 ? 1 : 2;
            if (length >= LONGEST) {
                break;
            }
            start.appendCodePoint(point);
        }
        return start.append('…').toString();
    }
}
