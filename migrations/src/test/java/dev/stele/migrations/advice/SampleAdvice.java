package dev.stele.migrations.advice;

import dev.stele.core.PostgresExtension;
import dev.stele.core.statements.StatementFigures;
import dev.stele.migrations.HistoryEntry;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.plan.Explain;
import dev.stele.migrations.plan.QueryPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Advice as it may come out of a database with the bundled schema and some planted problems; its plans are real. */
final class SampleAdvice {
    private static final Instant AT = Instant.parse("2026-11-23T09:30:00Z");
    private static final String THREADS =
            "select t1_0.id,t1_0.query,t1_0.updated_at from thread t1_0 where t1_0.team_id=? order by t1_0.updated_at"
                    + " desc,t1_0.id desc fetch first ? rows only";
    private static final String DEEP =
            "select t1_0.id,t1_0.query from thread t1_0 order by t1_0.id offset ? rows fetch first ? rows only";
    private static final String SEARCH = "select count(*) from thread t1_0 where t1_0.query like ? escape '\\'";
    private static final String JOIN =
            "select m1_0.id,m1_0.name,s1_0.name from member m1_0 left join memberskillslink l on"
                    + " l.member_id=m1_0.id left join skill s1_0 on s1_0.id=l.skill_id where m1_0.belongs_to=?";

    private final PostgresExtension postgres;
    private final SampleFigures figures;

    private SampleAdvice(PostgresExtension postgres) {
        this.postgres = postgres;
        this.figures = new SampleFigures(postgres);
    }

    /** Migrates and fills the database of the test class, and looks at it. */
    static Advice of(PostgresExtension postgres) {
        SampleAdvice sample = new SampleAdvice(postgres);
        Migrations.of(postgres.config()).upgrade();
        sample.fill();
        return sample.advice();
    }

    private void fill() {
        postgres.execute(
                "insert into \"user\" (email, is_active, is_superuser, hashed_password)"
                        + " select 'user' || n || '@example.org', true, false, '$argon2id$x' from generate_series(1, 200) n",
                "insert into team (name, owner_id, workflow)"
                        + " select 'team-' || n, (select min(id) from \"user\") + n % 200, 'hierarchical'"
                        + " from generate_series(1, 400) n",
                "do $$ declare name text; begin for name in select indexname from pg_indexes where tablename = 'thread'"
                        + " and indexdef like '%(team_id%' loop execute format('drop index %I', name); end loop; end $$",
                "create index upload_owner_id_copy_idx on upload (owner_id)",
                "insert into thread (id, query, team_id, updated_at)"
                        + " select gen_random_uuid(), 'what is known about case ' || n || '?',"
                        + " (select min(id) from team) + n % 400, now() - n * interval '1 minute'"
                        + " from generate_series(1, 60000) n",
                "analyze");
    }

    private Advice advice() {
        QueryPlan before = explain(
                "select t1_0.id,t1_0.query,t1_0.updated_at from thread t1_0 where t1_0.team_id=(select min(id)+7 from"
                        + " team) order by t1_0.updated_at desc,t1_0.id desc fetch first 20 rows only");
        QueryPlan deep = explain(
                "select t1_0.id,t1_0.query from thread t1_0 order by t1_0.id offset 50000 rows fetch first 20 rows only");
        QueryPlan search = explain("select count(*) from thread t1_0 where t1_0.query like '%case 777%'");
        QueryPlan join = Explain.on(postgres.dataSource()).generic(JOIN);
        List<TableFigures> tables = figures.tables();
        List<IndexFigures> indexes = figures.indexes();
        postgres.execute("create index thread_team_id_updated_at_idx on thread (team_id, updated_at desc, id desc)");
        QueryPlan after = explain(
                "select t1_0.id,t1_0.query,t1_0.updated_at from thread t1_0 where t1_0.team_id=(select min(id)+7 from"
                        + " team) order by t1_0.updated_at desc,t1_0.id desc fetch first 20 rows only");
        postgres.execute("drop index thread_team_id_updated_at_idx");
        List<Finding> findings = findings();
        return new Advice(
                AT,
                "PostgreSQL " + postgres.majorVersion(),
                List.of(
                        statement(THREADS, "Thread.page", 12_345, new double[] {2.1, 3.0, 5.2, 9.9, 41}, before),
                        statement(SEARCH, "Thread.count", 410, new double[] {12, 28, 44, 61, 93}, search),
                        statement(DEEP, "Thread.page", 96, new double[] {8, 22, 37, 39, 40}, deep),
                        statement(JOIN, "Member.list", 48_000, new double[] {0.08, 0.12, 0.3, 0.9, 7.4}, join)),
                findings,
                proposals(findings, before, after),
                List.of("an index on member (model): the planner would not use it, cost 12.4 before and after"),
                tables,
                indexes,
                history(),
                List.of(
                        "pg_stat_statements is not installed, so what other programs run is not known: create extension"
                                + " pg_stat_statements and add it to shared_preload_libraries",
                        "bloat of indexes: the extension pgstattuple is missing"));
    }

    private List<Finding> findings() {
        return List.of(
                new Finding(
                        Problem.MISSING_INDEX,
                        "thread",
                        "each page of a team's threads reads all 60,000 rows of thread and throws 59,850 away",
                        THREADS),
                new Finding(
                        Problem.DEEP_OFFSET,
                        "thread",
                        "pages by number skip up to 50,000 rows, which are read and thrown away",
                        DEEP),
                new Finding(
                        Problem.TEXT_SEARCH,
                        "thread",
                        "a LIKE pattern that begins with % reads the whole table",
                        SEARCH),
                new Finding(
                        Problem.DUPLICATE_INDEX,
                        "upload_owner_id_copy_idx",
                        "it is the same as another index of upload on owner_id",
                        null),
                new Finding(
                        Problem.STALE_STATISTICS,
                        "checkpoints",
                        "it was never analyzed, so the planner guesses",
                        null));
    }

    private List<Proposal> proposals(List<Finding> findings, QueryPlan before, QueryPlan after) {
        double factor = (double) before.executed().buffers() / after.executed().buffers();
        return List.of(
                new Proposal(
                        "thread_team_id_updated_at_idx",
                        List.of(findings.get(0)),
                        "an index on thread by team and time, whose first twenty entries are the page",
                        new Remedy.SchemaChange(
                                "create index concurrently thread_team_id_updated_at_idx\n"
                                        + "    on thread (team_id, updated_at desc, id desc)",
                                "drop index concurrently thread_team_id_updated_at_idx"),
                        new Price(3_400_000, 0.5, "none: readers and writers go on while it is built"),
                        new Proof(Proof.Where.SCRATCH_ROWS, before, after, factor)),
                new Proposal(
                        "thread: deep offset",
                        List.of(findings.get(1)),
                        "ask for the page after the last row seen instead of a page by number",
                        new Remedy.Code("Page<Thread.Out> next = threads.page(Thread.Out.class, where, sort,"
                                + " PageRequest.after(page.next(), 20));"),
                        null,
                        null),
                new Proposal(
                        "upload_owner_id_copy_idx",
                        List.of(findings.get(3)),
                        "drop it: the other one serves the same statements",
                        new Remedy.SchemaChange(
                                "drop index concurrently upload_owner_id_copy_idx",
                                "create index concurrently upload_owner_id_copy_idx on upload (owner_id)"),
                        new Price(-16_384, -0.33, "none: readers and writers go on"),
                        null),
                new Proposal(
                        "checkpoints: statistics",
                        List.of(findings.get(4)),
                        "gather statistics of it",
                        new Remedy.Maintenance("analyze checkpoints"),
                        new Price(0, 0, "share update exclusive: readers and writers go on"),
                        null));
    }

    /** The real history, as if its versions had been applied over some weeks. */
    private List<HistoryEntry> history() {
        LocalDateTime start = LocalDateTime.of(2026, 8, 3, 10, 15);
        List<HistoryEntry> spread = new ArrayList<>();
        for (HistoryEntry entry : Migrations.of(postgres.config()).history()) {
            int number = Integer.parseInt(entry.version().number());
            int days = number < 4 ? 0 : number < 8 ? 19 : number < 11 ? 26 : 98;
            spread.add(new HistoryEntry(
                    entry.order(),
                    entry.changeset(),
                    entry.version(),
                    start.plusDays(days),
                    entry.checksum(),
                    entry.words()));
        }
        return spread;
    }

    private static ExaminedStatement statement(
            String sql, String operation, long calls, double[] millis, QueryPlan plan) {
        Duration[] times = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++) {
            times[i] = Duration.ofNanos((long) (millis[i] * 1_000_000));
        }
        StatementFigures.Times all = new StatementFigures.Times(
                times[1].multipliedBy(calls), times[0], times[1], times[2], times[3], times[4]);
        String caller = "org.example.chat." + operation.replaceAll("\\..*", "") + "Service.list(Service.java:41)";
        StatementFigures figures = new StatementFigures(sql, operation, List.of(caller), calls, 0, calls * 20, all);
        return new ExaminedStatement(figures, ExaminedStatement.SeenBy.APPLICATION, plan, "");
    }

    private QueryPlan explain(String withValues) {
        return Explain.on(postgres.dataSource()).analyzed(withValues);
    }
}
