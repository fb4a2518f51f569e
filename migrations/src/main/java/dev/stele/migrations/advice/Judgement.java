package dev.stele.migrations.advice;

import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.advice.Prover.Verdict;
import dev.stele.migrations.advice.Prover.Verdict.Helps;
import dev.stele.migrations.advice.Prover.Verdict.Untried;
import dev.stele.migrations.advice.Prover.Verdict.Useless;
import dev.stele.migrations.plan.QueryPlan;
import dev.stele.migrations.plan.SampledStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Decides whether an index is worth proposing.
 *
 * <p>It has to be used for at least half of the values, to save the asked factor for the one in the middle, and where it
 * was run to save something in the worse cases too. What is
 * promised is half of what was saved in the worse cases where it was used, as other values may match more rows; of four and
 * more the worst does not count, since the most common value is among them.
 */
final class Judgement {
    /** Other values may match more rows than those that were tried. */
    private static final double SPREAD = 2;

    /** Estimates are not measured. */
    private static final double RECKONED = 2;

    static final String ROWS_NEEDED = "rows are needed to try an index of this kind";
    static final String SOME_VALUES = "it holds rows of some values only, and which ones are wanted a parameter tells";

    /** So much of a statement tells it from others, and fits in a line beside the reason. */
    private static final int LINE = 80;

    private final ProofOptions options;
    private final Proof.Where where;
    private final double caution;
    private final List<Proof> proofs = new ArrayList<>();
    private final Map<String, String> useless = new LinkedHashMap<>();
    private final List<String> untried = new ArrayList<>();

    /**
     * Begins one.
     *
     * @param caution by what measured factors are divided before they are promised
     */
    Judgement(ProofOptions options, Proof.Where where, double caution) {
        this.options = options;
        this.where = where;
        this.caution = caution;
    }

    /** A statement that was planned both ways, with one or several values. */
    void add(List<Comparison> comparisons) {
        String sql = comparisons.isEmpty() ? "" : comparisons.get(0).before().sql();
        List<Comparison> used = comparisons.stream()
                .filter(Comparison::used)
                .sorted(Comparator.comparingDouble(Comparison::factor))
                .toList();
        if (used.size() * 2 < comparisons.size() || used.isEmpty()) {
            useless.put(
                    sql,
                    "the planner does not take it"
                            + (used.isEmpty()
                                    ? ""
                                    : " for " + (comparisons.size() - used.size()) + " of " + comparisons.size()
                                            + " values"));
            return;
        }
        Comparison median = used.get((used.size() - 1) / 2);
        boolean run = median.after().executed() != null;
        double divisor = run ? caution : Math.max(caution, RECKONED);
        if (median.factor() / divisor < options.factor()) {
            useless.put(
                    sql,
                    String.format(
                            Locale.ROOT,
                            "it reads %,.0f pages instead of %,.0f, and %s is asked for",
                            Math.ceil(median.reads()),
                            median.read(),
                            times(options.factor())));
            return;
        }
        double spread = median.before().values() == QueryPlan.Values.NONE ? 1 : SPREAD;
        // Pages of an index that are read and thrown away are not reckoned.
        double unseen = run ? 1 : RECKONED;
        double promised = Math.max(1, used.get((used.size() - 1) / 4).factor() / divisor / spread / unseen);
        if (run && promised == 1) {
            useless.put(
                    sql,
                    String.format(
                            Locale.ROOT,
                            "it reads %,.0f pages instead of %,.0f, and more for other values",
                            Math.ceil(median.reads()),
                            median.read()));
            return;
        }
        proofs.add(new Proof(where, median.before(), median.after(), Math.floor(promised * 10) / 10));
    }

    /**
     * Whether the planner alone would guess: of an expression it knows nothing before it is built, and so not how soon it
     * comes upon the first few rows.
     */
    static boolean isGuess(Trial trial, SampledStatement statement) {
        return trial.hasExpression() && statement.isLimited();
    }

    /** A statement that the index cannot be for. */
    void refuse(String sql, String reason) {
        useless.put(sql, reason);
    }

    private static String times(double factor) {
        return "a fall to 1/" + (factor == Math.rint(factor) ? String.valueOf((long) factor) : String.valueOf(factor));
    }

    /** A statement that could not be planned. */
    void skip(String reason) {
        untried.add(reason);
    }

    Verdict verdict() {
        if (!proofs.isEmpty()) {
            proofs.sort(Comparator.comparingDouble(Proof::factor).reversed());
            List<String> others = new ArrayList<>();
            useless.forEach((sql, reason) -> others.add("not for \"" + beginning(sql) + "\": " + reason));
            others.addAll(untried);
            return new Helps(proofs, others);
        }
        return useless.isEmpty() ? new Untried(joined(untried)) : new Useless(joined(useless.values()));
    }

    private static String beginning(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() <= LINE ? line : line.substring(0, LINE) + " …";
    }

    private static String joined(Collection<String> reasons) {
        return reasons.stream().distinct().collect(Collectors.joining("; "));
    }
}
