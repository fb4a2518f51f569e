package dev.stele.migrations.advice;

import dev.stele.core.statements.Repetition;
import dev.stele.core.statements.StatementFigures;
import dev.stele.migrations.advice.Remedy.Code;
import dev.stele.migrations.plan.PlanNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what no index mends, and what to write instead: offsets, counts, statements row by row, whole rows. */
final class CallRules {
    /** Pages that a statement skips to are deep where taking the first one would be this cheap. */
    private static final double CHEAP_PAGE = 100;

    private static final double MANY_ROWS = 10_000;
    private static final int WIDE = 1_000;
    private static final int SEVERAL_ROWS = 10;
    private static final int AGAIN_AND_AGAIN = 10;
    /** DAOs say in the text when they skip a thousand rows. */
    private static final Pattern DEEP = Pattern.compile("(?is).*\\boffset\\s+(\\S+ /\\* deep \\*/|[1-9]\\d{3,}).*");

    private static final Pattern OFFSET = Pattern.compile("(?is).*\\boffset\\s+(\\?|\\$\\d+).*");
    /** So many times slower than worth a change, a page that should be cheap skips many rows. */
    private static final int MUCH_SLOWER = 10;

    private static final int USUAL_PAGE = 20;

    private static final Pattern EVERY_COLUMN = Pattern.compile("(?is)\\s*select\\s+(\\w+\\.)?\\*.*");

    private final Learnt learnt;
    private final AdvisorOptions options;

    CallRules(Learnt learnt, AdvisorOptions options) {
        this.learnt = learnt;
        this.options = options;
    }

    List<Proposal> proposals() {
        List<Proposal> proposals = new ArrayList<>();
        for (ExaminedStatement statement : learnt.statements()) {
            PlanNode root = statement.plan() == null ? null : statement.plan().root();
            if (root != null && Worth.of(statement, options).isSlow()) {
                deepOffset(statement.figures(), root).ifPresent(proposals::add);
                exactCount(statement.figures(), root).ifPresent(proposals::add);
                wideRows(statement.figures(), root).ifPresent(proposals::add);
            }
        }
        learnt.repetitions().forEach(repetition -> rowByRow(repetition).ifPresent(proposals::add));
        return proposals;
    }

    private Optional<Proposal> deepOffset(StatementFigures figures, PlanNode root) {
        Optional<PlanNode> limit = first(root, node -> node.kind().equals("Limit"));
        if (limit.isEmpty() || !skipsManyRows(figures)) {
            return Optional.empty();
        }
        PlanNode below = limit.get().children().get(0);
        boolean sorts = below.all().anyMatch(node -> node.kind().contains("Sort"));
        // The application reads the results of its own SQL itself, and nobody counts their rows.
        boolean counted = figures.rows() > 0;
        double page = counted ? Math.max(1, (double) figures.rows() / figures.calls()) : USUAL_PAGE;
        double share = Math.min(1, page / Math.max(1, below.estimate().rows()));
        double cost = below.estimate().startup()
                + share * (below.estimate().total() - below.estimate().startup());
        Optional<String> table = table(below);
        if (sorts || cost > CHEAP_PAGE || isSmall(table)) {
            return Optional.empty();
        }
        return Optional.of(proposal(
                new Finding(
                        Problem.DEEP_OFFSET,
                        table.orElseThrow(),
                        Figures.calls(figures) + ": the rows before the page are read and thrown away, though an index"
                                + " has them in order; the page alone would take little",
                        figures.sql()),
                "ask for the page after the last row seen, which reads as much as the first page however deep it is"
                        + callers(figures),
                dao(figures) + ".page(View.class, where, sort, PageRequest.after(previous.next(), "
                        + (counted ? String.valueOf(Math.round(page)) : "size") + "))"));
    }

    /** How many a parameter skips is not known; of texts that are not a DAO's the time must tell. */
    private boolean skipsManyRows(StatementFigures figures) {
        Duration much = options.slow().multipliedBy(MUCH_SLOWER);
        return DEEP.matcher(figures.sql()).matches()
                || (figures.operation().equals("sql")
                        && OFFSET.matcher(figures.sql()).matches()
                        && figures.times().median().compareTo(much) >= 0);
    }

    private Optional<Proposal> exactCount(StatementFigures figures, PlanNode root) {
        boolean counts = figures.sql().toLowerCase(Locale.ROOT).contains("count(*)")
                && root.kind().equals("Aggregate")
                && figures.rows() <= figures.calls();
        // Where it writes too, what is counted are the rows written.
        boolean other = root.all()
                .anyMatch(node -> node.kind().equals("Limit") || node.kind().equals("ModifyTable"));
        double read = root.all()
                .filter(node -> node.relation() != null)
                .mapToDouble(node -> node.estimate().rows())
                .max()
                .orElse(0);
        Optional<String> table = table(root);
        if (!counts || other || read < MANY_ROWS || isSmall(table)) {
            return Optional.empty();
        }
        return Optional.of(proposal(
                new Finding(
                        Problem.EXACT_COUNT,
                        table.orElseThrow(),
                        Figures.calls(figures) + ": about " + Figures.count(read) + " rows are visited each time to be"
                                + " counted",
                        figures.sql()),
                "count up to a limit, or take the planner's estimate; people read \"more than 1000\" as well"
                        + callers(figures),
                dao(figures) + ".page(View.class, where, sort, page.with(Count.upTo(1000))); // or Count.ESTIMATED"));
    }

    private Optional<Proposal> wideRows(StatementFigures figures, PlanNode root) {
        Optional<String> table = table(root);
        boolean several = figures.rows() >= figures.calls() * SEVERAL_ROWS;
        if (!EVERY_COLUMN.matcher(figures.sql()).matches()
                || !several
                || root.estimate().width() < WIDE
                || table.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(proposal(
                new Finding(
                        Problem.WIDE_ROWS,
                        table.get(),
                        Figures.calls(figures) + ": every column of "
                                + Figures.count((double) figures.rows() / figures.calls())
                                + " rows is fetched, about " + root.estimate().width() + " bytes each",
                        figures.sql()),
                "fetch the columns that are shown, by a view record" + callers(figures),
                "record Line(long id, String title) implements ViewOf<Entity> {} // "
                        + "dao.list(Line.class, where, sort, limit)"));
    }

    private Optional<Proposal> rowByRow(Repetition repetition) {
        boolean reads = repetition.sql().toLowerCase(Locale.ROOT).strip().startsWith("select");
        if (!reads || repetition.most() < AGAIN_AND_AGAIN || repetition.units() < 2) {
            return Optional.empty();
        }
        String entity = repetition.operation().replaceFirst("\\..*", "");
        String subject = learnt.statements().stream()
                .filter(statement -> statement.figures().sql().equals(repetition.sql()) && statement.plan() != null)
                .flatMap(statement -> Stream.ofNullable(statement.plan()))
                .flatMap(plan -> table(plan.root()).stream())
                .findFirst()
                .orElseGet(() -> tableInText(repetition.sql()));
        return Optional.of(proposal(
                new Finding(
                        Problem.ROW_BY_ROW,
                        subject,
                        "one statement for each row, up to " + repetition.most() + " within one unit of work, in "
                                + Figures.count(repetition.units()) + " of them",
                        repetition.sql()),
                "fetch them with the rows that lead to them, by a view that names their columns, or all at once by"
                        + " their ids"
                        + (repetition.caller().isEmpty() ? "" : "; seen in " + repetition.caller()),
                dao(entity) + ".getAll(ids, View.class) // or record Line(long id, String " + attribute(entity)
                        + "Name) in the view of the list"));
    }

    private static String tableInText(String sql) {
        var matcher = Pattern.compile("(?is)\\bfrom\\s+([\\w.\"]+)").matcher(sql);
        return matcher.find() ? matcher.group(1).replace("\"", "").replaceFirst("^public\\.", "") : "";
    }

    private static Proposal proposal(Finding finding, String sentence, String call) {
        String name = finding.subject() + " "
                + finding.problem().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Proposal(name, List.of(finding), sentence, new Code(call), null, null);
    }

    /** The largest of the tables, for which the statement is slow. */
    private static Optional<String> table(PlanNode root) {
        return root.all()
                .filter(node -> node.relation() != null)
                .max(Comparator.comparingDouble(node -> node.estimate().total()))
                .flatMap(node -> Optional.ofNullable(node.relation()))
                .map(relation -> Prover.Table.of(relation).toString());
    }

    private boolean isSmall(Optional<String> name) {
        return name.isEmpty()
                || learnt.schema().tables().values().stream()
                        .anyMatch(table -> table.table().toString().equals(name.get())
                                && table.size().bytes() < options.smallTable());
    }

    private static Optional<PlanNode> first(PlanNode root, Predicate<PlanNode> what) {
        return root.all().filter(what).findFirst();
    }

    private static String callers(StatementFigures figures) {
        return figures.callers().isEmpty() ? "" : "; asked for in " + String.join(", ", figures.callers());
    }

    /** How a variable with the DAO may be called. */
    private static String dao(StatementFigures figures) {
        return dao(figures.operation().replaceFirst("\\..*", ""));
    }

    private static String dao(String entity) {
        return isEntity(entity) ? attribute(entity) + "s" : "dao";
    }

    private static String attribute(String entity) {
        return isEntity(entity) ? entity.substring(0, 1).toLowerCase(Locale.ROOT) + entity.substring(1) : "parent";
    }

    private static boolean isEntity(String operation) {
        return !operation.isEmpty() && !operation.equals("sql");
    }
}
