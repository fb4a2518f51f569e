package dev.stele.models;

import jakarta.persistence.EnumeratedValue;

/** How the members of a team work together. */
public enum Workflow {
    /** A root member hands tasks to leaders and workers. */
    HIERARCHICAL("hierarchical"),
    /** Each member works after the member it follows. */
    SEQUENTIAL("sequential");

    @EnumeratedValue
    private final String column;

    Workflow(String column) {
        this.column = column;
    }

    /** What is stored. */
    public String column() {
        return column;
    }
}
