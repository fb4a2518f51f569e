package dev.stele.migrations;

import org.jspecify.annotations.Nullable;

/**
 * What tells one changeset from all others, in the changelog and in the history.
 *
 * @param author the part of its header before the colon
 * @param id the part after it
 * @param file the changelog file's name as the history records it
 */
public record ChangesetId(String author, String id, String file) {

    /** Written out, since the methods that Java makes for records take milliseconds to link, at every start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChangesetId that
                && id.equals(that.id)
                && author.equals(that.author)
                && file.equals(that.file);
    }

    @Override
    public int hashCode() {
        return 31 * author.hashCode() + id.hashCode();
    }

    /** The changeset as its header names it, such as {@code stele:create-team}. */
    public String label() {
        return author + ":" + id;
    }

    @Override
    public String toString() {
        return "changeset \"" + label() + "\" of " + file;
    }
}
