/**
 * Copies a database into plain files while it is written to, and puts it back.
 *
 * <p>A backup is a directory, or the same files in one zip stream:
 *
 * <ul>
 *   <li>{@code manifest.json}: format, time, server, snapshot, tables with rows and content hash, sequences, what was left
 *       out, and every other file with its size and SHA-256;
 *   <li>{@code manifest.seal}: the SHA-256 of the manifest, or its HMAC where a key was given;
 *   <li>{@code catalog.txt}: the schema as the server printed it, from which it is made again;
 *   <li>{@code schema-before.sql} and {@code schema-after.sql}: the same for psql, before and after the rows;
 *   <li>{@code data/}: what COPY sent, several files for a large table, compressed or not.
 * </ul>
 *
 * <p>With a key all files but the manifest and its seal are AES-256-GCM in numbered segments. The content hash of a table
 * is the sum of a 128-bit hash of each row as COPY sent it, so that the order of rows does not matter.
 *
 * <p>Uses: the JDK, JDBC, {@code dev.stele.core}, {@code dev.stele.migrations.diff} and {@code direct}. Must
 * not use: Liquibase, {@code dev.stele.migrations}.
 */
@NullMarked
package dev.stele.migrations.backup;

import org.jspecify.annotations.NullMarked;
