package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.change.CheckSum;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.database.core.PostgresDatabase;
import liquibase.exception.LiquibaseException;
import liquibase.parser.core.formattedsql.FormattedSqlChangeLogParser;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawSqlStatement;
import liquibase.util.LiquibaseUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads changesets with Liquibase: its parser, its statement splitter, its checksums.
 *
 * <p>Liquibase never sees the database here. Its own runner commits a changeset before it writes the history row, so a
 * process that dies in between leaves a changeset that is applied and not recorded; ours writes both in one
 * transaction.
 */
final class FormattedSql {
    /** Liquibase asks a server of its makers' whether and where to report, unless told not to. */
    static final Map<String, Object> QUIET = Map.of(
            "liquibase.analytics.enabled",
            false,
            Scope.Attr.logService.name(),
            new Slf4jLogService(),
            Scope.Attr.ui.name(),
            new SilentConsole());

    private FormattedSql() {}

    /**
     * Reads the changesets of {@code files}, in order.
     *
     * @throws MigrationException if a file cannot be read or uses what is not supported
     */
    static List<Changeset> read(List<ChangelogFile> files) {
        return quietly(() -> {
            List<Changeset> found = new ArrayList<>();
            for (ChangelogFile file : files) {
                found.addAll(read(file));
            }
            return found;
        });
    }

    /** The changesets of {@code wanted}, in its order; those that {@code files} lack are left out. */
    static List<Changeset> read(List<ChangelogFile> files, List<ChangesetId> wanted) {
        List<ChangelogFile> needed = files.stream()
                .filter(file -> file.changesets().stream().anyMatch(wanted::contains))
                .toList();
        return read(needed).stream()
                .filter(changeset -> wanted.contains(changeset.id()))
                .sorted(Comparator.comparing(changeset -> wanted.indexOf(changeset.id())))
                .toList();
    }

    /** The changesets whose text is not what was recorded; where nothing was recorded, any text is. */
    static List<Edit> edits(List<ChangelogFile> files, Applied applied) {
        Map<ChangesetId, HistoryEntry> recorded = new HashMap<>();
        applied.entries().forEach(entry -> recorded.put(entry.changeset(), entry));
        return quietly(() -> {
            List<Edit> edits = new ArrayList<>();
            for (ChangelogFile file : files) {
                for (ChangeSet changeSet : parse(file)) {
                    HistoryEntry entry = recorded.get(key(changeSet));
                    if (entry != null) {
                        Edit.of(key(changeSet), entry, fits(changeSet, entry.checksum()), words(changeSet))
                                .ifPresent(edits::add);
                    }
                }
            }
            return edits;
        });
    }

    /** Whether {@code entry} recorded the text that the changeset {@code id} of {@code file} has. */
    static boolean fits(ChangelogFile file, ChangesetId id, HistoryEntry entry) {
        return quietly(() -> {
            for (ChangeSet changeSet : parse(file)) {
                if (key(changeSet).equals(id)) {
                    return entry.checksum() != null
                            && fits(changeSet, entry.checksum())
                            && (entry.words() == null || entry.words().equals(words(changeSet)));
                }
            }
            return false;
        });
    }

    private static boolean fits(ChangeSet changeSet, @Nullable String checksum) {
        return checksum == null || changeSet.isCheckSumValid(CheckSum.parse(checksum));
    }

    private static String words(ChangeSet changeSet) {
        return SqlText.words(changeSet.getChanges().stream()
                .filter(AbstractSQLChange.class::isInstance)
                .map(change -> String.valueOf(((AbstractSQLChange) change).getSql()))
                .collect(Collectors.joining("\n")));
    }

    /** The version of Liquibase in use, as its history records it. */
    static String liquibaseVersion() {
        return quietly(LiquibaseUtil::getBuildVersion);
    }

    private static List<Changeset> read(ChangelogFile file) throws LiquibaseException {
        List<Changeset> found = new ArrayList<>();
        for (ChangeSet changeSet : parse(file)) {
            found.add(changeset(changeSet, file));
        }
        if (!found.stream().map(Changeset::id).toList().equals(file.changesets())) {
            throw new MigrationException(
                    "cannot tell the changesets of " + file.path() + " apart",
                    "write each header as \"--changeset author:id\" on a line of its own, outside ignoreLines",
                    null,
                    null);
        }
        return found;
    }

    private static Changeset changeset(ChangeSet changeSet, ChangelogFile file) {
        List<String> unsupported = Unsupported.attributes(changeSet);
        if (!unsupported.isEmpty()) {
            throw new MigrationException(
                    key(changeSet) + " uses what is not supported: " + String.join(", ", unsupported),
                    "every changeset runs exactly once on every database; write " + file.path() + " without it",
                    null,
                    null);
        }
        if (file.inOneTransaction() && !changeSet.isRunInTransaction()) {
            throw new MigrationException(
                    key(changeSet) + " runs outside a transaction, and the file says stele:one-transaction",
                    "give it a file of its own",
                    null,
                    null);
        }
        List<Change> rollback = changeSet.getRollback().getChanges();
        return new Changeset(
                key(changeSet),
                file.version(),
                statements(changeSet.getChanges()),
                statements(rollback),
                !rollback.isEmpty(),
                changeSet.isRunInTransaction(),
                file.inOneTransaction(),
                changeSet.generateCheckSum(ChecksumVersion.latest()).toString(),
                words(changeSet),
                changeSet.getComments() == null ? "" : changeSet.getComments().strip());
    }

    private static List<ChangeSet> parse(ChangelogFile file) throws LiquibaseException {
        var accessor = new MemoryResources(Map.of(file.path(), file.text()));
        var parameters = new ChangeLogParameters(new PostgresDatabase());
        return new FormattedSqlChangeLogParser()
                .parse(file.path(), parameters, accessor)
                .getChangeSets();
    }

    /** The texts as they are; Liquibase's own generators would look up this machine's name in the DNS. */
    @SuppressWarnings("deprecation") // what its SQL changes still return
    private static List<String> statements(List<Change> changes) {
        var postgres = new PostgresDatabase();
        List<String> found = new ArrayList<>();
        for (Change change : changes) {
            for (SqlStatement statement : change.generateStatements(postgres)) {
                if (!(statement instanceof RawSqlStatement raw)) {
                    throw new MigrationException("a changelog of SQL holds " + statement, null, null, null);
                }
                found.add(raw.getSql().strip());
            }
        }
        return found;
    }

    private static ChangesetId key(ChangeSet changeSet) {
        return new ChangesetId(changeSet.getAuthor(), changeSet.getId(), changeSet.getFilePath());
    }

    private static <T> T quietly(Scope.ScopedRunnerWithReturn<T> work) {
        try {
            return Scope.child(QUIET, work);
        } catch (MigrationException e) {
            throw e;
        } catch (Exception e) {
            throw new MigrationException("cannot read the changelog: " + e.getMessage(), null, null, e);
        }
    }
}
