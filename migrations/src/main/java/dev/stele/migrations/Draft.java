package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.review.Review;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A generated version of the changelog, proven and not yet written.
 *
 * <p>Immutable. Empty where there is nothing to do.
 */
public final class Draft {
    private final String fileName;
    private final String sql;
    private final List<String> changes;
    private final Proven proven;

    /**
     * What is known of it by having run it.
     *
     * @param how it was proven
     * @param review what its statements did
     */
    record Proven(String how, Review review) {}

    Draft(String fileName, String sql, List<String> changes, String proof) {
        this(fileName, sql, changes, new Proven(proof, Review.of(sql, DraftProof.reviewing(fileName))));
    }

    Draft(String fileName, String sql, List<String> changes, Proven proven) {
        this.fileName = fileName;
        this.sql = sql;
        this.changes = List.copyOf(changes);
        this.proven = proven;
    }

    /** The draft of what is done already; {@code because} says in words what agrees with what. */
    static Draft nothing(String because) {
        return new Draft("", "", List.of(), "nothing to do: " + because);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return sql.isEmpty();
    }

    /** The name of its file, such as {@code 0003-add-note.sql}; empty where there is nothing to do. */
    public String fileName() {
        return fileName;
    }

    /** The text of its file: formatted SQL with its rollbacks; empty where there is nothing to do. */
    public String sql() {
        return sql;
    }

    /** What it changes, one object a line. */
    public List<String> changes() {
        return changes;
    }

    /** What it locked and rewrote in a scratch database, what it would lose, and the safer form where there is one. */
    public Review review() {
        return proven.review();
    }

    /** How it was proven; where there is nothing to do, why. */
    public String proof() {
        return proven.how();
    }

    /**
     * Writes its file into a folder, which is made where it is missing; does nothing where there is nothing to do.
     *
     * @return the file; empty where there is nothing to do
     * @throws MigrationException if the file is there already, or cannot be written
     */
    public Optional<Path> write(Path directory) {
        if (isEmpty()) {
            return Optional.empty();
        }
        Path file = directory.resolve(fileName);
        try {
            Files.createDirectories(directory);
            Files.writeString(file, sql, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return Optional.of(file);
        } catch (FileAlreadyExistsException e) {
            throw new MigrationException(
                    "cannot write " + file + ": it is there already",
                    "read the changelog from this folder, so that the next number is known",
                    null,
                    e);
        } catch (IOException e) {
            throw new MigrationException("cannot write " + file, String.valueOf(e.getMessage()), null, e);
        }
    }

    /** One screen for people: the file, what it changes, how it was proven. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return proven.how();
        }
        return fileName + "\n  " + String.join("\n  ", changes) + "\nproof: " + proven.how();
    }
}
