package dev.stele.migrations.advice;

import static dev.stele.migrations.advice.NoteTables.NOTE;
import static dev.stele.migrations.advice.NoteTables.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PgBouncer;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.advice.Prover.Served;
import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.advice.Prover.Verdict;
import dev.stele.migrations.advice.Prover.Verdict.Helps;
import dev.stele.migrations.advice.Prover.Verdict.Untried;
import dev.stele.migrations.advice.Prover.Verdict.Useless;
import dev.stele.migrations.backup.Backup;
import dev.stele.migrations.backup.RestoreOptions;
import dev.stele.migrations.plan.QueryPlan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an index is worth is known before it is built. */
class IndexProverTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase().withSql(NoteTables.SQL);

    private static final String BY_AUTHOR = "select * from note where author_id = ?";
    private static final String NEWEST =
            "select id, title from note where author_id = ? order by created_at desc limit 20";
    private static final String BY_SCORE = "select id from note where score between ? and ? + 3";
    private static final String JOINED =
            "select n.id, a.name from note n join author a on a.id = n.author_id where a.country = ? and n.score = ?";
    private static final String KEY = "select id from note where meta @> ?";
    private static final String TITLE = "select id from note where lower(title) = ?";

    private static final String OTHER_KINDS = "select * from note where kind <> ?";

    private static final ProofOptions OPTIONS = ProofOptions.defaults();
    private static final long SAMPLE = 3 << 20;

    @TempDir
    Path folder;

    static Stream<Trial> useful() {
        return Stream.of(
                trial("note_author", "(author_id)", BY_AUTHOR),
                trial("note_author_created", "(author_id, created_at desc)", NEWEST, BY_AUTHOR),
                trial("note_score", "(score)", BY_SCORE, JOINED),
                trial("note_score_cover", "(score) include (id)", BY_SCORE),
                trial("note_meta", "using gin (meta jsonb_path_ops)", KEY),
                trial("note_counted", "(author_id)", "select * from note where author_id = $1"),
                trial("note_title", "(lower(title))", TITLE),
                trial(
                        "note_kind_score",
                        "(score) where kind = 'a'",
                        "select id from note where kind = 'a' and score = ?"));
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(postgres.query("select datname from pg_database where datname like 'stele_scratch%'"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("useful")
    void whatACopyPromisesIsKeptWhenTheIndexIsBuilt(Trial trial) throws SQLException {
        Helps helps = helps(prove(OPTIONS, trial));

        assertThat(helps.proofs())
                .hasSameSizeAs(trial.statements())
                .allMatch(proof -> proof.where() == Proof.Where.SCRATCH_ROWS)
                .allMatch(proof -> proof.factor() >= OPTIONS.factor());
        NoteTables.requireKept(postgres, trial, helps.proofs());
    }

    @ParameterizedTest
    @MethodSource("useful")
    void whatASamplePromisesIsKeptWhenTheIndexIsBuilt(Trial trial) throws SQLException {
        Helps helps = helps(prove(OPTIONS.withCopied(SAMPLE), trial));

        assertThat(helps.proofs()).allMatch(proof -> proof.where() == Proof.Where.SCRATCH_ROWS);
        NoteTables.requireKept(postgres, trial, helps.proofs());
    }

    @ParameterizedTest
    @MethodSource("useful")
    void whatStatisticsPromiseIsKeptWhenTheIndexIsBuilt(Trial trial) throws SQLException {
        assumeTrue(postgres.majorVersion() >= 18, "statistics can be imported from version 18 on");

        Verdict verdict = prove(OPTIONS.withRows(ProofOptions.Rows.NONE), trial);

        if (trial.create().contains("using gin")) {
            assertThat(verdict).isEqualTo(new Untried("rows are needed to try an index of this kind"));
            return;
        }
        assertThat(helps(verdict).proofs()).allMatch(proof -> proof.where() == Proof.Where.SCRATCH_STATISTICS);
        NoteTables.requireKept(postgres, trial, helps(verdict).proofs());
    }

    @ParameterizedTest
    @MethodSource("useful")
    void whatHypoPgPromisesIsKeptWhenTheIndexIsBuilt(Trial trial) throws SQLException {
        assumeTrue(
                !postgres.query("select from pg_available_extensions where name = 'hypopg'")
                        .isEmpty(),
                "HypoPG is not installed on this server");
        postgres.execute("create extension hypopg");
        try {
            Helps helps = helps(prove(OPTIONS, trial));

            Proof.Where where = HypotheticalTrial.knows(trial) ? Proof.Where.HYPOTHETICAL : Proof.Where.SCRATCH_ROWS;
            assertThat(helps.proofs()).allMatch(proof -> proof.where() == where);
            NoteTables.requireKept(postgres, trial, helps.proofs());
        } finally {
            postgres.execute("drop extension hypopg");
        }
    }

    @Test
    void whatARestoredBackupPromisesIsKeptWhenTheIndexIsBuilt() throws SQLException {
        Path backup = folder.resolve("backup");
        Backup.of(postgres.config()).to(backup);
        Trial trial = trial("note_author", "(author_id)", BY_AUTHOR);

        Helps helps = helps(prove(OPTIONS.withBackup(backup, RestoreOptions.defaults()), trial));

        assertThat(helps.proofs()).allMatch(proof -> proof.where() == Proof.Where.RESTORED_BACKUP);
        NoteTables.requireKept(postgres, trial, helps.proofs());
    }

    @Test
    void anIndexThatThePlannerDoesNotTakeIsUseless() {
        Trial trial = trial("note_kind", "(kind)", OTHER_KINDS);

        assertThat(prove(OPTIONS, trial)).isEqualTo(new Useless("the planner does not take it"));
    }

    @Test
    void anIndexThatSavesLittleIsUseless() {
        Trial trial = trial("note_created", "(created_at)", "select * from note where created_at < ?");

        assertThat(prove(OPTIONS.withFactor(1000), trial))
                .isInstanceOfSatisfying(Useless.class, useless -> assertThat(useless.reason())
                        .matches("it reads [\\d,]+ pages instead of [\\d,]+, and a fall to 1/1000 is asked for"
                                + "|the planner does not take it( for \\d of \\d values)?"));
    }

    @Test
    void anIndexThatPromisesNothingForOtherValuesIsUseless() {
        Trial trial = trial("note_created", "(created_at)", "select * from note where created_at < ?");

        assertThat(prove(OPTIONS.withFactor(1.01), trial))
                .isInstanceOfSatisfying(Useless.class, useless -> assertThat(useless.reason())
                        .matches("it reads [\\d,]+ pages instead of [\\d,]+, and more for other values"));
    }

    @Test
    void anIndexIsProposedForTheStatementsItHelpsOnly() {
        Trial trial = trial("note_author", "(author_id)", BY_AUTHOR, OTHER_KINDS);

        Helps helps = helps(prove(OPTIONS, trial));

        assertThat(helps.proofs())
                .hasSize(1)
                .allMatch(proof -> proof.before().sql().equals(BY_AUTHOR));
        assertThat(helps.useless()).containsExactly("not for \"" + OTHER_KINDS + "\": the planner does not take it");
    }

    @Test
    void aStatementThatWritesIsPlannedAndNotRun() {
        Trial trial = trial("note_score", "(score)", "update note set kind = 'd' where score = ?");

        assertThat(helps(prove(OPTIONS, trial)).proofs())
                .hasSize(1)
                .allMatch(proof -> proof.after().executed() == null && proof.factor() >= OPTIONS.factor());
        assertThat(postgres.query("select from note where kind = 'd'")).isEmpty();
    }

    @Test
    void anIndexThatTheServerRefusesIsUselessAndKeepsNoOtherFromBeingTried() {
        Trial refused = trial(
                "note_day", "(date(created_at))", "select * from note where date(created_at) = '2026-01-02'::date");

        List<Verdict> verdicts =
                prover(OPTIONS).prove(List.of(refused, trial("note_author", "(author_id)", BY_AUTHOR)));

        assertThat(verdicts.get(0))
                .isEqualTo(new Useless("the server makes no such index: functions in index expression must be marked"
                        + " IMMUTABLE (SQLSTATE 42P17)"));
        helps(verdicts.get(1));
    }

    @Test
    void anExtensionThatTheRoleMayNotCreateHindersOnlyTablesThatUseIt() {
        postgres.execute(
                "create extension pageinspect",
                "create role prover_maker login createdb password 'maker'",
                "grant select on note, author to prover_maker");
        try {
            DatabaseConfig maker = DatabaseConfig.of(postgres.jdbcUrl(), "prover_maker", "maker");

            Verdict verdict = new IndexProver(new ProofPlaces(limited(maker), maker), OPTIONS)
                    .prove(List.of(trial("note_author", "(author_id)", BY_AUTHOR)))
                    .get(0);

            assertThat(helps(verdict).proofs()).allMatch(proof -> proof.where() == Proof.Where.SCRATCH_ROWS);
        } finally {
            postgres.execute("drop owned by prover_maker", "drop role prover_maker", "drop extension pageinspect");
        }
    }

    @Test
    void whoeverWritesMeanwhileIsNotHindered() throws SQLException {
        try (Connection writer = postgres.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            // It lets nobody in but who takes ACCESS SHARE.
            statement.execute("lock table note, author in exclusive mode");

            helps(prove(OPTIONS, trial("note_author", "(author_id)", BY_AUTHOR)));

            writer.rollback();
        }
    }

    @Test
    void aTableThatSomebodyChangesIsNotWaitedForLong() throws SQLException {
        try (Connection owner = postgres.connect();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("lock table note in access exclusive mode");

            Verdict verdict = prove(OPTIONS, trial("note_author", "(author_id)", BY_AUTHOR));

            assertThat(verdict).isInstanceOf(Untried.class);
            owner.rollback();
        }
    }

    @Test
    void thatATableIsLockedIsSaid() throws SQLException {
        postgres.execute("create view note_titles as select title from note");
        try (Connection owner = postgres.connect();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("lock table note in access exclusive mode");

            Verdict verdict = prove(OPTIONS, trial("note_author", "(author_id)", BY_AUTHOR));

            assertThat(verdict).isInstanceOfSatisfying(Untried.class, untried -> assertThat(untried.reason())
                    .contains("lock timeout"));
            owner.rollback();
        } finally {
            postgres.execute("drop view note_titles");
        }
    }

    @Test
    void withoutTheRightToCreateDatabasesNothingIsTried() {
        postgres.execute(
                "create role prover_limited login password 'limited'",
                "grant select on note, author to prover_limited");
        try {
            DatabaseConfig limited = DatabaseConfig.of(postgres.jdbcUrl(), "prover_limited", "limited");

            List<Verdict> verdicts = new IndexProver(new ProofPlaces(limited(limited), limited), OPTIONS)
                    .prove(List.of(trial("note_author", "(author_id)", BY_AUTHOR)));

            assertThat(verdicts)
                    .containsExactly(new Untried("the role may not create a scratch database; give it CREATEDB"));
        } finally {
            postgres.execute("drop owned by prover_limited", "drop role prover_limited");
        }
    }

    @Test
    void whatMayNotBeReadIsNotCopied() {
        postgres.execute(
                "create role prover_blind login createdb password 'blind'",
                "grant select (id) on note to prover_blind");
        try {
            DatabaseConfig blind = DatabaseConfig.of(postgres.jdbcUrl(), "prover_blind", "blind");

            Verdict verdict = new IndexProver(new ProofPlaces(limited(blind), blind), OPTIONS)
                    .prove(List.of(trial("note_author", "(author_id)", BY_AUTHOR)))
                    .get(0);

            assertThat(verdict).isEqualTo(new Untried("the role may not read all columns of table \"note\""));
        } finally {
            postgres.execute("drop owned by prover_blind", "drop role prover_blind");
        }
    }

    @Test
    void theEmbeddedServerStandsInWhereThatIsAllowed() {
        postgres.execute(
                "create role prover_limited login password 'limited'",
                "grant select on note, author to prover_limited");
        try {
            DatabaseConfig limited = DatabaseConfig.of(postgres.jdbcUrl(), "prover_limited", "limited");

            Verdict verdict = new IndexProver(
                            new ProofPlaces(limited(limited), limited),
                            OPTIONS.withRows(ProofOptions.Rows.EMBEDDED_SERVER))
                    .prove(List.of(trial("note_author", "(author_id)", BY_AUTHOR)))
                    .get(0);

            if (postgres.majorVersion() == 18) {
                assertThat(helps(verdict).proofs()).allMatch(proof -> proof.where() == Proof.Where.SCRATCH_ROWS);
            } else {
                assertThat(verdict)
                        .isEqualTo(new Untried("the scratch database is of PostgreSQL 18, whose planner is another than"
                                + " that of " + postgres.majorVersion()));
            }
        } finally {
            postgres.execute("drop owned by prover_limited", "drop role prover_limited");
        }
    }

    @Test
    void aPoolerThatLendsConnectionsForATransactionIsNoObstacle() throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "pgbouncer is not installed");
        try (PgBouncer pooler = PgBouncer.start(postgres, folder, "transaction")) {
            IndexProver prover =
                    new IndexProver(new ProofPlaces(LiveSource.of(pooler.config()), pooler.config()), OPTIONS);

            List<Verdict> verdicts = prover.prove(List.of(
                    trial("note_author", "(author_id)", BY_AUTHOR, NEWEST), trial("note_score", "(score)", BY_SCORE)));

            assertThat(verdicts).allMatch(verdict -> verdict instanceof Helps);
        }
    }

    @Test
    void noValueOfARowIsInAVerdict() {
        Trial trial = trial(
                "author_name",
                NoteTables.AUTHOR,
                "create index author_name on public.author (name)",
                "select a.id from author a where a.name = ?");

        Helps helps = helps(prove(OPTIONS, trial));

        assertThat(helps.toString()).doesNotContainPattern("author \\d");
        assertThat(helps.proofs().get(0).before().values()).isEqualTo(QueryPlan.Values.SAMPLED);
    }

    @Test
    void aStatementThatFailsSaysWhyWithoutValues() {
        Trial trial = new Trial(
                "note_author",
                NOTE,
                List.of(),
                "create index note_author on public.note (author_id)",
                List.of(new Served("select * from note where nothing_such = ?", List.of(NOTE))));

        assertThat(prove(OPTIONS, trial))
                .isEqualTo(new Untried(
                        "cannot plan the statement: column \"nothing_such\" does not exist (SQLSTATE 42703)"));
    }

    @Test
    void aTableThatNoPlanShowsIsThereToo() {
        Trial trial = new Trial(
                "note_score",
                NOTE,
                List.of(),
                "create index note_score on public.note (score)",
                List.of(new Served(
                        "select n.id from note n left join author a on a.id = n.author_id where n.score = ?",
                        List.of(NOTE))));

        helps(prove(OPTIONS, trial));
    }

    @Test
    void oneTableThatCannotBeMadeAgainDoesNotKeepTheOthersFromIt() {
        Trial good = trial("note_author", "(author_id)", BY_AUTHOR);
        Trial bad = new Trial(
                "none",
                NOTE,
                List.of(),
                "create index none on public.note (author_id)",
                List.of(new Served(BY_AUTHOR, List.of(NOTE, new Prover.Table("public", "nowhere")))));

        List<Verdict> verdicts = prover(OPTIONS).prove(List.of(bad, good));

        assertThat(verdicts.get(0)).isEqualTo(new Untried("\"nowhere\" is no table whose definition could be read"));
        helps(verdicts.get(1));
    }

    @Test
    void aStatementThatTakesTooLongIsNotTried() {
        Trial trial = trial(
                "note_author", "(author_id)", "select count(*) from note n, note m, note o where n.author_id = ?");

        assertThat(prove(OPTIONS.withPatience(Duration.ofMillis(1500)), trial))
                .isInstanceOfSatisfying(
                        Untried.class, untried -> assertThat(untried.reason()).contains("took longer"));
    }

    @Test
    void anInterruptEndsItAndLeavesNothing() throws InterruptedException {
        AtomicReference<Verdict> verdict = new AtomicReference<>();
        Thread thread =
                new Thread(() -> verdict.set(prove(OPTIONS, trial("note_author", "(author_id)", BY_AUTHOR, NEWEST))));
        thread.start();
        while (thread.isAlive()
                && postgres.query("select from pg_database where datname like 'stele_scratch%'")
                        .isEmpty()) {
            Thread.onSpinWait();
        }

        thread.interrupt();
        thread.join();

        assertThat(verdict.get()).isEqualTo(new Untried("it was interrupted"));
    }

    @Test
    void withoutRowsAnOlderServerTriesNothing() {
        assumeTrue(postgres.majorVersion() < 18, "statistics can be imported from version 18 on");

        assertThat(prove(OPTIONS.withRows(ProofOptions.Rows.NONE), trial("note_author", "(author_id)", BY_AUTHOR)))
                .isEqualTo(new Untried(
                        "rows are not to be copied, and statistics without rows can be used from version 18 on"));
    }

    @Test
    void whereRowsAreTooManyTheStatisticsTell() {
        Verdict verdict = prove(OPTIONS.withCopied(1), trial("note_author", "(author_id)", BY_AUTHOR));

        if (postgres.majorVersion() >= 18) {
            assertThat(helps(verdict).proofs()).allMatch(proof -> proof.where() == Proof.Where.SCRATCH_STATISTICS);
        } else {
            assertThat(verdict).isInstanceOf(Untried.class);
        }
    }

    private static javax.sql.DataSource limited(DatabaseConfig config) {
        org.postgresql.ds.PGSimpleDataSource source = new org.postgresql.ds.PGSimpleDataSource();
        source.setUrl(config.jdbcUrl());
        source.setUser(config.user());
        source.setPassword(config.password());
        return source;
    }

    private static IndexProver prover(ProofOptions options) {
        return new IndexProver(new ProofPlaces(postgres.dataSource(), postgres.config()), options);
    }

    private static Verdict prove(ProofOptions options, Trial trial) {
        return prover(options).prove(List.of(trial)).get(0);
    }

    private static Helps helps(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Helps.class);
        return (Helps) verdict;
    }
}
