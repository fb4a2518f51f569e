package dev.stele.migrations.advice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An index that might help.
 *
 * @param shape what it consists of
 * @param beside further indexes without which it does not serve
 * @param equal how many of its first keys are compared by equality, so that their order does not matter
 * @param problem what it would mend
 * @param subject the table or index that the problem is about
 * @param needs what asked for it
 */
record Candidate(
        IndexShape shape, List<IndexShape> beside, int equal, Problem problem, String subject, List<Need> needs) {
    Candidate {
        beside = List.copyOf(beside);
        needs = List.copyOf(needs);
    }

    /** An index that serves alone. */
    Candidate(IndexShape shape, int equal, Problem problem, String subject, List<Need> needs) {
        this(shape, List.of(), equal, problem, subject, needs);
    }

    /** Its shape and those beside it. */
    List<IndexShape> shapes() {
        return Stream.concat(Stream.of(shape), beside.stream()).toList();
    }

    /** The same for some of its shapes, at least one. */
    Candidate withShapes(List<IndexShape> some) {
        return new Candidate(some.get(0), some.subList(1, some.size()), equal, problem, subject, needs);
    }

    /**
     * What asks for an index.
     *
     * @param statement what is to be tried with it
     * @param sentence what is slow and why
     * @param total how long all calls took; zero where none was counted
     * @param certain whether the plan alone shows that it helps, should it not be possible to try it
     */
    record Need(Prover.Served statement, String sentence, Duration total, boolean certain) {}

    Candidate with(List<Need> more) {
        List<Need> all = new ArrayList<>(needs);
        more.stream().filter(need -> !all.contains(need)).forEach(all::add);
        return new Candidate(shape, beside, equal, problem, subject, all);
    }

    private Candidate withKeys(List<IndexShape.IndexKey> keys) {
        return new Candidate(shape.withKeys(keys), beside, equal, problem, subject, needs);
    }

    /**
     * One index instead of two, where one with the keys of this one in another order serves both.
     *
     * @return this one with the other one's needs; empty where no one index serves both
     */
    Optional<Candidate> merged(Candidate other) {
        if (!beside.isEmpty() || !other.beside.isEmpty()) {
            return shapes().equals(other.shapes()) ? Optional.of(with(other.needs)) : Optional.empty();
        }
        if (!shape.table().equals(other.shape.table())
                || !shape.method().equals(other.shape.method())
                || !shape.samePredicate(other.shape)
                || !shape.include().equals(other.shape.include())
                || other.shape.keys().size() > shape.keys().size()) {
            return Optional.empty();
        }
        if (other.shape.isPrefixOf(shape)) {
            return Optional.of(with(other.needs));
        }
        if (!shape.isTree() || other.equal > equal) {
            return Optional.empty();
        }
        List<IndexShape.IndexKey> first = new ArrayList<>();
        for (IndexShape.IndexKey wanted : other.shape.keys().subList(0, other.equal)) {
            shape.keys().subList(0, equal).stream()
                    .filter(wanted::finds)
                    .findFirst()
                    .ifPresent(first::add);
        }
        boolean tail = other.equal < other.shape.keys().size();
        if (first.size() < other.equal || (tail && other.equal < equal)) {
            return Optional.empty();
        }
        List<IndexShape.IndexKey> keys = new ArrayList<>(first);
        shape.keys().stream()
                .filter(key -> first.stream().noneMatch(key::finds))
                .forEach(keys::add);
        Candidate turned = withKeys(keys);
        List<IndexShape.IndexKey> wantedTail =
                other.shape.keys().subList(other.equal, other.shape.keys().size());
        return IndexShape.sameKeys(
                        wantedTail, keys.subList(other.equal, other.shape.keys().size()))
                ? Optional.of(turned.with(other.needs))
                : Optional.empty();
    }
}
