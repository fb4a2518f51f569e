package dev.stele.migrations.advice;

import dev.stele.migrations.advice.page.Change;
import dev.stele.migrations.advice.page.Code;
import dev.stele.migrations.advice.page.Page;
import dev.stele.migrations.advice.page.PlanTree;
import dev.stele.migrations.advice.page.Words;
import dev.stele.migrations.plan.QueryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** The proposals as the page shows them. */
record ChangesOnPage(Advice advice, Links links) {

    List<Change> changes() {
        return advice.proposals().stream().map(this::change).toList();
    }

    private Change change(Proposal proposal) {
        Proof proof = proposal.proof();
        Price price = proposal.price();
        return new Change(
                links.anchor(proposal),
                Words.line(proposal.name()),
                Words.line(proposal.sentence()),
                proposal.findings().stream()
                        .map(finding ->
                                Words.capital(Labels.of(finding.problem())) + ": " + Words.line(finding.sentence()))
                        .toList(),
                remedy(proposal.remedy()),
                price == null ? List.of() : facts(price),
                proof == null ? null : tried(proposal, proof));
    }

    private static Change.Remedy remedy(Remedy remedy) {
        String text = Labels.textOf(remedy);
        String back = Labels.rollbackOf(remedy);
        return new Change.Remedy(
                Labels.of(remedy),
                remedy instanceof Remedy.Code ? Code.java(text) : Code.sql(text),
                back == null ? null : Code.sql(back));
    }

    private static List<Page.Fact> facts(Price price) {
        List<Page.Fact> facts = new ArrayList<>();
        if (price.bytes() != 0) {
            String size = Words.bytes(Math.abs(price.bytes()));
            facts.add(new Page.Fact(size, price.bytes() < 0 ? "of disk given back" : "of disk taken"));
        }
        if (price.writes() != 0) {
            String share = Words.share(Math.abs(price.writes()));
            facts.add(new Page.Fact(share, price.writes() < 0 ? "cheaper writes" : "dearer writes"));
        }
        facts.add(new Page.Fact(Words.line(price.lock()), "lock"));
        return facts;
    }

    private static Change.Tried tried(Proposal proposal, Proof proof) {
        QueryPlan before = proof.before();
        QueryPlan after = proof.after();
        List<Change.Pair> pairs = new ArrayList<>();
        QueryPlan.Execution ranBefore = before.executed();
        QueryPlan.Execution ranAfter = after.executed();
        if (ranBefore != null && ranAfter != null) {
            pairs.add(pair("buffers", (double) ranBefore.buffers(), (double) ranAfter.buffers(), Words::count));
            pairs.add(pair("time", ranBefore.millis(), ranAfter.millis(), Words::millis));
        }
        pairs.add(pair(
                "cost",
                before.root().estimate().total(),
                after.root().estimate().total(),
                Words::count));
        return new Change.Tried(
                Labels.of(proof.where()), AdvicePage.gain(proposal), pairs, PlanTree.of(before), PlanTree.of(after));
    }

    private static Change.Pair pair(String label, double before, double after, DoubleFunction<String> words) {
        double most = Math.max(before, after);
        return new Change.Pair(
                label, Page.Bar.of(words.apply(before), before, most), Page.Bar.of(words.apply(after), after, most));
    }
}
