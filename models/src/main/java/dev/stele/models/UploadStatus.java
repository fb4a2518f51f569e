package dev.stele.models;

/** How far the processing of an uploaded file is; stored by name, in the database's own type. */
public enum UploadStatus {
    /** Queued or being processed. */
    IN_PROGRESS("In Progress"),
    /** Processed, its text can be searched. */
    COMPLETED("Completed"),
    /** Given up. */
    FAILED("Failed");

    private final String label;

    UploadStatus(String label) {
        this.label = label;
    }

    /** What people are shown. */
    public String label() {
        return label;
    }
}
