package dev.stele.migrations.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which proposal mends which finding, and which finding is about what. */
record Links(Advice advice) {

    Optional<Proposal> mending(Finding finding) {
        return advice.proposals().stream()
                .filter(proposal -> proposal.findings().contains(finding))
                .findFirst();
    }

    List<Finding> of(ExaminedStatement statement) {
        return all().stream()
                .filter(finding ->
                        Objects.equals(finding.sql(), statement.figures().sql()))
                .toList();
    }

    List<Finding> about(String subject) {
        return all().stream()
                .filter(finding -> finding.subject().equals(subject))
                .toList();
    }

    /** Those with a proposal in the order of the proposals, then all others. */
    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        advice.proposals().forEach(proposal -> proposal.findings().forEach(finding -> add(findings, finding)));
        advice.findings().forEach(finding -> add(findings, finding));
        return findings;
    }

    private static void add(List<Finding> findings, Finding finding) {
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    String anchor(Proposal proposal) {
        return "proposal-" + (advice.proposals().indexOf(proposal) + 1);
    }
}
