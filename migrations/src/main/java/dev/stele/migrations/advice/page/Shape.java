package dev.stele.migrations.advice.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements with one text, as they are shown.
 *
 * @param anchor tells it apart within the file
 * @param who what asked for it, and from where
 * @param total their total time, and its share of the largest
 * @param share of the time of all that is shown, in words
 * @param figures calls, rows, and the like
 * @param strip how long calls took, or null where only the total is known
 * @param sql their text
 * @param causes what is wrong with it
 * @param plan how the server runs it, or null
 * @param unplanned why there is no plan, or ""
 */
public record Shape(
        String anchor,
        Who who,
        Page.Bar total,
        String share,
        List<Page.Fact> figures,
        @Nullable Strip strip,
        Code sql,
        List<Cause> causes,
        @Nullable PlanTree plan,
        String unplanned) {

    /**
     * What asked for a statement.
     *
     * @param operation such as {@code Thread.page}
     * @param callers the application's own frames, most seen first
     * @param seenBy who counted it, in words
     */
    public record Who(String operation, List<String> callers, String seenBy) {}

    /**
     * What is wrong with a statement.
     *
     * @param problem its kind, in words
     * @param sentence what is slow and why
     * @param remedy the name of what to do about it, or ""
     * @param anchor of the remedy, or ""
     */
    public record Cause(String problem, String sentence, String remedy, String anchor) {}

    /**
     * How long calls took, on an axis that all statements share and on which every step is ten times the one before.
     *
     * @param words all of it, for whoever does not see it
     * @param least where the fastest is
     * @param most where the slowest is
     * @param marks median, 95th and 99th percentile
     */
    public record Strip(String words, String least, String most, List<Page.Tick> marks) {}
}
