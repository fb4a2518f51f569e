package dev.stele.migrations.diff;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The statements that turn one catalog into another, in order.
 *
 * <p>Immutable. A plan that is not complete can be looked at, but neither printed as a script nor applied.
 */
public final class SchemaPlan {
    /**
     * Data that would be lost.
     *
     * @param name the object that is dropped or narrowed
     * @param what what happens to it
     * @param allowed whether the options allow it; if not, its statements are left out
     */
    public record Loss(ObjectName name, String what, boolean allowed) {
        @Override
        public String toString() {
            return name + ": " + what;
        }
    }

    private final List<PlannedStatement> statements;
    private final List<String> changes;
    private final List<Loss> losses;
    private final List<String> unsupported;
    private final List<Rename> proposals;
    private final String proof;
    private final boolean refuted;

    SchemaPlan(List<PlannedStatement> statements, List<String> changes, List<Loss> losses, List<String> unsupported) {
        this(
                statements,
                new Findings(changes, losses, unsupported, List.of()),
                "not proven: no scratch database",
                false);
    }

    private SchemaPlan(List<PlannedStatement> statements, Findings findings, String proof, boolean refuted) {
        this.statements = List.copyOf(statements);
        this.changes = List.copyOf(findings.changes());
        this.losses = List.copyOf(findings.losses());
        this.unsupported = List.copyOf(findings.unsupported());
        this.proposals = List.copyOf(findings.proposals());
        this.proof = proof;
        this.refuted = refuted;
    }

    private record Findings(
            List<String> changes, List<Loss> losses, List<String> unsupported, List<Rename> proposals) {}

    SchemaPlan proposing(List<Rename> renames) {
        return new SchemaPlan(statements, new Findings(changes, losses, unsupported, renames), proof, refuted);
    }

    /** The same plan with {@code first} before it, and its pre-checks turned by {@code check}. */
    SchemaPlan after(List<PlannedStatement> first, List<String> firstChanges, UnaryOperator<PreCheck> check) {
        int shift = first.stream().mapToInt(PlannedStatement::transaction).max().orElse(0);
        List<PlannedStatement> all = new ArrayList<>(first);
        statements.forEach(s -> all.add(new PlannedStatement(
                s.sql(),
                s.transactional(),
                s.transaction() + shift,
                s.comment(),
                s.preChecks().stream().map(check).toList(),
                s.object())));
        List<String> allChanges = new ArrayList<>(firstChanges);
        allChanges.addAll(changes);
        return new SchemaPlan(all, new Findings(allChanges, losses, unsupported, proposals), proof, refuted);
    }

    SchemaPlan refusing(List<String> more) {
        List<String> all = new ArrayList<>(unsupported);
        all.addAll(more);
        return new SchemaPlan(statements, new Findings(changes, losses, all, proposals), proof, refuted);
    }

    SchemaPlan proven(String how) {
        return new SchemaPlan(statements, new Findings(changes, losses, unsupported, proposals), how, refuted);
    }

    SchemaPlan refuted(String why) {
        return new SchemaPlan(statements, new Findings(changes, losses, unsupported, proposals), why, true);
    }

    /** Whether there is nothing to do, and nothing that is left undone. */
    public boolean isEmpty() {
        return statements.isEmpty() && complete();
    }

    /** Whether the plan leads all the way: nothing unsupported, nothing lost unasked, not refuted by a proof. */
    public boolean complete() {
        return unsupported.isEmpty() && losses.stream().allMatch(Loss::allowed) && !refuted;
    }

    /** The statements in order. */
    public List<PlannedStatement> statements() {
        return statements;
    }

    /** What changes, one object a line, such as {@code alter column public.customer.email}. */
    public List<String> changes() {
        return changes;
    }

    /** What would lose data, and whether that is allowed. */
    public List<Loss> losses() {
        return losses;
    }

    /** What differs and cannot be brought about, by name and reason. */
    public List<String> unsupported() {
        return unsupported;
    }

    /** Drops and creations that look like renames; none is applied unless the options name it. */
    public List<Rename> renameProposals() {
        return proposals;
    }

    /** How the plan was proven, or {@code not proven:} and why. */
    public String proof() {
        return proof;
    }

    /**
     * Does nothing if the plan is complete.
     *
     * @throws MigrationException if it is not, naming all that keeps it from being so
     */
    public void requireComplete() {
        if (complete()) {
            return;
        }
        List<String> faults = new ArrayList<>();
        unsupported.forEach(what -> faults.add("not supported: " + what));
        losses.stream().filter(loss -> !loss.allowed()).forEach(loss -> faults.add("not allowed: " + loss));
        if (refuted) {
            faults.add(proof);
        }
        throw new MigrationException(
                faults.stream().collect(Collectors.joining("\n  ", "the plan is not complete:\n  ", "")),
                "Allow a loss with DiffOptions.allowingDrop(name); make what is not supported by hand, then compare again.",
                null,
                null);
    }

    /**
     * The plan as a script for psql: pre-checks first, then the transactions; it stops at the first error.
     *
     * @throws MigrationException if the plan is not complete
     */
    public String script() {
        requireComplete();
        return PlanScript.print(statements);
    }

    /**
     * Runs all pre-checks, then the transactions one after another.
     *
     * @throws MigrationException if the plan is not complete, a pre-check finds something, or a statement fails; the
     *     transactions before it are kept
     */
    public void apply(DataSource target) {
        requireComplete();
        PlanRun.run(statements, target);
    }

    /**
     * Runs all pre-checks and all statements in the transaction that {@code connection} is in; for {@code direct()} plans.
     *
     * @throws MigrationException as {@link #apply}, or if a statement must not run in a transaction
     */
    public void applyIn(Connection connection) {
        requireComplete();
        statements.stream()
                .filter(statement -> !statement.transactional())
                .findFirst()
                .ifPresent(statement -> {
                    throw new MigrationException(
                            "the plan cannot run in one transaction: " + statement.sql(),
                            "Plan it with DiffOptions.direct(), or use apply.",
                            null,
                            null);
                });
        PlanRun.runIn(statements, connection);
    }

    @Override
    public String toString() {
        return "SchemaPlan[" + statements.size() + " statements, " + (complete() ? "complete" : "not complete") + "]";
    }
}
