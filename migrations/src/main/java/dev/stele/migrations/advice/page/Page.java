package dev.stele.migrations.advice.page;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;

/**
 * All that the file shows, in words and figures as they are shown. Every text may be hostile: the templates escape it.
 *
 * @param head what stands on top
 * @param needs what is wrong, what to do, and what it gains, the greatest gain first
 * @param shapes the slowest statements
 * @param axis times that the strips of {@code shapes} mark
 * @param changes what to do, in full
 * @param indexes every index
 * @param tables every table
 * @param diagram tables and their references, drawn
 * @param timeline the migrations that were applied
 * @param dropped what was tried and did not help
 * @param notes what could not be learnt
 */
public record Page(
        Head head,
        List<Need> needs,
        List<Shape> shapes,
        List<Tick> axis,
        List<Change> changes,
        List<IndexRow> indexes,
        List<TableRow> tables,
        Diagram diagram,
        Timeline timeline,
        List<String> dropped,
        List<String> notes) {

    /**
     * What stands on top.
     *
     * @param server its product and version
     * @param at when, for people
     * @param verdict the whole in one sentence
     * @param facts the figures that matter most
     */
    public record Head(String server, String at, String verdict, List<Fact> facts) {}

    /**
     * A figure and what it is.
     *
     * @param figure with its unit
     * @param words what it is
     */
    public record Fact(String figure, String words) {}

    /**
     * One thing that is wrong.
     *
     * @param problem its kind, in words
     * @param subject the table or index it is about
     * @param sentence what is slow and why
     * @param more how much else the same remedy mends, or ""
     * @param remedy what to do, or ""
     * @param todo what stands at {@code anchor}
     * @param anchor of the proposal in full, or ""
     * @param gain what it gains
     */
    public record Need(
            String problem,
            String subject,
            String sentence,
            String more,
            String remedy,
            String todo,
            String anchor,
            Fact gain) {}

    /**
     * A mark on an axis.
     *
     * @param at how far from its left end, as a percentage
     * @param words what it stands for
     */
    public record Tick(String at, String words) {}

    /**
     * One index.
     *
     * @param name its name
     * @param table its table
     * @param definition as the server prints it, with the constraint it enforces
     * @param size its size, and its share of the largest one
     * @param scans how often it was read
     * @param bloat what it would not need if it were built anew, or ""
     * @param verdicts what is wrong with it
     */
    public record IndexRow(
            String name, String table, Code definition, Bar size, String scans, String bloat, List<String> verdicts) {}

    /**
     * One table.
     *
     * @param name its name
     * @param size its size with its indexes, and both as shares of the largest one
     * @param parts what of the size is the table and what its indexes
     * @param rows live rows, and dead ones where there are any
     * @param reads how it was read, by whole scans and by indexes
     * @param writes rows written, and when its statistics were gathered
     * @param verdicts what is wrong with it
     */
    public record TableRow(
            String name, Bar size, Fact parts, Fact rows, Fact reads, Fact writes, List<String> verdicts) {}

    /**
     * A bar of one or two parts from zero on.
     *
     * @param figure what it stands for
     * @param first length of its first part, as a percentage
     * @param whole length of both parts, as a percentage
     */
    public record Bar(String figure, String first, String whole) {
        /** A bar of one part; {@code most} is the longest of its kind. */
        public static Bar of(String figure, double value, double most) {
            return of(figure, value, value, most);
        }

        /** A bar of two parts; {@code most} is the longest of its kind. */
        public static Bar of(String figure, double first, double whole, double most) {
            return new Bar(figure, Percent.of(most > 0 ? first / most : 0), Percent.of(most > 0 ? whole / most : 0));
        }
    }

    /** The file's text, which needs nothing else: its style and script are in it, and nothing else may run in it. */
    @SuppressWarnings("NullAway") // jte asks an interceptor about tags that the build names, and it names none
    public String html() {
        StringOutput text = new StringOutput(1 << 18);
        JtepageGenerated.render(new OwaspHtmlTemplateOutput(text), null, this, Assets.get());
        return text.toString();
    }
}
