package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.mapping.Json;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same advice as text, JSON and HTML. */
class AdviceReportsTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    static Advice sample;

    @BeforeAll
    static void look() {
        sample = SampleAdvice.of(postgres);
    }

    @Test
    void textSaysWhatIsWrongWhatToDoAndWhatItCosts() {
        List<String> lines = sample.toText().lines().toList();

        assertThat(lines.get(0))
                .isEqualTo("PostgreSQL " + postgres.majorVersion()
                        + ", 23 November 2026, 09:30 UTC: 5 findings, 4 with a proposal");
        assertThat(lines.get(3))
                .matches(" 1\\. missing index on thread: \\d+x fewer buffers at least; \\d+ -> \\d+ when tried");
        assertThat(lines)
                .containsSequence(
                        "    each page of a team's threads reads all 60,000 rows of thread and throws 59,850 away",
                        "    do: an index on thread by team and time, whose first twenty entries are the page",
                        "        create index concurrently thread_team_id_updated_at_idx",
                        "            on thread (team_id, updated_at desc, id desc)",
                        "    price: takes 3.24 MB, writes 50 % dearer, lock: none: readers and writers go on while it is"
                                + " built",
                        "    seen: Thread.page by org.example.chat.ThreadService.list(Service.java:41), 12,345 calls,"
                                + " 37.0 s, p95 5.20 ms")
                .containsSequence(
                        " 3. duplicate index on upload_owner_id_copy_idx: 16.0 kB given back",
                        "    it is the same as another index of upload on owner_id")
                .containsSequence(
                        " 5. text search without index on thread: no proposal",
                        "    a LIKE pattern that begins with % reads the whole table")
                .contains("tried, and left out because it did not help:", "could not be learnt:");
        assertThat(lines).hasSizeLessThan(45);
    }

    @Test
    void theSummaryOfThePageNamesEachProposalOnce() {
        Proposal first = sample.proposals().get(0);
        Finding other = new Finding(Problem.MISSING_INDEX, "thread", "another statement is slow, too", "select 1");
        Proposal both = new Proposal(
                first.name(),
                List.of(first.findings().get(0), other),
                first.sentence(),
                first.remedy(),
                first.price(),
                first.proof());
        Advice advice = new Advice(
                sample.at(),
                sample.server(),
                sample.statements(),
                both.findings(),
                List.of(both),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(AdvicePage.of(advice).needs()).hasSize(1).first().satisfies(need -> {
            assertThat(need.sentence()).isEqualTo(first.findings().get(0).sentence());
            assertThat(need.more()).isEqualTo("and 1 finding more");
        });
    }

    @Test
    void textOfHealthyDatabaseIsOneLine() {
        assertThat(ManyTables.of(3).toText())
                .isEqualTo("PostgreSQL 18, 23 November 2026, 09:30 UTC: nothing wrong was found\n");
    }

    @Test
    void textHidesNothingFromATerminal() {
        Advice hostile = new Altered(text -> text + "\u001B[2J\u202E\n").of(sample);

        assertThat(hostile.toText()).doesNotContain("\u001B", "\u202E").contains("<U+001B>[2J<U+202E>");
    }

    @Test
    void jsonHoldsEveryFieldThatIsDocumented() {
        Map<?, ?> json = object(Json.parse(sample.toJson()));
        Map<?, ?> proposal = object(list(json.get("proposals")).get(0));
        Map<?, ?> proof = object(proposal.get("proof"));
        Map<?, ?> plan = object(proof.get("before"));
        Map<?, ?> root = object(plan.get("root"));

        assertThat(names(json))
                .containsExactly(
                        "format",
                        "at",
                        "server",
                        "findings",
                        "proposals",
                        "statements",
                        "tables",
                        "indexes",
                        "history",
                        "dropped",
                        "notes");
        assertThat(names(list(json.get("findings")).get(0))).containsExactly("problem", "subject", "sentence", "sql");
        assertThat(names(proposal))
                .containsExactly("name", "findings", "sentence", "remedy", "text", "rollback", "price", "proof");
        assertThat(names(proposal.get("price"))).containsExactly("bytes", "writes", "lock");
        assertThat(names(proof)).containsExactly("where", "factor", "before", "after");
        assertThat(names(plan)).containsExactly("values", "planningMillis", "millis", "buffers", "root");
        assertThat(names(root))
                .containsExactly(
                        "kind",
                        "relation",
                        "index",
                        "cost",
                        "rows",
                        "width",
                        "actual",
                        "indexCondition",
                        "filter",
                        "joinCondition",
                        "sortKeys",
                        "children");
        assertThat(names(root.get("actual")))
                .containsExactly("rows", "loops", "millis", "removed", "buffers", "read", "spilledKilobytes");
        assertThat(names(list(json.get("statements")).get(0)))
                .containsExactly(
                        "sql",
                        "operation",
                        "callers",
                        "seenBy",
                        "calls",
                        "failures",
                        "rows",
                        "totalMillis",
                        "leastMillis",
                        "medianMillis",
                        "p95Millis",
                        "p99Millis",
                        "mostMillis",
                        "plan",
                        "unplanned");
        assertThat(names(list(json.get("tables")).get(0)))
                .containsExactly(
                        "name",
                        "columns",
                        "references",
                        "rows",
                        "deadRows",
                        "bytes",
                        "indexBytes",
                        "sequentialScans",
                        "sequentialRows",
                        "indexScans",
                        "writes",
                        "analyzed");
        assertThat(names(list(json.get("indexes")).get(0)))
                .containsExactly("name", "table", "definition", "constraint", "bytes", "scans", "bloat");
        assertThat(names(list(json.get("history")).get(0)))
                .containsExactly("order", "changeset", "file", "version", "appliedAt");
    }

    @Test
    void jsonHoldsTheSameFindingsAndProposals() {
        Map<?, ?> json = object(Json.parse(sample.toJson()));

        assertThat(list(json.get("findings")))
                .extracting(finding -> object(finding).get("problem"))
                .containsExactly("missing-index", "deep-offset", "duplicate-index", "stale-statistics", "text-search");
        assertThat(list(json.get("proposals")))
                .extracting(proposal -> object(proposal).get("remedy"))
                .containsExactly("schema-change", "code", "schema-change", "maintenance");
        assertThat(list(json.get("proposals")))
                .extracting(proposal -> object(proposal).get("findings"))
                .containsExactly(List.of(0L), List.of(1L), List.of(2L), List.of(3L));
        assertThat(json.get("at")).isEqualTo("2026-11-23T09:30:00Z");
        assertThat(list(json.get("tables"))).hasSameSizeAs(sample.tables());
    }

    @Test
    void htmlShowsWhatIsWrongWhatToDoAndWhereItWasTried() {
        assertThat(sample.toHtml())
                .contains(
                        "5 findings, 4 with a proposal",
                        "Before and after, tried in a scratch database with rows of the table",
                        "most buffers",
                        "stele:0011 upload-jobs",
                        "pg_stat_statements is not installed")
                .doesNotContain("style=\"", "http://", "https://");
    }

    @Test
    void htmlIsTheSameEachTime() {
        assertThat(sample.toHtml()).isEqualTo(sample.toHtml());
    }

    @Test
    void writesTheReportToAFileAndReplacesAnOlderOne() throws Exception {
        Path file = Files.writeString(folder.resolve("report.html"), "old");

        sample.writeHtml(file);

        assertThat(file).hasContent(sample.toHtml());
    }

    @Test
    void namesAFileThatCannotBeWritten() {
        Path file = folder.resolve("absent").resolve("report.html");

        assertThatThrownBy(() -> sample.writeHtml(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("could not write the report to %s: the folder %s does not exist"
                        .formatted(file, file.getParent()));
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> object(Object value) {
        return (Map<Object, Object>) value;
    }

    private static List<Object> list(Object value) {
        return new ArrayList<>((List<?>) value);
    }

    private static List<Object> names(Object object) {
        return List.copyOf(object(object).keySet());
    }
}
