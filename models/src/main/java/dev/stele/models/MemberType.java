package dev.stele.models;

import jakarta.persistence.EnumeratedValue;

/** The part a member plays in its team. */
public enum MemberType {
    /** The one member that leads a hierarchical team. */
    ROOT("root"),
    /** Leads members below it. */
    LEADER("leader"),
    /** Does what its leader hands it. */
    WORKER("worker"),
    /** Works in a sequence. */
    FREELANCER("freelancer"),
    /** The one member that begins a sequence. */
    FREELANCER_ROOT("freelancer_root");

    @EnumeratedValue
    private final String column;

    MemberType(String column) {
        this.column = column;
    }

    /** What is stored. */
    public String column() {
        return column;
    }

    /** Whether a team has exactly one member of such a type. */
    public boolean isRoot() {
        return this == ROOT || this == FREELANCER_ROOT;
    }
}
