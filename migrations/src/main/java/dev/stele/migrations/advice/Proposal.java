package dev.stele.migrations.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to change, what it costs, and what it was seen to do.
 *
 * @param name short and unique within an {@link Advice}: an index's name, or the table and the problem
 * @param findings what it mends, at least one
 * @param sentence what to do and why it helps; lower case, without a full stop
 * @param remedy the change itself
 * @param price what it costs, or null where it costs nothing
 * @param proof what it did when it was tried, or null where it is no change that a plan can show
 */
public record Proposal(
        String name,
        List<Finding> findings,
        String sentence,
        Remedy remedy,
        @Nullable Price price,
        @Nullable Proof proof) {
    public Proposal {
        findings = List.copyOf(findings);
    }
}
