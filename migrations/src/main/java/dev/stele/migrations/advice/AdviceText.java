package dev.stele.migrations.advice;

import dev.stele.core.statements.StatementFigures;
import dev.stele.migrations.advice.page.Page;
import dev.stele.migrations.advice.page.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Advice for a terminal: a few lines for each thing that is wrong. */
final class AdviceText {
    private static final String INDENT = "    ";

    private final Advice advice;
    private final Links links;
    private final StringBuilder text = new StringBuilder();
    private int number;

    private AdviceText(Advice advice) {
        this.advice = advice;
        this.links = new Links(advice);
    }

    static String of(Advice advice) {
        return new AdviceText(advice).text();
    }

    private String text() {
        line(
                "",
                Words.line(advice.server()) + ", " + AdvicePage.moment(advice.at()) + ": "
                        + AdvicePage.verdict(advice));
        Duration total = AdvicePage.total(advice.statements());
        if (!total.isZero()) {
            line(
                    "",
                    Words.time(total) + " in " + Words.count(advice.statements().size(), "statement"));
        }
        advice.proposals().forEach(this::proposal);
        links.all().stream().filter(finding -> links.mending(finding).isEmpty()).forEach(finding -> {
            head(finding, "no proposal");
            line(INDENT, Words.line(finding.sentence()));
            seen(List.of(finding));
        });
        list("tried, and left out because it did not help:", advice.dropped());
        list("could not be learnt:", advice.notes());
        return text.toString();
    }

    private void proposal(Proposal proposal) {
        Proof proof = proposal.proof();
        Finding first = proposal.findings().get(0);
        head(first, proof == null ? gain(proposal) : proved(proof));
        line(INDENT, Words.line(first.sentence()));
        proposal.findings().stream()
                .skip(1)
                .forEach(finding -> line(
                        INDENT,
                        "also " + Labels.of(finding.problem()) + " on " + Words.line(finding.subject()) + ": "
                                + Words.line(finding.sentence())));
        line(INDENT + "do: ", Words.line(proposal.sentence()));
        line(INDENT + INDENT, Words.text(Labels.textOf(proposal.remedy()).strip()));
        Price price = proposal.price();
        if (price != null) {
            line(INDENT + "price: ", Labels.size(price) + Labels.writes(price) + "lock: " + Words.line(price.lock()));
        }
        seen(proposal.findings());
    }

    private static String gain(Proposal proposal) {
        Page.Fact gain = AdvicePage.gain(proposal);
        return gain.figure().isEmpty() ? "" : gain.figure() + " " + gain.words();
    }

    private static String proved(Proof proof) {
        return Words.times(proof.factor()) + " " + Labels.measured(proof, " -> ");
    }

    private void head(Finding finding, String gain) {
        number++;
        text.append('\n');
        String head = "%2d. %s on %s".formatted(number, Labels.of(finding.problem()), Words.line(finding.subject()));
        line("", gain.isEmpty() ? head : head + ": " + gain);
    }

    private void seen(List<Finding> findings) {
        List<String> statements = findings.stream()
                .map(Finding::sql)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        for (ExaminedStatement statement : advice.statements()) {
            if (statements.contains(statement.figures().sql())) {
                line(INDENT + "seen: ", seen(statement.figures()));
            }
        }
    }

    private static String seen(StatementFigures figures) {
        List<String> words = new ArrayList<>();
        String caller =
                figures.callers().isEmpty() ? "" : " by " + figures.callers().get(0);
        words.add(Words.line(figures.operation() + caller));
        words.add(Words.count(figures.calls(), "call"));
        words.add(Words.time(figures.times().total()));
        if (!figures.times().p95().isZero()) {
            words.add("p95 " + Words.time(figures.times().p95()));
        }
        return String.join(", ", words);
    }

    private void list(String head, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n');
            line("", head);
            lines.forEach(line -> line("  - ", Words.line(line)));
        }
    }

    private void line(String before, String line) {
        text.append(before)
                .append(line.replace("\n", "\n" + " ".repeat(before.length())))
                .append('\n');
    }
}
