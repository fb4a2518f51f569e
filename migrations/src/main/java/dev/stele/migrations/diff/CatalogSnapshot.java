package dev.stele.migrations.diff;

import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * The catalog of a database at one moment, in the words of its server.
 *
 * <p>Immutable; can be saved to a file and loaded again.
 */
public final class CatalogSnapshot {
    private final SortedMap<ObjectName, CatalogObject> objects;
    private final int serverVersion;

    CatalogSnapshot(Map<ObjectName, CatalogObject> objects, int serverVersion) {
        this.objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        this.serverVersion = serverVersion;
    }

    /**
     * Reads the catalog that {@code source} leads to, in one read-only transaction.
     *
     * @throws MigrationException if the catalog cannot be read
     */
    public static CatalogSnapshot read(DataSource source, DiffOptions options) {
        try (Connection connection = source.getConnection()) {
            return read(connection, options);
        } catch (SQLException e) {
            throw SnapshotReader.failure(e);
        }
    }

    /**
     * Reads the catalog as {@code connection} sees it; joins its transaction where one is open.
     *
     * @throws MigrationException if the catalog cannot be read
     */
    public static CatalogSnapshot read(Connection connection, DiffOptions options) {
        try {
            return SnapshotReader.read(connection, options);
        } catch (SQLException e) {
            throw SnapshotReader.failure(e);
        }
    }

    /**
     * Loads what {@link #save} wrote.
     *
     * @throws MigrationException if {@code file} cannot be read or is no snapshot
     */
    public static CatalogSnapshot load(Path file) {
        try {
            return SnapshotText.parse(Files.readString(file), file);
        } catch (IOException e) {
            throw new MigrationException("could not read the snapshot " + file, null, null, e);
        }
    }

    /**
     * Reads what {@link #text} returned.
     *
     * @param file where the text came from, for messages
     * @throws MigrationException if it is no snapshot
     */
    public static CatalogSnapshot parse(String text, Path file) {
        return SnapshotText.parse(text, file);
    }

    /** What {@link #save} writes. */
    public String text() {
        return SnapshotText.print(this);
    }

    /**
     * Writes the snapshot to {@code file}, replacing it; the same catalog gives the same file.
     *
     * @throws MigrationException if {@code file} cannot be written
     */
    public void save(Path file) {
        try {
            Files.writeString(file, text());
        } catch (IOException e) {
            throw new MigrationException("could not write the snapshot " + file, null, null, e);
        }
    }

    /** All objects, sorted by name. */
    public Collection<CatalogObject> objects() {
        return objects.values();
    }

    /** The object of that name, if there is one. */
    public Optional<CatalogObject> find(ObjectName name) {
        return Optional.ofNullable(objects.get(name));
    }

    /** The version of the server as a number, such as 180002. */
    public int serverVersion() {
        return serverVersion;
    }

    /** SHA-256 of all that is compared, in hexadecimal; equal catalogs have equal ones on every server. */
    public String fingerprint() {
        try {
            byte[] text = SnapshotText.comparable(this).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    SortedMap<ObjectName, CatalogObject> byName() {
        return objects;
    }

    /** Copies with {@code others} added, each in place of what has its name. */
    public CatalogSnapshot with(Collection<CatalogObject> others) {
        Map<ObjectName, CatalogObject> all = new TreeMap<>(objects);
        others.forEach(object -> all.put(object.name(), object));
        return new CatalogSnapshot(all, serverVersion);
    }

    /** Copies without the objects that {@code unwanted} picks. */
    public CatalogSnapshot without(Predicate<CatalogObject> unwanted) {
        Map<ObjectName, CatalogObject> rest = new TreeMap<>(objects);
        rest.values().removeIf(unwanted);
        return new CatalogSnapshot(rest, serverVersion);
    }

    @Override
    public String toString() {
        return "CatalogSnapshot[" + objects.size() + " objects, server " + serverVersion + "]";
    }
}
