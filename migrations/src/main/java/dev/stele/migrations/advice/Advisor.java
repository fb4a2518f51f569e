package dev.stele.migrations.advice;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import dev.stele.core.statements.Repetition;
import dev.stele.core.statements.StatementFigures;
import dev.stele.core.statements.StatementRecorder;
import dev.stele.migrations.HistoryEntry;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.plan.Explain;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Finds what is slow in a database, and proposes what was seen to help.
 *
 * <p>Immutable and safe for use by many threads; holds nothing open between calls. The live database is only read: its
 * catalog, its statistics, plans, and rows where proposals are tried on a copy of them. Nothing is changed there.
 */
public final class Advisor {
    /** Among what took most there are loads and migrations, which ran once. */
    private static final int MORE = 4;

    private final ProofPlaces places;
    private final Migrations migrations;
    private final Counted counted;
    private final AdvisorOptions options;

    private Advisor(ProofPlaces places, Migrations migrations, Counted counted, AdvisorOptions options) {
        this.places = places;
        this.migrations = migrations;
        this.counted = counted;
        this.options = options;
    }

    /** Looks at the database of {@code config} through direct connections, and at what the server counted there. */
    public static Advisor of(DatabaseConfig config, Migrations migrations) {
        return of(new ProofPlaces(LiveSource.of(config), config), migrations);
    }

    /** Looks at the database behind {@code source}, and at what the server counted there. */
    public static Advisor of(DataSource source, Migrations migrations) {
        return of(new ProofPlaces(source, null), migrations);
    }

    private static Advisor of(ProofPlaces places, Migrations migrations) {
        return new Advisor(places, migrations, Counted.NOTHING, AdvisorOptions.defaults());
    }

    /** Copies that look at what this process counted, too: {@code database.statements()}. */
    public Advisor watching(StatementRecorder recorder) {
        return watching(new Counted() {
            @Override
            public List<StatementFigures> figures() {
                return recorder.figures();
            }

            @Override
            public List<Repetition> repetitions() {
                return recorder.repetitions();
            }
        });
    }

    Advisor watching(Counted other) {
        return new Advisor(places, migrations, other, options);
    }

    /** Copies with other options. */
    public Advisor with(AdvisorOptions other) {
        return new Advisor(places, migrations, counted, other);
    }

    /**
     * Looks at statements, tables and indexes, tries what might help, and gives what does.
     *
     * <p>Takes seconds, or minutes where large tables are copied to try on. What the role may not see is a note of the
     * advice, and no error.
     *
     * @throws Unavailable if the database cannot be reached
     * @throws DatabaseException if it cannot be asked at all
     */
    public Advice examine() {
        try (Connection connection = places.live().getConnection()) {
            connection.setAutoCommit(true);
            ServerStatistics server = ServerStatistics.read(connection, options.schemas(), options.statements() * MORE);
            KnownSchema schema = SchemaReader.read(connection, options.schemas());
            List<ExaminedStatement> statements = StatementExaminer.examine(
                    counted.figures(), server.statements(), options, Explain.on(places.live())::generic);
            List<String> notes = new ArrayList<>(server.notes());
            Optional<List<HistoryEntry>> history = history(notes);
            Instant changed = history.map(Advisor::lastOf).orElse(Instant.MAX);
            Learnt learnt = new Learnt(schema, server.indexes(), statements, counted.repetitions(), changed);
            return advice(learnt, server, history.orElse(List.of()), notes);
        } catch (SQLException e) {
            throw LiveSource.failure(e);
        }
    }

    /** The history; empty where the role may not read it, and then nobody knows when the schema last changed. */
    private Optional<List<HistoryEntry>> history(List<String> notes) {
        try {
            return Optional.of(migrations.history());
        } catch (Unavailable e) {
            throw e;
        } catch (DatabaseException e) {
            notes.add("the history of the schema could not be read, so no index is called unused: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }

    private static Instant lastOf(List<HistoryEntry> history) {
        // The driver gives a session the time zone of its process.
        return history.stream()
                .map(entry -> entry.appliedAt().atZone(ZoneId.systemDefault()).toInstant())
                .max(Instant::compareTo)
                .filter(last -> last.isBefore(Instant.now()))
                .orElse(Instant.EPOCH);
    }

    private Advice advice(Learnt learnt, ServerStatistics server, List<HistoryEntry> history, List<String> notes) {
        IndexProposals indexes = new IndexProposals(learnt.schema(), new IndexProver(places, options.proof()));
        IndexCandidates ofStatements = new IndexCandidates(learnt.schema(), options);
        List<Proposal> found = new ArrayList<>(indexes.of(candidates(learnt, ofStatements)));
        found.addAll(new CallRules(learnt, options).proposals());
        found.addAll(new SpareIndexes(learnt, options).proposalsBeside(indexes.outgrown()));
        found.addAll(new TableCare(learnt, Instant.now()).proposals());
        List<Proposal> proposals = new ProposalOrder(learnt.statements()).ordered(found);
        Set<Finding> findings = new LinkedHashSet<>();
        proposals.forEach(proposal -> findings.addAll(proposal.findings()));
        notes.addAll(ofStatements.notes());
        notes.addAll(indexes.notes());
        return new Advice(
                Instant.now(),
                server.server(),
                learnt.statements(),
                List.copyOf(findings),
                proposals,
                indexes.dropped(),
                server.tables(),
                server.indexes(),
                history,
                notes);
    }

    private List<Candidate> candidates(Learnt learnt, IndexCandidates ofStatements) {
        List<Candidate> candidates = new ArrayList<>(new ForeignKeyNeeds(learnt.schema(), options).candidates());
        learnt.statements().forEach(statement -> candidates.addAll(ofStatements.of(statement)));
        return candidates;
    }
}
