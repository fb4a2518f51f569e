package dev.stele.migrations.backup;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a backup; every file but the manifest and its seal is named here.
 *
 * @param made when its snapshot was taken, by the server's clock
 * @param database what it was taken of
 * @param serverVersion the version of the server as a number, such as 180002
 * @param snapshot the name of the exported snapshot, which other sessions could read meanwhile
 * @param position how far the write-ahead log was when the snapshot was taken, or empty on a standby and
 *     where the server does not tell
 * @param compression {@code none} or {@code gzip}
 * @param encryption how its files are encrypted, or null
 * @param fingerprint that of the catalog
 * @param tables the tables, each with its rows
 * @param sequences where the sequences stood; never behind the rows
 * @param leftOut what the database has and the backup has not, in words
 * @param files all other files
 */
public record Manifest(
        Instant made,
        Database database,
        int serverVersion,
        String snapshot,
        String position,
        String compression,
        @Nullable Encryption encryption,
        String fingerprint,
        List<Table> tables,
        List<Sequence> sequences,
        List<String> leftOut,
        List<File> files) {
    /** The newest format that this version reads, and the one it writes. */
    public static final int FORMAT = 1;

    /** Copies the lists. */
    public Manifest {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        leftOut = List.copyOf(leftOut);
        files = List.copyOf(files);
    }

    /** The number of rows in all tables. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /** The size of all files but the manifest, in bytes. */
    public long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }

    /**
     * What a new database has to have before its first object.
     *
     * @param name what it was called
     * @param owner whose it was
     * @param locale encoding and locale as clauses of CREATE DATABASE
     * @param statements its settings, privileges and comment, with {@code %s} in place of its name
     * @param roles every role that owns something or may do something
     */
    public record Database(String name, String owner, String locale, List<String> statements, List<String> roles) {
        /** Copies the lists. */
        public Database {
            statements = List.copyOf(statements);
            roles = List.copyOf(roles);
        }
    }

    /**
     * How files are encrypted.
     *
     * @param cipher always {@value #CIPHER}
     * @param salt what the keys of this backup were derived with
     * @param check by which another key is recognised
     */
    public record Encryption(String cipher, String salt, String check) {
        static final String CIPHER = "AES-256-GCM";
    }

    /**
     * One table with its rows; large objects together are one without a schema.
     *
     * @param schema its schema, or empty
     * @param name its name
     * @param columns those that were copied: all but generated ones
     * @param format {@code binary} or {@code text}, as COPY calls it
     * @param rows how many there are
     * @param hash the sum of the hashes of all rows
     * @param files where they are
     */
    public record Table(
            String schema,
            String name,
            List<String> columns,
            String format,
            long rows,
            String hash,
            List<String> files) {
        /** Copies the lists. */
        public Table {
            columns = List.copyOf(columns);
            files = List.copyOf(files);
        }

        /** The name with its schema. */
        public String label() {
            return schema.isEmpty() ? name : schema + "." + name;
        }
    }

    /**
     * Where a sequence stood.
     *
     * @param schema its schema
     * @param name its name
     * @param value the last value
     * @param called whether the next one comes after it, not at it
     */
    public record Sequence(String schema, String name, long value, boolean called) {}

    /**
     * One file.
     *
     * @param name its path within the backup
     * @param bytes its size
     * @param sha256 the SHA-256 of what is stored, in hexadecimal
     * @param rows how many rows it holds; none in a file of the schema
     */
    public record File(String name, long bytes, String sha256, long rows) {}
}
