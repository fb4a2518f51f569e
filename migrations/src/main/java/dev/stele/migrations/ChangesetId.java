package dev.stele.migrations;

/**
 * What tells one changeset from all others, in the changelog and in the history.
 *
 * @param author the part of its header before the colon
 * @param id the part after it
 * @param file the changelog file's name as the history records it
 */
public record ChangesetId(String author, String id, String file) {

    /** The changeset as its header names it, such as {@code stele:create-team}. */
    public String label() {
        return author + ":" + id;
    }

    @Override
    public String toString() {
        return "changeset \"" + label() + "\" of " + file;
    }
}
