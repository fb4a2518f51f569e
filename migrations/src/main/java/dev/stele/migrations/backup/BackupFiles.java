package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The files of a backup in a directory, refused by name where one is not what the manifest says. */
final class BackupFiles {
    static final String MANIFEST = "manifest.json";
    static final String SEAL = "manifest.seal";
    static final String CATALOG = "catalog.txt";
    static final String BEFORE = "schema-before.sql";
    static final String AFTER = "schema-after.sql";

    static final String NAMES = "(data/)?[a-z0-9][a-z0-9_.-]*";

    private static final int BUFFER = 1 << 17;
    // Of the length that a manifest of a million files has.
    private static final long LONGEST_MANIFEST = 1L << 30;

    private final Path directory;
    private final Manifest manifest;
    private final @Nullable Envelope envelope;
    private final Map<String, Manifest.File> byName;

    private BackupFiles(Path directory, Manifest manifest, @Nullable Envelope envelope) {
        this.directory = directory;
        this.manifest = manifest;
        this.envelope = envelope;
        this.byName = manifest.files().stream()
                .collect(Collectors.toMap(Manifest.File::name, Function.identity(), (first, second) -> first));
    }

    static byte[] seal(byte[] manifest, @Nullable Envelope envelope) {
        String text = envelope == null
                ? "sha256 " + HexFormat.of().formatHex(FileSet.sha256().digest(manifest))
                : "hmac-sha256 " + envelope.seal(manifest);
        return (text + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the manifest and holds it against its seal; the other files are only looked for.
     *
     * @throws BackupException if this is no backup, or not one that can be read
     */
    static BackupFiles open(Path directory, @Nullable BackupKey key) {
        byte[] manifest = small(directory, MANIFEST);
        byte[] seal = small(directory, SEAL);
        String where = directory.resolve(MANIFEST).toString();
        boolean encrypted = new String(seal, StandardCharsets.US_ASCII).startsWith("hmac-sha256 ");
        if (!encrypted && !MessageDigest.isEqual(seal, seal(manifest, null))) {
            throw refused(where + " is damaged: it is not what " + SEAL + " was made of");
        }
        Manifest read = ManifestText.read(manifest, where);
        Envelope envelope = envelope(directory, read, key);
        if ((envelope != null) != encrypted || !MessageDigest.isEqual(seal, seal(manifest, envelope))) {
            throw refused(where + " is damaged: it is not what " + SEAL + " was made of");
        }
        BackupFiles files = new BackupFiles(directory, read, envelope);
        files.requireWhole();
        return files;
    }

    private static @Nullable Envelope envelope(Path directory, Manifest manifest, @Nullable BackupKey key) {
        Manifest.Encryption told = manifest.encryption();
        if (told == null) {
            if (key != null) {
                throw new BackupException(
                        "the backup " + directory + " is not encrypted, and a key was given",
                        "whoever can write there could have put it in the place of an encrypted one;"
                                + " leave the key out to restore it all the same",
                        null,
                        null);
            }
            return null;
        }
        if (key == null) {
            throw new BackupException(
                    "the backup " + directory + " is encrypted, and no key was given",
                    "give the key with RestoreOptions.withKey(…)",
                    null,
                    null);
        }
        Envelope opened =
                told.cipher().equals(Manifest.Encryption.CIPHER) && told.salt().matches("([0-9a-f]{2})+")
                        ? Envelope.open(key, told)
                        : null;
        if (opened == null) {
            throw refused("the key is not the one that the backup " + directory + " was encrypted with");
        }
        return opened;
    }

    private void requireWhole() {
        Set<String> needed = new HashSet<>(Set.of(CATALOG));
        manifest.tables().forEach(table -> needed.addAll(table.files()));
        for (String name : needed) {
            if (!byName.containsKey(name)) {
                throw refused(directory.resolve(MANIFEST) + " does not list the file " + name + ", which it needs");
            }
        }
        for (Manifest.File file : manifest.files()) {
            Path path = path(file);
            long size;
            try {
                size = Files.size(path);
            } catch (IOException e) {
                throw new BackupException("the backup is not whole: " + path + " is missing", null, null, e);
            }
            if (size != file.bytes()) {
                throw refused((size < file.bytes() ? path + " is cut off: " : path + " is damaged: ") + "it has " + size
                        + " bytes and must have " + file.bytes());
            }
        }
    }

    /** Where a file is; the manifest may be anybody's, and must not lead elsewhere. */
    private Path path(Manifest.File file) {
        if (!file.name().matches(NAMES)) {
            throw refused(directory.resolve(MANIFEST) + " lists a file that no backup has: " + file.name());
        }
        return directory.resolve(file.name());
    }

    Manifest manifest() {
        return manifest;
    }

    Path directory() {
        return directory;
    }

    Manifest.File file(String name) {
        Manifest.File file = byName.get(name);
        if (file == null) {
            throw refused(directory.resolve(MANIFEST) + " does not list the file " + name + ", which it needs");
        }
        return file;
    }

    /** Reads a whole file and refuses it where its SHA-256 is another. */
    void verify(Manifest.File file) {
        byte[] buffer = new byte[BUFFER];
        MessageDigest digest = FileSet.sha256();
        Path path = path(file);
        try (InputStream stream = Files.newInputStream(path)) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
            throw refused(path + " is damaged: its SHA-256 is not the one in " + MANIFEST);
        }
    }

    /** Opens a file as it was before it was encrypted and compressed. */
    InputStream read(Manifest.File file) throws IOException {
        InputStream stream = Files.newInputStream(path(file));
        try {
            if (envelope != null) {
                stream = envelope.decrypt(file.name(), new BufferedInputStream(stream, BUFFER));
            }
            return file.name().endsWith(".gz")
                    ? new GZIPInputStream(stream, BUFFER)
                    : envelope == null ? new BufferedInputStream(stream, BUFFER) : stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** The whole of a file of text. */
    String text(String name) {
        Manifest.File file = file(name);
        try (InputStream stream = read(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(path(file), e);
        }
    }

    static BackupException unreadable(Path path, IOException e) {
        return new BackupException("could not read " + path + ": " + PrivateFiles.said(e), null, null, e);
    }

    static BackupException refused(String why) {
        return new BackupException(
                "the backup is refused: " + why, "nothing was changed; use another backup", null, null);
    }

    private static byte[] small(Path directory, String name) {
        Path path = directory.resolve(name);
        try {
            if (Files.size(path) > LONGEST_MANIFEST) {
                throw refused(path + " is longer than any that was ever written");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new BackupException(directory + " is not a backup: " + name + " is missing", null, null, e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
