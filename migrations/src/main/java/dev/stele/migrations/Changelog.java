package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ordered versions of a schema, each a numbered file of SQL in Liquibase's formatted form.
 *
 * <p>Immutable and safe for use by many threads. Files are read once, when the changelog is made.
 *
 * <pre>{@code
 * Changelog.bundled().then(Changelog.classPath("db/changelog"))   // ours, then the application's
 * Changelog.classPath("db/changelog")                             // the application's alone
 * }</pre>
 */
public final class Changelog {
    private final List<ChangelogFile> files;

    private Changelog(List<ChangelogFile> files) {
        this.files = List.copyOf(files);
        refuseTwins();
    }

    /** Reads the versions that come with Stele: the tables of its eight families. */
    public static Changelog bundled() {
        return new Changelog(ChangelogFolder.bundled());
    }

    /**
     * Reads the optional versions that make five roles, give the owner the schema's objects and the others their rights.
     *
     * <p>For behind {@link #bundled()}, or behind the application's own alone. Whoever applies it first is a superuser, or
     * may make roles; afterwards the migrator migrates. Whoever migrates then, a superuser too, does so as the owner; a
     * changeset that needs more begins with {@code set local role none}.
     */
    public static Changelog roles(RoleNames names) {
        return new Changelog(ChangelogFolder.roles(names));
    }

    /**
     * Reads the optional versions that let nobody see a team's data but in a transaction of its tenant; for behind
     * {@link #bundled()}.
     *
     * <p>Tenants are named by {@code tx().tenant(…)}: {@code user:7}, {@code team:7}, or {@code *} for all.
     */
    public static Changelog rowSecurity() {
        return new Changelog(ChangelogFolder.rowSecurity());
    }

    /**
     * Reads an application's versions from a folder of the class path, such as {@code db/changelog}.
     *
     * @throws MigrationException if the folder holds no version or a file is not formatted SQL
     */
    public static Changelog classPath(String folder) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return classPath(folder, context == null ? Changelog.class.getClassLoader() : context);
    }

    /**
     * Reads an application's versions from a folder that {@code loader} sees, in a directory or a jar.
     *
     * @throws MigrationException if the folder holds no version or a file is not formatted SQL
     */
    public static Changelog classPath(String folder, ClassLoader loader) {
        return new Changelog(sorted(ChangelogFolder.ofClassPath("app", folder, loader)));
    }

    /**
     * Reads an application's versions from a folder on disk.
     *
     * @param recordedAs the folder's name in the history; on the class path the same files have their folder's name,
     *     so pass that one where both are used; without a slash at either end, which is left out
     * @throws IllegalArgumentException if {@code recordedAs} is empty or not relative
     * @throws MigrationException if the folder holds no version or a file is not formatted SQL
     */
    public static Changelog directory(Path directory, String recordedAs) {
        return new Changelog(sorted(ChangelogFolder.ofDirectory("app", directory, RecordedName.said(recordedAs))));
    }

    /**
     * The last version of a folder; more than one where two developers wrote the same number. Asks no database.
     *
     * @throws MigrationException if the folder holds no version or a file is not formatted SQL
     */
    public static List<Version> heads(Path directory) {
        return new TwoHeads(directory).heads();
    }

    /**
     * Makes two lines of versions one, by giving files of the newer line the numbers after all others.
     *
     * <p>Databases that have applied a renamed file follow at their next upgrade: its changesets keep author, id and text.
     *
     * @param newer the files of the newer line, such as {@code 0003-add-note.sql}; none where only the last number is
     *     there twice, and then the later of its names is the newer one
     * @return the versions as they are called now; empty where there was one line only
     * @throws MigrationException if it cannot be told what belongs together; nothing is renamed then
     */
    public static List<Version> merge(Path directory, String... newer) {
        return new TwoHeads(directory).merge(List.of(newer));
    }

    /** A changelog without any version, before the first is generated. */
    public static Changelog empty() {
        return new Changelog(List.of());
    }

    /** Puts the versions of {@code next} after these. */
    public Changelog then(Changelog next) {
        List<ChangelogFile> both = new ArrayList<>(files);
        both.addAll(next.files);
        return new Changelog(both);
    }

    /** Copies with one more version at the end. */
    Changelog with(ChangelogFile file) {
        List<ChangelogFile> more = new ArrayList<>(files);
        more.add(file);
        return new Changelog(more);
    }

    /** Whether the versions of {@link #rowSecurity()} are part of it. */
    public boolean includesRowSecurity() {
        return files.stream().anyMatch(file -> file.version().source().equals(ChangelogFolder.ROW_SECURITY));
    }

    /** The versions in the order they are applied. */
    public List<Version> versions() {
        return files.stream().map(ChangelogFile::version).toList();
    }

    /** The last version, or {@link Version#BASE} where there is none. */
    public Version head() {
        return files.isEmpty() ? Version.BASE : files.get(files.size() - 1).version();
    }

    /**
     * Finds a version by its number ({@code 0003} or {@code 3}), its label ({@code app:0003}), {@code base} or
     * {@code head}.
     *
     * @throws MigrationException if there is no such version, or more than one; the message lists the known ones
     */
    public Version version(String text) {
        if (text.strip().equalsIgnoreCase("head")) {
            return head();
        }
        if (text.strip().equalsIgnoreCase("base")) {
            return Version.BASE;
        }
        List<Version> meant = versions().stream().filter(v -> v.answersTo(text)).toList();
        if (meant.size() == 1) {
            return meant.get(0);
        }
        throw new MigrationException(
                meant.isEmpty()
                        ? "version \"" + text + "\" is not in the changelog"
                        : "version \"" + text + "\" could be any of " + labels(meant),
                "known versions: base, " + labels(versions()),
                null,
                null);
    }

    /**
     * Writes the SQL script that brings a database from one version to another, without any database connection.
     *
     * <p>{@code psql -v ON_ERROR_STOP=1 -f} applies it with the same result as online, history included: one
     * transaction a changeset, aborting at the top when the database is not at {@code from}.
     *
     * @throws MigrationException if a version is unknown, a changeset cannot be read, or a rollback is missing
     */
    public String script(String from, String to) {
        return OfflineScript.write(this, version(from), version(to));
    }

    List<ChangelogFile> files() {
        return files;
    }

    /** The files after {@code from} up to and with {@code to}; empty where {@code to} is not after it. */
    List<ChangelogFile> between(Version from, Version to) {
        int start = position(from);
        int end = position(to);
        return start >= end ? List.of() : files.subList(start, end);
    }

    /** How many files a version stands for, counted from the empty database. */
    int position(Version version) {
        return version.equals(Version.BASE) ? 0 : versions().indexOf(version) + 1;
    }

    /** Every changeset in order. */
    List<ChangesetId> changesets() {
        return files.stream().flatMap(file -> file.changesets().stream()).toList();
    }

    /** Whether the versions of {@link #bundled()} are part of it. */
    public boolean includesBundled() {
        return files.stream().anyMatch(file -> file.version().source().equals(Version.OURS));
    }

    private void refuseTwins() {
        Map<String, String> paths = new HashMap<>();
        Set<ChangesetId> keys = new HashSet<>();
        for (ChangelogFile file : files) {
            String other = paths.put(withoutZeros(file.version()), file.path());
            if (other != null) {
                throw twice(
                        "version " + file.version(),
                        other,
                        file.path(),
                        "call Changelog.merge(folder), which gives the newer file the next number;"
                                + " databases that applied it follow");
            }
            for (ChangesetId key : file.changesets()) {
                if (!keys.add(key)) {
                    throw twice("changeset \"" + key.label() + "\"", file.path(), file.path(), "give one a new id");
                }
            }
        }
    }

    private static MigrationException twice(String what, String one, String other, String hint) {
        String places = one.equals(other) ? one : one + " and " + other;
        return new MigrationException(what + " is declared twice, in " + places, hint, null, null);
    }

    private static List<ChangelogFile> sorted(List<ChangelogFile> files) {
        return files.stream()
                .sorted(Comparator.comparing(file -> number(file.version())))
                .toList();
    }

    private static BigInteger number(Version version) {
        return new BigInteger(version.number());
    }

    private static String withoutZeros(Version version) {
        return version.source() + ":" + number(version);
    }

    private static String labels(List<Version> versions) {
        return versions.stream().map(Version::label).collect(Collectors.joining(", "));
    }
}
