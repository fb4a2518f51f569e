package dev.stele.core.mapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stored mapping: a digest of the key and of the bytes, then the bytes.
 *
 * <p>Many processes may use one directory. Whatever goes wrong with a file is no error: Hibernate knows the mapping.
 */
final class MappingFile {
    private static final Logger LOG = LoggerFactory.getLogger(MappingFile.class);
    private static final String SUFFIX = ".mapping";
    private static final int DIGEST = 32;

    /** Every build of an application leaves a file behind. */
    private static final int KEPT = 64;

    private final Path path;
    private final byte[] key;
    private final Collection<Class<?>> entities;

    private MappingFile(Path path, byte[] key, Collection<Class<?>> entities) {
        this.path = path;
        this.key = key;
        this.entities = entities;
    }

    /** The file for exactly these classes and settings; null where no file could be trusted. */
    static @Nullable MappingFile of(Path directory, Collection<Class<?>> entities, Map<String, Object> settings) {
        try {
            String key = MappingKey.of(entities, settings);
            byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
            return new MappingFile(directory.resolve(key + SUFFIX), bytes, entities);
        } catch (NotStored why) {
            LOG.debug("the mapping is not stored: {}", why.getMessage());
        } catch (IOException | RuntimeException | LinkageError unknown) {
            LOG.debug("the mapping is not stored", unknown);
        }
        return null;
    }

    /** The stored mappings; empty where there are none, or none that are ours and whole. */
    List<EntityMapping> read() {
        try {
            if (!isOurs(path) || !isOurs(directory())) {
                LOG.debug("{} is not used: others may write to it, or to its directory", path);
                return List.of();
            }
            byte[] all = Files.readAllBytes(path);
            byte[] body = Arrays.copyOfRange(all, Math.min(DIGEST, all.length), all.length);
            if (!Arrays.equals(digest(body), Arrays.copyOf(all, DIGEST))) {
                LOG.debug("{} is not used: it is damaged", path);
                return List.of();
            }
            List<EntityMapping> mappings = MappingReader.read(body, new NamedClasses(entities));
            LOG.debug("the mapping is that of {}", path);
            return mappings;
        } catch (NoSuchFileException first) {
            return List.of();
        } catch (IOException | RuntimeException | LinkageError unreadable) {
            LOG.debug("{} is not used", path, unreadable);
            return List.of();
        }
    }

    /** Stores the mappings, unless one of them needs Hibernate or the directory refuses. */
    void write(Collection<EntityMapping> mappings) {
        try {
            byte[] body = MappingWriter.write(mappings, new NamedClasses(entities));
            Files.createDirectories(directory());
            store(body);
            LOG.debug("{} is written", path);
            removeOldest();
        } catch (NotStored why) {
            LOG.debug("the mapping is not stored: {}", why.getMessage());
        } catch (IOException | RuntimeException refused) {
            LOG.debug("{} could not be written", path, refused);
        }
    }

    private void store(byte[] body) throws IOException {
        Path written = Files.createTempFile(directory(), "new", ".tmp");
        try {
            byte[] all = Arrays.copyOf(digest(body), DIGEST + body.length);
            System.arraycopy(body, 0, all, DIGEST, body.length);
            Files.write(written, all);
            if (Files.getFileAttributeView(written, PosixFileAttributeView.class) != null) {
                // A directory may be filled while an image is built, and read by another account.
                Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private void removeOldest() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            List<Path> old = files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(SUFFIX) || name.endsWith(".tmp");
                    })
                    .sorted(Comparator.comparing((Path file) -> file.toFile().lastModified())
                            .reversed())
                    .skip(KEPT)
                    .toList();
            for (Path file : old) {
                if (Files.deleteIfExists(file)) {
                    LOG.debug("{} is removed: {} newer ones are kept", file, KEPT);
                }
            }
        }
    }

    private Path directory() {
        return java.util.Objects.requireNonNull(path.getParent());
    }

    private byte[] digest(byte[] body) {
        return MappingKey.sha256(key, body);
    }

    /** Whether only this user, or root, can have written it. */
    private static boolean isOurs(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return true; // such a system keeps others out of one's home by other means
        }
        PosixFileAttributes found = view.readAttributes();
        return !found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !found.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                && (found.owner().getName().equals("root")
                        || found.owner().getName().equals(System.getProperty("user.name")));
    }
}
