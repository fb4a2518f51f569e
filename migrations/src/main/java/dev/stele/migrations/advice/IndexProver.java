package dev.stele.migrations.advice;

import dev.stele.core.error.DatabaseException;
import dev.stele.migrations.advice.Prover.Verdict.Helps;
import dev.stele.migrations.advice.Prover.Verdict.Untried;
import dev.stele.migrations.advice.Prover.Verdict.Useless;
import dev.stele.migrations.diff.ScratchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries indexes by HypoPG where the database has it, else in scratch databases, or in a restored backup where asked for.
 *
 * <p>On the live tables it takes no lock but ACCESS SHARE, and none for longer than the options' patience. What it makes is
 * dropped also where it fails, is interrupted, or the process ends in order.
 */
final class IndexProver implements Prover {
    private static final Logger LOG = LoggerFactory.getLogger("dev.stele.advice");

    private static final Untried INTERRUPTED = new Untried("it was interrupted");

    private final ProofPlaces places;
    private final ProofOptions options;

    IndexProver(ProofPlaces places, ProofOptions options) {
        this.places = places;
        this.options = options;
    }

    @Override
    public List<Verdict> prove(List<Trial> trials) {
        Map<Trial, Verdict> verdicts = new LinkedHashMap<>();
        if (trials.isEmpty()) {
            return List.of();
        }
        if (options.backup() != null) {
            verdicts.putAll(tried(trials, group -> new RestoredTrial(places, options).of(group)));
        } else {
            hypothetically(trials, verdicts);
            List<Trial> rest = trials.stream()
                    .filter(trial -> !(verdicts.get(trial) instanceof Helps))
                    .toList();
            for (List<Trial> group : groups(rest)) {
                tried(group, this::inScratchDatabase).forEach((trial, verdict) -> {
                    // Rows tell more than the planner's guesses, where there are rows.
                    if (!(verdict instanceof Untried)) {
                        verdicts.put(trial, verdict);
                    } else {
                        verdicts.putIfAbsent(trial, verdict);
                    }
                });
            }
        }
        return trials.stream().map(trial -> logged(trial, verdicts)).toList();
    }

    private static Verdict logged(Trial trial, Map<Trial, Verdict> verdicts) {
        Verdict verdict = verdicts.getOrDefault(trial, new Untried("nothing could try it"));
        if (verdict instanceof Useless useless) {
            LOG.info("index {} on {} is not proposed: {}", trial.name(), trial.table(), useless.reason());
        } else if (verdict instanceof Untried untried) {
            LOG.info("index {} on {} is not proven: {}", trial.name(), trial.table(), untried.reason());
        } else if (verdict instanceof Helps helps) {
            LOG.debug(
                    "index {} on {} helps {} statements",
                    trial.name(),
                    trial.table(),
                    helps.proofs().size());
        }
        return verdict;
    }

    private void hypothetically(List<Trial> trials, Map<Trial, Verdict> verdicts) {
        try {
            Optional<HypotheticalTrial> hypothetical = HypotheticalTrial.of(places.live(), options);
            if (hypothetical.isEmpty()) {
                return;
            }
            for (Trial trial : trials) {
                if (HypotheticalTrial.knows(trial)) {
                    Verdict verdict = hypothetical.get().of(trial);
                    if (!(verdict instanceof Untried)) {
                        verdicts.put(trial, verdict);
                    }
                }
            }
        } catch (SQLException | DatabaseException e) {
            LOG.debug("HypoPG could not be used; a scratch database may", e);
        }
    }

    /** Trials that share tables together, so that none of the rows is copied twice. */
    static List<List<Trial>> groups(List<Trial> trials) {
        List<List<Trial>> groups = new ArrayList<>();
        for (Trial trial : trials) {
            Set<Table> own = tables(List.of(trial));
            List<Trial> merged = new ArrayList<>();
            groups.removeIf(group -> {
                boolean shares = tables(group).stream().anyMatch(own::contains);
                if (shares) {
                    merged.addAll(group);
                }
                return shares;
            });
            merged.add(trial);
            groups.add(merged);
        }
        return groups;
    }

    static Set<Table> tables(List<Trial> trials) {
        Set<Table> tables = new TreeSet<>();
        for (Trial trial : trials) {
            tables.add(trial.table());
            trial.statements().forEach(served -> tables.addAll(served.tables()));
        }
        return tables;
    }

    /** Tries together, and each alone where that fails, as one table may be what cannot be made again. */
    private static Map<Trial, Verdict> tried(List<Trial> group, Attempt attempt) {
        try {
            if (Thread.currentThread().isInterrupted()) {
                return all(group, INTERRUPTED);
            }
            return attempt.of(group);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return all(group, INTERRUPTED);
        } catch (SQLException | DatabaseException | ScratchCopy.Impossible e) {
            if (Thread.currentThread().isInterrupted()) {
                return all(group, INTERRUPTED);
            }
            if (group.size() == 1) {
                return all(group, new Untried(Words.of(e)));
            }
            Map<Trial, Verdict> verdicts = new LinkedHashMap<>();
            group.forEach(trial -> verdicts.putAll(tried(List.of(trial), attempt)));
            return verdicts;
        }
    }

    private static Map<Trial, Verdict> all(List<Trial> group, Verdict verdict) {
        return group.stream()
                .collect(Collectors.toMap(Function.identity(), trial -> verdict, (a, b) -> a, LinkedHashMap::new));
    }

    /** Tries with rows; where those cannot be had in time and measure, with statistics. */
    private Map<Trial, Verdict> inScratchDatabase(List<Trial> group)
            throws SQLException, ScratchCopy.Impossible, InterruptedException {
        if (options.rows() == ProofOptions.Rows.NONE) {
            return inScratchDatabase(group, options);
        }
        try {
            return inScratchDatabase(group, options);
        } catch (SQLException | ScratchCopy.Impossible e) {
            try {
                return inScratchDatabase(group, options.withRows(ProofOptions.Rows.NONE));
            } catch (SQLException | ScratchCopy.Impossible again) {
                e.addSuppressed(again);
                throw e;
            }
        }
    }

    private Map<Trial, Verdict> inScratchDatabase(List<Trial> group, ProofOptions options)
            throws SQLException, ScratchCopy.Impossible, InterruptedException {
        Optional<ScratchDatabase> made = places.scratch(this.options.rows() == ProofOptions.Rows.EMBEDDED_SERVER);
        if (made.isEmpty()) {
            return all(group, new Untried("the role may not create a scratch database; give it CREATEDB"));
        }
        try (Cleanup cleanup = new Cleanup(made.get())) {
            return inScratchDatabase(cleanup.database(), group, options);
        }
    }

    private Map<Trial, Verdict> inScratchDatabase(ScratchDatabase database, List<Trial> group, ProofOptions options)
            throws SQLException, ScratchCopy.Impossible, InterruptedException {
        try (Connection scratch = database.dataSource().getConnection()) {
            ScratchTrial.Stage stage;
            try (Connection live = places.live().getConnection()) {
                ScratchRows.begin(live, options.patience());
                try {
                    ScratchCopy.takeOverSettings(live, scratch);
                    stage = new ScratchCopy(live, database, options).make(MentionedTables.of(live, group));
                } finally {
                    live.rollback();
                    live.setAutoCommit(true);
                }
            }
            Map<Trial, Verdict> verdicts = new LinkedHashMap<>();
            for (Trial trial : group) {
                verdicts.put(trial, new ScratchTrial(scratch, options, stage).of(trial));
            }
            return verdicts;
        }
    }

    /** A way to try. */
    private interface Attempt {
        Map<Trial, Verdict> of(List<Trial> group) throws SQLException, ScratchCopy.Impossible, InterruptedException;
    }
}
