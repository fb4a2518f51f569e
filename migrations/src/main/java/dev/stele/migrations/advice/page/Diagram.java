package dev.stele.migrations.advice.page;

import java.util.List;

/**
 * Tables and their references, laid out: whoever is referred to stands left of who refers to it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param boxes the tables
 * @param arrows the references
 * @param words all of it in a sentence
 * @param sentences every reference as a sentence
 */
public record Diagram(
        int width, int height, List<Box> boxes, List<Arrow> arrows, String words, List<String> sentences) {

    /**
     * A table to be drawn.
     *
     * @param name its name
     * @param words a line below the name
     * @param lines its keys and what is marked
     * @param references its foreign keys
     */
    public record Entity(String name, String words, List<Line> lines, List<Link> references) {
        public Entity {
            lines = List.copyOf(lines);
            references = List.copyOf(references);
        }
    }

    /**
     * A line of a table.
     *
     * @param mark a word before it, or ""
     * @param text what it says
     * @param missing whether it tells of an index that is missing
     */
    public record Line(String mark, String text, boolean missing) {}

    /**
     * A foreign key.
     *
     * @param line the line of its first column, from 0 on
     * @param table the name of the table referred to
     * @param columns its columns, in words
     * @param indexed whether an index begins with them
     */
    public record Link(int line, String table, String columns, boolean indexed) {}

    /**
     * A table as drawn; all measures in pixels.
     *
     * @param number its number, to which arrows refer
     * @param x its left side
     * @param y its top
     * @param width its width
     * @param height its height
     * @param title its name, short enough for the width
     * @param name its name in full
     * @param words a line below the name
     * @param rows its lines
     */
    public record Box(
            int number,
            long x,
            long y,
            long width,
            long height,
            String title,
            String name,
            String words,
            List<Row> rows) {}

    /**
     * A line of a table as drawn.
     *
     * @param y its base line, from the top of the box
     * @param mark a word before it, or ""
     * @param text what it says, short enough for the width
     * @param missing whether it tells of an index that is missing
     */
    public record Row(long y, String mark, String text, boolean missing) {}

    /**
     * A reference as drawn.
     *
     * @param from the number of the table that refers
     * @param to the number of the table referred to
     * @param path in the words of SVG, from the table that refers on
     * @param indexed whether an index begins with its columns
     */
    public record Arrow(int from, int to, String path, boolean indexed) {}

    /** The tables laid out, the most referred to first where there is a choice. */
    public static Diagram of(List<Entity> entities) {
        return new DiagramMaker(entities).diagram();
    }
}
