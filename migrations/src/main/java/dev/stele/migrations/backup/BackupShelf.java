package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backups in one folder, of which only those count that are whole. */
final class BackupShelf {
    private static final Logger log = LoggerFactory.getLogger(BackupShelf.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;
    private final @Nullable BackupKey key;

    BackupShelf(Path folder, @Nullable BackupKey key) {
        this.folder = folder.toAbsolutePath().normalize();
        this.key = key;
    }

    /**
     * Makes the folder where only it is missing, and tries to write into it.
     *
     * @throws BackupException saying why no backup can be kept there
     */
    void prepare() {
        try {
            if (!Files.exists(folder) && Files.isDirectory(PrivateFiles.parent(folder))) {
                PrivateFiles.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException raced) {
            // Another process has a schedule for the same folder; it is looked at now.
            log.debug("the folder {} was made meanwhile", folder);
        } catch (IOException e) {
            throw refused(PrivateFiles.said(e), "let the user of this process write there, or name another folder", e);
        }
        requireUsable();
    }

    /**
     * Tries to write into the folder, which is not made anew: where a disk was mounted the next one would fill another.
     *
     * @throws BackupException saying why no backup can be kept there
     */
    void requireUsable() {
        if (Files.isRegularFile(folder)) {
            throw refused("it is a file", "name a folder", null);
        }
        if (!Files.isDirectory(folder)) {
            Path missing = folder;
            for (Path up = folder; up != null && !Files.exists(up); up = up.getParent()) {
                missing = up;
            }
            throw refused(
                    missing + " does not exist",
                    "make it, or mount what should be there, or name another folder",
                    null);
        }
        Path attempt = folder.resolve(DirectoryTarget.PARTIAL + UUID.randomUUID());
        try {
            PrivateFiles.createDirectory(attempt);
            Files.delete(attempt);
        } catch (IOException e) {
            throw refused(PrivateFiles.said(e), "let the user of this process write there, or name another folder", e);
        }
    }

    private BackupException refused(String why, String hint, @Nullable IOException cause) {
        return new BackupException("cannot keep backups in " + folder + ": " + why, hint, null, cause);
    }

    private record Whole(Path directory, Instant made) {}

    /** The name of the next one. */
    Path next(String database, Instant now) {
        return folder.resolve(prefix(database) + TIME.format(now));
    }

    private static String prefix(String database) {
        return database.replaceAll("[^A-Za-z0-9_.-]", "_") + "-";
    }

    Optional<Instant> newest(String database) {
        return whole(database).stream().map(Whole::made).max(Comparator.naturalOrder());
    }

    /** Deletes what need not stay, and what killed processes began a day ago; returns the backups that went. */
    List<Path> clear(String database, Keep keep) {
        List<Whole> all = whole(database);
        Set<Whole> kept = keep.of(all, Whole::made);
        List<Path> deleted = new ArrayList<>();
        for (Whole backup : all) {
            if (!kept.contains(backup)) {
                PrivateFiles.delete(backup.directory());
                deleted.add(backup.directory());
            }
        }
        list(name -> name.startsWith(DirectoryTarget.PARTIAL)).stream()
                .filter(BackupShelf::isAbandoned)
                .forEach(PrivateFiles::delete);
        return deleted;
    }

    private static boolean isAbandoned(Path partial) {
        try {
            FileTime changed = Files.getLastModifiedTime(partial);
            return changed.toInstant().isBefore(Instant.now().minus(ABANDONED));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Those that have a sealed manifest and all files in their sizes; only they may take another's place. */
    private List<Whole> whole(String database) {
        List<Whole> whole = new ArrayList<>();
        for (Path directory : list(name -> name.startsWith(prefix(database)))) {
            try {
                Manifest manifest = BackupFiles.open(directory, key).manifest();
                if (manifest.database().name().equals(database)) {
                    whole.add(new Whole(directory, manifest.made()));
                }
            } catch (BackupException e) {
                log.warn("not counted among the backups: {}", e.getMessage());
            }
        }
        return whole;
    }

    private List<Path> list(Predicate<String> named) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> named.test(path.getFileName().toString()))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BackupException("could not read the folder " + folder, null, null, e);
        }
    }
}
