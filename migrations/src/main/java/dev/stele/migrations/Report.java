package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check of the changelog or the schema found.
 *
 * @param checked what was checked
 * @param findings each thing that is wrong, in words; empty where all is well
 * @param extras what is there beyond what was asked for; it is no fault
 */
public record Report(String checked, List<String> findings, List<String> extras) {

    /** Keeps copies of the lists. */
    public Report {
        findings = List.copyOf(findings);
        extras = List.copyOf(extras);
    }

    Report(String checked, List<String> findings) {
        this(checked, findings, List.of());
    }

    /** Copies with more findings at the end. */
    Report and(List<String> more) {
        List<String> all = new ArrayList<>(findings);
        all.addAll(more);
        return new Report(checked, all, extras);
    }

    /** Whether nothing is wrong. */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /**
     * Does nothing when all is well.
     *
     * @throws MigrationException naming every finding
     */
    public void requireClean() {
        if (!isClean()) {
            throw new MigrationException(
                    checked + " is not as it should be:\n  - " + String.join("\n  - ", findings), null, null, null);
        }
    }
}
