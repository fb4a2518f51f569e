package dev.stele.migrations.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Puts the proposals that save most first, each under a name of its own, and the same one there once. */
final class ProposalOrder {
    private final Map<String, Double> seconds = new HashMap<>();

    ProposalOrder(List<ExaminedStatement> statements) {
        statements.forEach(statement -> seconds.merge(
                statement.figures().sql(), statement.figures().times().total().toNanos() / 1e9, Double::sum));
    }

    List<Proposal> ordered(List<Proposal> proposals) {
        Map<Remedy, Proposal> once = new LinkedHashMap<>();
        for (Proposal proposal : proposals) {
            once.merge(proposal.remedy(), proposal, ProposalOrder::both);
        }
        List<Proposal> ordered = new ArrayList<>(once.values());
        ordered.sort(Comparator.comparingDouble(this::saved).reversed());
        Map<String, Integer> names = new HashMap<>();
        return ordered.stream()
                .map(proposal -> {
                    int number = names.merge(proposal.name(), 1, Integer::sum);
                    return number == 1 ? proposal : named(proposal, proposal.name() + " " + number);
                })
                .toList();
    }

    private double saved(Proposal proposal) {
        double total = proposal.findings().stream()
                .map(Finding::sql)
                .filter(Objects::nonNull)
                .distinct()
                .mapToDouble(sql -> seconds.getOrDefault(sql, 0.0))
                .sum();
        Proof proof = proposal.proof();
        return proof == null ? total : total * (1 - 1 / Math.max(1, proof.factor()));
    }

    private static Proposal both(Proposal one, Proposal other) {
        List<Finding> findings = Stream.concat(one.findings().stream(), other.findings().stream())
                .distinct()
                .toList();
        return new Proposal(one.name(), findings, one.sentence(), one.remedy(), one.price(), one.proof());
    }

    private static Proposal named(Proposal one, String name) {
        return new Proposal(name, one.findings(), one.sentence(), one.remedy(), one.price(), one.proof());
    }
}
