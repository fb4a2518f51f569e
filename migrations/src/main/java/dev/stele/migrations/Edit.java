package dev.stele.migrations;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An applied changeset whose text is another one now.
 *
 * <p>Liquibase's checksum counts comments and leaves out every space, tab and line end, in literals too: it takes 'a b'
 * and 'ab' for the same and a new comment for another text. Our own hash does neither.
 *
 * @param changeset the changeset
 * @param real whether more than comments and white space between words differs, as far as the history can tell
 */
record Edit(ChangesetId changeset, boolean real) {

    static Optional<Edit> of(ChangesetId id, HistoryEntry entry, boolean checksumFits, @Nullable String words) {
        if (entry.words() == null) {
            return checksumFits ? Optional.empty() : Optional.of(new Edit(id, true));
        }
        boolean sameWords = entry.words().equals(words);
        return sameWords && checksumFits ? Optional.empty() : Optional.of(new Edit(id, !sameWords));
    }
}
