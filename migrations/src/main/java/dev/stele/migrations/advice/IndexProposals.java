package dev.stele.migrations.advice;

import dev.stele.migrations.advice.Candidate.Need;
import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.advice.Prover.Verdict;
import dev.stele.migrations.advice.Prover.Verdict.Helps;
import dev.stele.migrations.advice.Prover.Verdict.Untried;
import dev.stele.migrations.advice.Prover.Verdict.Useless;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Has candidates tried, and proposes as few of those that help as serve all that any of them serves. */
final class IndexProposals {
    private final KnownSchema schema;
    private final Prover prover;
    private final Set<String> dropped = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<ServerIndex> outgrown = new LinkedHashSet<>();

    IndexProposals(KnownSchema schema, Prover prover) {
        this.schema = schema;
        this.prover = prover;
    }

    /** What was tried and did not help, a line each. */
    List<String> dropped() {
        return List.copyOf(dropped);
    }

    /** What could not be tried, a line each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Indexes that the proposed ones take the place of, and that their changes drop. */
    Set<ServerIndex> outgrown() {
        return Set.copyOf(outgrown);
    }

    List<Proposal> of(List<Candidate> candidates) {
        List<Candidate> merged = merged(candidates);
        IndexNames names = new IndexNames(schema);
        // Where two candidates ask for the same index, it is made once.
        Map<IndexShape, String> named = new HashMap<>();
        List<NewIndex> indexes = merged.stream()
                .map(candidate -> NewIndex.of(
                        candidate,
                        candidate.shapes().stream()
                                .map(shape -> named.computeIfAbsent(shape, names::name))
                                .toList(),
                        schema))
                .toList();
        List<Trial> trials = indexes.stream().map(NewIndex::trial).toList();
        List<Verdict> verdicts = trials.isEmpty() ? List.of() : prover.prove(trials);
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < indexes.size(); i++) {
            choice(indexes.get(i), verdicts.get(i)).ifPresent(choices::add);
        }
        return chosen(choices);
    }

    /** Where one index can do what another one would, the other one is not tried. */
    private static List<Candidate> merged(List<Candidate> candidates) {
        List<Candidate> longestFirst = new ArrayList<>(candidates);
        longestFirst.sort(Comparator.comparingInt(
                        (Candidate candidate) -> candidate.shape().keys().size())
                .reversed());
        List<Candidate> merged = new ArrayList<>();
        for (Candidate candidate : longestFirst) {
            boolean done = false;
            for (int i = 0; i < merged.size() && !done; i++) {
                Optional<Candidate> both = merged.get(i).merged(candidate);
                if (both.isPresent()) {
                    merged.set(i, both.get());
                    done = true;
                }
            }
            if (!done) {
                merged.add(candidate);
            }
        }
        return merged;
    }

    /**
     * An index that helps.
     *
     * @param index the index
     * @param helped what it helps
     * @param proof its best proof, where it was tried
     * @param gain how much it helps all of these
     */
    private record Choice(NewIndex index, List<Need> helped, Optional<Proof> proof, double gain) {
        Choice with(List<Need> more) {
            List<Need> all = new ArrayList<>(helped);
            all.addAll(more);
            return new Choice(index, all, proof, gain);
        }

        /** How much it helps those that no other one helps yet. */
        double gainBeside(Set<String> done) {
            long open = helped.stream()
                    .filter(need -> !done.contains(need.statement().sql()))
                    .count();
            return open == 0 ? 0 : gain * open / helped.size();
        }
    }

    private Optional<Choice> choice(NewIndex index, Verdict verdict) {
        if (verdict instanceof Helps helps) {
            List<Need> helped = index.candidate().needs().stream()
                    .filter(need -> helps.proofs().stream()
                            .anyMatch(proof ->
                                    proof.before().sql().equals(need.statement().sql())))
                    .toList();
            helps.useless().forEach(reason -> dropped.add(index.text() + ": " + reason));
            // Columns beside the keys, and second indexes, make each write dearer, and have to save as much again.
            double dearer =
                    index.names().size() * (index.candidate().shape().include().isEmpty() ? 1 : 2);
            double gain = helps.proofs().stream()
                    .mapToDouble(proof -> Math.log(Math.max(1.1, proof.factor() / dearer)))
                    .sum();
            return helped.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Choice(index, helped, Optional.of(helps.proofs().get(0)), gain));
        }
        if (verdict instanceof Useless useless) {
            dropped.add(index.text() + ": " + useless.reason());
            return Optional.empty();
        }
        String reason = ((Untried) verdict).reason();
        List<Need> certain =
                index.candidate().needs().stream().filter(Need::certain).toList();
        notes.add(index.text() + " could not be tried: " + reason);
        return certain.isEmpty()
                ? Optional.empty()
                : Optional.of(new Choice(index, certain, Optional.empty(), 0.5 * certain.size()));
    }

    private List<Proposal> chosen(List<Choice> choices) {
        Set<String> done = new HashSet<>();
        List<Choice> left = new ArrayList<>(choices);
        List<Choice> chosen = new ArrayList<>();
        while (!left.isEmpty()) {
            Choice best = left.stream()
                    .max(Comparator.<Choice>comparingDouble(choice -> choice.gainBeside(done))
                            .thenComparing(choice -> -choice.index().price().bytes()))
                    .orElseThrow();
            if (best.gainBeside(done) == 0) {
                break;
            }
            left.remove(best);
            best.helped().forEach(need -> done.add(need.statement().sql()));
            add(best, chosen);
        }
        return chosen.stream().map(this::proposal).toList();
    }

    /** Adds what is not made by others already; where all is, they help its statements too. */
    private void add(Choice best, List<Choice> chosen) {
        boolean several = best.index().names().size() > 1;
        List<Choice> related = chosen.stream()
                .filter(choice -> choice.index().table().equals(best.index().table()))
                .filter(choice -> several || choice.index().names().size() > 1)
                .toList();
        List<IndexShape> made = related.stream()
                .flatMap(choice -> choice.index().candidate().shapes().stream())
                .toList();
        Optional<NewIndex> rest = best.index().beyond(made, schema);
        if (rest.isPresent()) {
            chosen.add(new Choice(rest.get(), best.helped(), best.proof(), best.gain()));
        } else {
            Choice other = related.get(0);
            chosen.set(chosen.indexOf(other), other.with(best.helped()));
        }
    }

    private Proposal proposal(Choice choice) {
        Proof proof = choice.proof().orElse(null);
        OutgrownIndexes outgrows = proof == null
                ? OutgrownIndexes.NONE
                : OutgrownIndexes.by(choice.index(), schema).without(outgrown);
        outgrown.addAll(outgrows.superfluous());
        return choice.index().proposal(choice.helped(), proof, outgrows);
    }
}
