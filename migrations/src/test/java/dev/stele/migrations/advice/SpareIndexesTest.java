package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.advice.Remedy.SchemaChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Indexes that could go, and those that look as if they could. */
class SpareIndexesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final AdvisorOptions AT_ONCE =
            AdvisorOptions.defaults().withUnusedFor(Duration.ZERO).withSmallTable(0);

    @BeforeEach
    void makeATable() {
        postgres.execute(
                "drop schema public cascade",
                "create schema public",
                "create table parent (id int primary key)",
                "create table t (id int primary key, a int, b int, c text, p int references parent)",
                "insert into parent select i from generate_series(1, 100) i",
                "insert into t select i, i, i, 'c' || i, 1 + i % 100 from generate_series(1, 5000) i");
    }

    @Test
    void oneOfTwoEqualIndexesGoesAndTheUniqueOneStays() throws SQLException {
        postgres.execute("create index one on t (a, b desc)", "create index two on t (a, b desc)");
        postgres.execute("create unique index u on t (c)", "create index v on t (c)");

        assertThat(spare(AdvisorOptions.defaults())).extracting(Proposal::name).containsExactlyInAnyOrder("two", "v");
        assertThat(spare(AdvisorOptions.defaults()))
                .flatExtracting(Proposal::findings)
                .extracting(Finding::problem)
                .containsOnly(Problem.DUPLICATE_INDEX);
    }

    @Test
    void whatDiffersInOrderClassCollationRowsOrColumnsIsNoTwin() throws SQLException {
        postgres.execute(
                "create index i1 on t (c)",
                "create index i2 on t (c desc)",
                "create index i3 on t (c text_pattern_ops)",
                "create index i4 on t (c collate \"C\")",
                "create index i5 on t (c) where a > 5",
                "create index i6 on t (c) include (b)",
                "create index i7 on t using hash (c)",
                "create index i8 on t (lower(c))");

        assertThat(spare(AdvisorOptions.defaults())).isEmpty();
    }

    @Test
    void theBeginningOfAnotherIndexGoesUnlessItIsUniqueOrMuchNarrower() throws SQLException {
        postgres.execute(
                "create index ab on t (a, b)",
                "create index a on t (a)",
                "create unique index b on t (b)",
                "create index bc on t (b, c)",
                "create index p on t (p) where a > 1",
                "create index pa on t (p, a)",
                "create index narrow on t ((a % 2))",
                "create index wide on t ((a % 2), (repeat(c, 20)))");

        List<Proposal> proposals = spare(AdvisorOptions.defaults().withSmallTable(0));

        assertThat(proposals).extracting(Proposal::name).containsExactly("a");
        Proposal proposal = proposals.get(0);
        assertThat(proposal.findings())
                .containsExactly(new Finding(
                        Problem.OVERLAPPING_INDEX,
                        "a",
                        "index a is the beginning of ab, which finds the same rows",
                        null));
        assertThat(proposal.remedy())
                .isEqualTo(new SchemaChange(
                        "drop index concurrently public.a", "CREATE INDEX CONCURRENTLY a ON public.t USING btree (a)"));
        assertThat(proposal.price()).matches(price -> price.bytes() < 0 && price.writes() < 0);
    }

    @Test
    void anIndexThatNothingReadGoesUnlessAKeyNeedsIt() throws SQLException {
        postgres.execute(
                "create index unread on t (b)",
                "create index read on t (a)",
                "create unique index keeps on t (c)",
                "create index serves on t (p)",
                "set enable_seqscan = off",
                "vacuum analyze t");
        readBy("a = 5");

        assertThat(spare(AT_ONCE)).extracting(Proposal::name).containsExactly("unread");
        assertThat(spare(AT_ONCE).get(0).findings().get(0).sentence())
                .matches(
                        "index unread was not read once since \\d{4}-\\d\\d-\\d\\dT[\\d:]+Z on this server, takes \\d+ kB"
                                + " and makes each write dearer");
    }

    @Test
    void noIndexIsCalledUnusedWhileTheFiguresOrTheSchemaAreYoung() throws SQLException {
        postgres.execute("create index unread on t (b)");
        AdvisorOptions hour = AT_ONCE.withUnusedFor(Duration.ofHours(1));
        postgres.execute("select pg_stat_reset()");

        assertThat(spare(hour)).isEmpty();
        assertThat(new SpareIndexes(learnt(Instant.now()), hour).proposals()).isEmpty();
    }

    @Test
    void aDraftDropsItAndTakesThatBack(@TempDir Path folder) throws IOException {
        postgres.execute("drop schema public cascade", "create schema public");
        Files.writeString(folder.resolve("0001-twins.sql"), """
                --liquibase formatted sql
                --changeset app:twins
                create table t (id int primary key, a int);
                create index one on t (a);
                create index two on t (a);
                --rollback drop table t;
                """);
        migrations(folder).upgrade();

        Advice advice = Advisor.of(postgres.config(), migrations(folder)).examine();
        advice.toDraft("drop a twin", migrations(folder)).write(folder);

        assertThat(advice.proposals()).extracting(Proposal::name).containsExactly("two");
        assertThat(migrations(folder).upgrade().applied()).hasSize(1);
        assertThat(Advisor.of(postgres.config(), migrations(folder)).examine().proposals())
                .isEmpty();
        migrations(folder).downgrade(1);
        assertThat(migrations(folder).verify().findings()).hasSize(1);
    }

    private static Migrations migrations(Path folder) {
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults().withChangelog(Changelog.directory(folder, "db/changelog")));
    }

    private static void readBy(String condition) throws SQLException {
        try (Connection connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("set enable_seqscan = off");
            statement.execute("select * from t where " + condition);
            statement.execute("select pg_stat_force_next_flush()");
        }
    }

    private static List<Proposal> spare(AdvisorOptions options) throws SQLException {
        return new SpareIndexes(learnt(Instant.EPOCH), options).proposals();
    }

    private static Learnt learnt(Instant migrated) throws SQLException {
        try (Connection connection = postgres.connect()) {
            return new Learnt(SchemaReader.read(connection, List.of()), List.of(), List.of(), List.of(), migrated);
        }
    }
}
