package dev.stele.migrations.advice;

import dev.stele.migrations.advice.page.Code;
import dev.stele.migrations.advice.page.Diagram;
import dev.stele.migrations.advice.page.Page;
import dev.stele.migrations.advice.page.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Indexes, tables and their references as the page shows them. */
record SchemaOnPage(Advice advice, Links links) {
    /** What an index that is not there would mend; foreign keys are marked at their columns. */
    private static final Set<Problem> MISSING = EnumSet.of(
            Problem.MISSING_INDEX,
            Problem.UNINDEXED_SORT_KEY,
            Problem.JSON_SEARCH,
            Problem.TEXT_SEARCH,
            Problem.WRONG_COLUMN_ORDER);

    List<Page.IndexRow> indexes() {
        double most =
                advice.indexes().stream().mapToLong(IndexFigures::bytes).max().orElse(1);
        return advice.indexes().stream()
                .sorted(Comparator.comparing((IndexFigures index) ->
                                links.about(index.name()).isEmpty())
                        .thenComparing(IndexFigures::bytes, Comparator.reverseOrder()))
                .map(index -> row(index, most))
                .toList();
    }

    private Page.IndexRow row(IndexFigures index, double most) {
        String enforces = index.constraint()
                .map(name -> "\n-- enforces constraint " + Words.line(name))
                .orElse("");
        return new Page.IndexRow(
                Words.line(index.name()),
                Words.line(index.table()),
                Code.sql(index.definition() + enforces),
                Page.Bar.of(Words.bytes(index.bytes()), (double) index.bytes(), most),
                Words.count(index.scans()),
                index.bloat().isPresent() ? Words.share(index.bloat().getAsDouble()) : "",
                verdicts(index.name()));
    }

    private List<String> verdicts(String subject) {
        return links.about(subject).stream()
                .map(finding -> Words.capital(Labels.of(finding.problem())))
                .distinct()
                .toList();
    }

    List<Page.TableRow> tables() {
        double most =
                advice.tables().stream().mapToDouble(SchemaOnPage::whole).max().orElse(1);
        return advice.tables().stream()
                .sorted(Comparator.comparingDouble(SchemaOnPage::whole).reversed())
                .map(table -> row(table, most))
                .toList();
    }

    private Page.TableRow row(TableFigures table, double most) {
        TableFigures.Size size = table.size();
        TableFigures.Activity activity = table.activity();
        Instant analyzed = activity.analyzed();
        double dead = size.rows() + size.dead() == 0 ? 0 : (double) size.dead() / (size.rows() + size.dead());
        return new Page.TableRow(
                Words.line(table.name()),
                Page.Bar.of(Words.bytes((long) whole(table)), (double) size.bytes(), whole(table), most),
                new Page.Fact(Words.bytes(size.bytes()), Words.bytes(size.indexBytes())),
                new Page.Fact(Words.count(size.rows()), dead == 0 ? "" : Words.share(dead) + " dead"),
                new Page.Fact(
                        Words.count(activity.indexScans()) + " by index",
                        Words.count(activity.sequentialScans()) + " whole"),
                new Page.Fact(
                        Words.count(activity.writes()),
                        analyzed == null ? "never analyzed" : "analyzed " + ago(analyzed)),
                verdicts(table.name()));
    }

    private String ago(Instant analyzed) {
        Duration age = Duration.between(analyzed, advice.at());
        if (age.toMinutes() < 1) {
            return "just before";
        }
        if (age.toHours() < 1) {
            return Words.count(age.toMinutes(), "minute") + " before";
        }
        return age.toDays() < 1
                ? Words.count(age.toHours(), "hour") + " before"
                : Words.count(age.toDays(), "day") + " before";
    }

    private static double whole(TableFigures table) {
        return (double) table.size().bytes() + table.size().indexBytes();
    }

    Diagram diagram() {
        return Diagram.of(advice.tables().stream().map(this::entity).toList());
    }

    private Diagram.Entity entity(TableFigures table) {
        List<Diagram.Line> lines = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (TableFigures.Column column : table.columns()) {
            boolean refers = table.references().stream()
                    .anyMatch(reference -> reference.columns().contains(column.name()));
            if (column.key() || refers) {
                boolean missing = table.references().stream()
                        .anyMatch(reference ->
                                !reference.indexed() && reference.columns().indexOf(column.name()) == 0);
                String mark = missing ? "▲" : column.key() ? "PK" : "FK";
                lines.add(new Diagram.Line(mark, column.name(), missing));
                shown.add(column.name());
            }
        }
        int more = table.columns().size() - lines.size();
        if (more > 0) {
            lines.add(new Diagram.Line("", "… " + more + " more", false));
        }
        missingIndexes(table.name()).forEach(name -> lines.add(new Diagram.Line("▲", name, true)));
        return new Diagram.Entity(
                table.name(),
                Words.count(table.size().rows(), "row") + ", " + Words.bytes((long) whole(table)),
                lines,
                table.references().stream()
                        .map(reference -> new Diagram.Link(
                                Math.max(0, shown.indexOf(reference.columns().get(0))),
                                reference.table(),
                                String.join(", ", reference.columns()),
                                reference.indexed()))
                        .toList());
    }

    private List<String> missingIndexes(String table) {
        return advice.proposals().stream()
                .filter(proposal -> proposal.remedy() instanceof Remedy.SchemaChange)
                .filter(proposal -> proposal.findings().stream()
                        .anyMatch(finding -> MISSING.contains(finding.problem())
                                && finding.subject().equals(table)))
                .map(Proposal::name)
                .toList();
    }
}
