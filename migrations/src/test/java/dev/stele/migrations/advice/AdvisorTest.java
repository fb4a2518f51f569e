package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.Draft;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.advice.Remedy.SchemaChange;
import dev.stele.migrations.plan.Explain;
import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import dev.stele.migrations.review.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Slow statements, what is proposed for them, and what becomes of it. */
class AdvisorTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String TABLES = """
            --liquibase formatted sql
            --changeset app:tickets
            create table team (id bigint primary key, name text not null);
            create table ticket (
                id bigint primary key, team_id bigint not null references team, state text not null,
                opened_at timestamptz not null, closed_at timestamptz, title varchar(200) not null,
                reference text not null, labels jsonb not null, tags text[] not null, votes int not null,
                region int not null);
            create index ticket_opened_at_region_idx on ticket (opened_at, region);
            create table small (id bigint primary key, name text not null);
            --rollback drop table small;
            --rollback drop table ticket;
            --rollback drop table team;
            """;

    private static final String ROWS = """
            insert into ticket
            select i, i % 200, 'state' || i % 40, timestamptz '2024-01-01' + i * interval '1 minute',
                case when i % 50 <> 0 then now() end, md5((i % 977)::text) || ' ' || md5(i::text), 'R' || i,
                jsonb_build_object('customer', i % 5000, 'kind', 'k' || i % 7), array['t' || i % 3000, 'all'], i % 10, i % 2000
            from generate_series(1, 40000) i""";

    private static final String COUNTED_WRITES =
            "with gone as (delete from ticket where votes >= ? returning 1) select count(*) from gone";
    private static final String BY_REFERENCE = "select id, title from ticket where reference = ?";
    private static final String BY_TITLE = "select id from ticket where title ilike ?";
    private static final String BY_LABEL = "select id from ticket where labels @> ?";
    private static final String BY_TAG = "select id from ticket where tags @> ?";
    private static final String NEWEST_OF_TEAM =
            "select id, title from ticket where team_id = ? order by opened_at desc, id desc limit 20";
    private static final String IN_REGION =
            "select id, title from ticket where region = ? and opened_at >= ? order by opened_at desc limit 20";
    private static final String OPEN = "select id, title from ticket where closed_at is null and team_id = ?";
    private static final String BY_LOWER = "select id, title from ticket where lower(reference) = ?";

    @TempDir
    static Path folder;

    @BeforeAll
    static void fill() throws IOException {
        Files.writeString(folder.resolve("0001-tickets.sql"), TABLES);
        migrations().upgrade();
        postgres.execute(
                "insert into team select i, 'team ' || i from generate_series(0, 199) i",
                ROWS,
                "insert into small select i, 'n' || i from generate_series(1, 300) i",
                "vacuum analyze");
    }

    @Test
    void proposesTheIndexThatEachKindOfConditionNeeds() {
        assertThat(indexes(BY_REFERENCE)).containsExactly("ticket (reference)");
        assertThat(indexes(BY_LABEL)).containsExactly("ticket using gin (labels jsonb_path_ops)");
        assertThat(indexes(BY_TAG)).containsExactly("ticket using gin (tags)");
        assertThat(indexes(BY_TITLE)).containsExactly("ticket using gin (title gin_trgm_ops)");
        assertThat(indexes(NEWEST_OF_TEAM)).containsExactly("ticket (team_id, opened_at desc, id desc)");
        assertThat(indexes(BY_LOWER)).containsExactly("ticket (lower(reference))");
    }

    @Test
    void proposesAPartialIndexWhereTheStatementItselfNamesFewRows() {
        assertThat(indexes(OPEN)).containsExactly("ticket (team_id) where closed_at is null");
    }

    @Test
    void noIndexIsOnAnExpressionWhoseConstantIsNotKept() {
        String byCustomer = "select id from ticket where labels ->> ? = ?";
        String found = "select id from ticket where to_tsvector(?, title) @@ to_tsquery(?)";
        String both = "select id from ticket where labels ->> ? = ? and reference = ? order by labels ->> ? limit 5";

        assertThat(indexes(byCustomer)).isEmpty();
        assertThat(indexes(found)).isEmpty();
        assertThat(indexes(both)).containsExactly("ticket (reference)");
        assertThat(examined(counted().slow("sql", byCustomer, 5)).notes())
                .contains("no index on ticket (labels ->> ?) is proposed: an index needs a constant in the place of ?,"
                        + " and constants of statements are not kept; where it is always the same one, write the index"
                        + " by hand");
    }

    @Test
    void withoutTheRightToReadTheHistoryItIsSaidAndNoIndexIsCalledUnused() {
        postgres.execute(
                "create role advisor_blind login createdb password 'blind'", "grant select on ticket to advisor_blind");
        try {
            DatabaseConfig blind = DatabaseConfig.of(postgres.jdbcUrl(), "advisor_blind", "blind");
            Migrations migrations = Migrations.of(
                    blind, MigrationSettings.defaults().withChangelog(Changelog.directory(folder, "db/changelog")));

            Advice advice = Advisor.of(blind, migrations)
                    .watching(counted().slow("sql", BY_REFERENCE, 1))
                    .with(AdvisorOptions.defaults().withUnusedFor(Duration.ZERO))
                    .examine();

            assertThat(advice.proposals()).extracting(Proposal::name).containsExactly("ticket_reference_idx");
            assertThat(advice.history()).isEmpty();
            assertThat(advice.notes())
                    .contains("the history of the schema could not be read, so no index is called unused: could not"
                            + " migrate the database: permission denied for table databasechangelog (SQLSTATE 42501)");
        } finally {
            postgres.execute("drop owned by advisor_blind", "drop role advisor_blind");
        }
    }

    @Test
    void namesTheIndexWhoseColumnsStandInAnOrderThatDoesNotServe() {
        Proposal proposal = only(IN_REGION);

        assertThat(proposal.findings()).extracting(Finding::problem).containsOnly(Problem.WRONG_COLUMN_ORDER);
        assertThat(proposal.findings()).extracting(Finding::subject).containsOnly("ticket_opened_at_region_idx");
        assertThat(definition(proposal)).isEqualTo("ticket (region, opened_at)");
    }

    @Test
    void oneIndexServesSeveralStatements() {
        List<Proposal> proposals = advised(counted()
                .slow("sql", "select id from ticket where reference = ?", 1)
                .slow("sql", "select id from ticket where reference = ? and votes = ?", 1));

        assertThat(proposals).hasSize(1);
        assertThat(proposals.get(0).findings()).hasSize(2);
    }

    @Test
    void saysOnceWhatIsSlowAboutAPartitionedTableAndCountsAllOfItsPartitions() {
        postgres.execute(
                "create table visit (page int not null, at timestamptz not null) partition by range (at)",
                "create table visit_1 partition of visit for values from ('2026-01-01') to ('2026-02-01')",
                "create table visit_2 partition of visit for values from ('2026-02-01') to ('2026-03-01')",
                "insert into visit select i % 4000, timestamptz '2026-01-01' + i * interval '1 minute'"
                        + " from generate_series(0, 79999) i",
                "vacuum analyze visit");
        try {
            Proposal proposal = only("select at from visit where page = ?");

            assertThat(proposal.findings())
                    .extracting(Finding::sentence)
                    .containsExactly(
                            "100 calls took 20 ms each: all 80,000 rows of visit are read, about 20 of which are wanted;"
                                    + " conditions are on page");
        } finally {
            postgres.execute("drop table visit");
        }
    }

    @Test
    void saysTheReasonThePriceAndTheProof() {
        Proposal proposal = only(BY_REFERENCE);

        assertThat(proposal.name()).isEqualTo("ticket_reference_idx");
        assertThat(proposal.findings().get(0).sentence())
                .isEqualTo("100 calls took 20 ms each: all 40,000 rows of ticket are read, about 1 of which are wanted;"
                        + " conditions are on reference");
        assertThat(proposal.remedy())
                .isEqualTo(new SchemaChange(
                        "create index concurrently ticket_reference_idx on public.ticket (reference)",
                        "drop index concurrently public.ticket_reference_idx"));
        Price price = Objects.requireNonNull(proposal.price());
        assertThat(price.writes()).isEqualTo(0.5);
        assertThat(price.lock()).startsWith("CREATE INDEX CONCURRENTLY reads the table twice");
        Proof proof = Objects.requireNonNull(proposal.proof());
        assertThat(proof.factor()).isGreaterThan(10);
    }

    @Test
    void proposesNothingForRareOrFastStatementsAndSmallTables() {
        CountedHere counted = counted()
                .ran("sql", BY_REFERENCE, 4, 1, Duration.ofMillis(20))
                .ran("sql", BY_LABEL, 1000, 1, Duration.ofNanos(900_000))
                .slow("sql", "select id from small where name = ?", 1)
                .slow("sql", "select id from ticket where id = ?", 1)
                .slow("sql", "select * from team t join small s on s.id = t.id", 200);

        assertThat(advised(counted)).isEmpty();
    }

    @Test
    void whatDoesNotHelpIsDroppedAndSaid() {
        Advice advice = examined(counted().slow("sql", "select id, title from ticket where votes = ?", 4000));

        assertThat(advice.proposals()).isEmpty();
        assertThat(advice.findings()).isEmpty();
        assertThat(advice.dropped()).hasSize(1).allMatch(line -> line.startsWith("index on ticket (votes): "));
    }

    @Test
    void namesTheCallInsteadOfDeepOffsetsCountsAndStatementsRowByRow() {
        CountedHere counted = counted()
                .slow(
                        "Ticket.offsetPage",
                        "select id, title from ticket order by id desc limit ? offset ? /* deep */",
                        20)
                .slow("Ticket.offsetPage", "select id, title from ticket order by id desc limit ? offset ?", 20)
                .slow("sql", "select id from ticket order by id offset ? limit ?", 0)
                .slow("Ticket.delete", COUNTED_WRITES, 1)
                .slow("Ticket.page", "select count(*) from ticket where true", 1)
                .slow("Ticket.page", "select count(*) from (select 1 from ticket where true limit ?) counted", 1)
                .again("Team.get", "select id, name from team where id = ?", 30, 20)
                .again("Team.insert", "insert into team (id) values (?)", 30, 20);

        List<Proposal> proposals = advised(counted);

        assertThat(proposals)
                .flatExtracting(Proposal::findings)
                .extracting(Finding::problem)
                .containsExactlyInAnyOrder(
                        Problem.DEEP_OFFSET, Problem.DEEP_OFFSET, Problem.EXACT_COUNT, Problem.ROW_BY_ROW);
        assertThat(proposals)
                .extracting(Proposal::remedy)
                .containsExactlyInAnyOrder(
                        new Remedy.Code(
                                "tickets.page(View.class, where, sort, PageRequest.after(previous.next(), 20))"),
                        new Remedy.Code("dao.page(View.class, where, sort, PageRequest.after(previous.next(), size))"),
                        new Remedy.Code("tickets.page(View.class, where, sort, page.with(Count.upTo(1000)));"
                                + " // or Count.ESTIMATED"),
                        new Remedy.Code("teams.getAll(ids, View.class) // or record Line(long id, String teamName)"
                                + " in the view of the list"));
        assertThat(proposals).allMatch(proposal -> proposal.price() == null && proposal.proof() == null);
    }

    /** The whole way: slow, proposed, drafted, applied; then quick, and nothing is left to say. */
    @Test
    void aDraftOfTheAdviceMendsWhatWasSlow(@TempDir Path own) throws IOException {
        Files.copy(folder.resolve("0001-tickets.sql"), own.resolve("0001-tickets.sql"));
        Migrations migrations = migrations(own);
        CountedHere counted = counted()
                .slow("sql", BY_REFERENCE, 1)
                .slow("sql", BY_TITLE, 1)
                .slow("sql", BY_LABEL, 8)
                .slow("sql", BY_LOWER, 1)
                .slow("sql", NEWEST_OF_TEAM, 20)
                .slow("sql", IN_REGION, 20);
        List<String> statements =
                counted.figures().stream().map(figures -> figures.sql()).toList();
        List<QueryPlan> before = statements.stream().map(this::ran).toList();

        Advice advice =
                Advisor.of(postgres.config(), migrations).watching(counted).examine();
        Draft draft = advice.toDraft("Mend slow searches", migrations);

        assertThat(advice.proposals()).hasSize(6);
        assertThat(draft.fileName()).isEqualTo("0002-mend-slow-searches.sql");
        assertThat(draft.review().findings()).noneMatch(finding -> finding.severity() == Severity.ERROR);
        draft.write(own);
        try {
            assertThat(migrations(own).upgrade().applied()).hasSize(7);
            postgres.execute("vacuum analyze ticket");
            List<QueryPlan> after = statements.stream().map(this::ran).toList();
            for (Proposal proposal : advice.proposals()) {
                for (Finding finding : proposal.findings()) {
                    int i = statements.indexOf(finding.sql());
                    assertThat(after.get(i).root().all().map(PlanNode::index))
                            .as(finding.sql())
                            .contains(proposal.name());
                    double factor = Objects.requireNonNull(proposal.proof()).factor();
                    assertThat(buffers(after.get(i)) * factor)
                            .as(finding.sql())
                            .isLessThanOrEqualTo(buffers(before.get(i)));
                }
            }
            assertThat(Advisor.of(postgres.config(), migrations(own))
                            .watching(counted)
                            .examine()
                            .proposals())
                    .isEmpty();
        } finally {
            migrations(own).downgrade(1);
        }
    }

    private static long buffers(QueryPlan plan) {
        return Objects.requireNonNull(plan.executed()).buffers();
    }

    private QueryPlan ran(String sql) {
        return Explain.on(postgres.dataSource()).analyzed(sql);
    }

    private List<String> indexes(String sql) {
        return advised(counted().slow("sql", sql, 5)).stream()
                .map(AdvisorTest::definition)
                .toList();
    }

    private static String definition(Proposal proposal) {
        String sql = ((SchemaChange) proposal.remedy()).sql();
        return sql.substring(sql.lastIndexOf(" on public.") + " on public.".length())
                .replace(";\nanalyze public.ticket", "");
    }

    private Proposal only(String sql) {
        List<Proposal> proposals = advised(counted().slow("sql", sql, 1));
        assertThat(proposals).hasSize(1);
        return proposals.get(0);
    }

    /** What is proposed for the statements; this table's indexes are looked at by another test. */
    private List<Proposal> advised(CountedHere counted) {
        List<Proposal> found = new ArrayList<>(examined(counted).proposals());
        found.removeIf(proposal -> proposal.findings().get(0).problem() == Problem.UNUSED_INDEX);
        return found;
    }

    private Advice examined(CountedHere counted) {
        return Advisor.of(postgres.config(), migrations()).watching(counted).examine();
    }

    private static CountedHere counted() {
        return new CountedHere();
    }

    private static Migrations migrations() {
        return migrations(folder);
    }

    private static Migrations migrations(Path folder) {
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults().withChangelog(Changelog.directory(folder, "db/changelog")));
    }
}
