package dev.stele.migrations.advice;

import dev.stele.migrations.advice.page.Page;
import dev.stele.migrations.advice.page.Timeline;
import dev.stele.migrations.advice.page.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Advice as the page that shows it. */
final class AdvicePage {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private final Advice advice;
    private final Links links;

    private AdvicePage(Advice advice) {
        this.advice = advice;
        this.links = new Links(advice);
    }

    static Page of(Advice advice) {
        return new AdvicePage(advice).page();
    }

    static String moment(Instant at) {
        return MOMENT.format(at.atZone(ZoneOffset.UTC));
    }

    private Page page() {
        Page.Head head = new Page.Head(
                Words.line(advice.server()), moment(advice.at()), Words.capital(verdict(advice)), facts());
        ShapesOnPage shapes = new ShapesOnPage(advice, links);
        SchemaOnPage schema = new SchemaOnPage(advice, links);
        return new Page(
                head,
                needs(),
                shapes.shapes(),
                shapes.ticks(),
                new ChangesOnPage(advice, links).changes(),
                schema.indexes(),
                schema.tables(),
                schema.diagram(),
                Timeline.of(advice.history()),
                advice.dropped().stream().map(Words::line).toList(),
                advice.notes().stream().map(Words::line).toList());
    }

    /** The whole in one sentence. */
    static String verdict(Advice advice) {
        Links links = new Links(advice);
        List<Finding> all = links.all();
        if (all.isEmpty()) {
            return "nothing wrong was found";
        }
        long mended = all.stream()
                .filter(finding -> links.mending(finding).isPresent())
                .count();
        String found = Words.count(all.size(), "finding");
        if (mended == all.size()) {
            return found + (all.size() == 1 ? ", with a proposal" : ", all with a proposal");
        }
        return found + ", " + (mended == 0 ? "none" : Words.count(mended)) + " with a proposal";
    }

    private List<Page.Fact> facts() {
        Duration total = total(advice.statements());
        Duration mended =
                total(advice.statements().stream().filter(this::isMended).toList());
        List<Page.Fact> facts = new ArrayList<>();
        if (!total.isZero()) {
            facts.add(new Page.Fact(Words.time(total), "spent in the statements below"));
            facts.add(new Page.Fact(
                    Words.share((double) mended.toNanos() / total.toNanos()), "of it in those with a proposal"));
        }
        long taken = bytes(1);
        long given = bytes(-1);
        if (taken > 0) {
            facts.add(new Page.Fact(Words.bytes(taken), "new indexes would take"));
        }
        if (given > 0) {
            facts.add(new Page.Fact(Words.bytes(given), "could be given back"));
        }
        return facts;
    }

    private boolean isMended(ExaminedStatement statement) {
        return links.of(statement).stream()
                .anyMatch(finding -> links.mending(finding).isPresent());
    }

    private long bytes(int sign) {
        return advice.proposals().stream()
                .mapToLong(proposal ->
                        proposal.price() == null ? 0 : proposal.price().bytes() * sign)
                .filter(bytes -> bytes > 0)
                .sum();
    }

    static Duration total(List<ExaminedStatement> statements) {
        return statements.stream()
                .map(statement -> statement.figures().times().total())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** What one proposal mends stands together, as the one that takes most; what none mends stands for itself. */
    private List<Page.Need> needs() {
        Map<Object, List<Finding>> together = new LinkedHashMap<>();
        links.all().forEach(finding -> together.computeIfAbsent(
                        links.mending(finding).<Object>map(links::anchor).orElse(finding), key -> new ArrayList<>())
                .add(finding));
        return together.values().stream().map(this::need).toList();
    }

    private Page.Need need(List<Finding> findings) {
        Finding finding =
                findings.stream().max(Comparator.comparing(this::took)).orElseThrow();
        Proposal proposal = links.mending(finding).orElse(null);
        return new Page.Need(
                Words.capital(Labels.of(finding.problem())),
                Words.line(finding.subject()),
                Words.line(finding.sentence()),
                findings.size() == 1 ? "" : "and " + Words.count(findings.size() - 1, "finding") + " more",
                proposal == null ? "" : Words.line(proposal.sentence()),
                proposal != null && proposal.remedy() instanceof Remedy.Code ? "What to write" : "What to run",
                proposal == null ? "" : links.anchor(proposal),
                proposal == null ? new Page.Fact("", "") : gain(proposal));
    }

    private Duration took(Finding finding) {
        return total(advice.statements().stream()
                .filter(statement -> statement.figures().sql().equals(finding.sql()))
                .toList());
    }

    static Page.Fact gain(Proposal proposal) {
        Proof proof = proposal.proof();
        if (proof != null) {
            return new Page.Fact(Words.times(proof.factor()).replace('x', '×'), Labels.measured(proof, " → "));
        }
        Price price = proposal.price();
        if (price != null && price.bytes() < 0) {
            return new Page.Fact(Words.bytes(-price.bytes()), "given back");
        }
        return new Page.Fact("", "no plan shows its gain");
    }
}
