package dev.stele.examples.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.advice.Advice;
import dev.stele.migrations.advice.Finding;
import dev.stele.migrations.advice.IndexFigures;
import dev.stele.migrations.advice.Proposal;
import dev.stele.migrations.advice.Remedy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is planted is found, and what is advised helps as much as it promises. */
class SlowQueriesIT {
    private static final Pattern CREATED = Pattern.compile("(?i)create index (?:concurrently )?(\\w+)");

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    static Path folder;

    private static SlowQueries.Result result;
    private static String printed;

    @BeforeAll
    static void run() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        result = new SlowQueries(postgres.config(), folder, stream).run(new Sample(60_000));
        printed = out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void findsAllEightAndNothingElse() {
        assertThat(result.slow().findings())
                .extracting(Finding::problem, Finding::subject)
                .containsExactlyInAnyOrder(Planted.ALL.stream()
                        .map(planted -> tuple(planted.problem(), planted.subject()))
                        .toArray(Tuple[]::new));
    }

    @Test
    void hasARemedyForEachAndNothingIsLeftThen() {
        assertThat(Planted.ALL)
                .allSatisfy(planted -> assertThat(proposals(planted)).isNotEmpty());
        assertThat(result.mended().findings()).isEmpty();
        assertThat(printed).contains("findings left: 0");
    }

    @Test
    void everyProposedIndexIsReadAndSparesTheBuffersItPromised() {
        Advice advice = result.slow();

        assertThat(created(advice))
                .hasSize(4)
                .allSatisfy(index -> assertThat(scans(index)).as(index).isPositive());
        for (Comparison compared : result.compared()) {
            for (Proposal proposal : proposals(compared.planted())) {
                if (proposal.proof() != null && isIndex(proposal)) {
                    assertThat(proposal.proof().factor())
                            .as(proposal.name())
                            .isGreaterThan(1)
                            .isLessThanOrEqualTo(compared.factor());
                }
            }
        }
    }

    @Test
    void theCodeThatIsAdvisedReadsLess() {
        assertThat(result.compared())
                .filteredOn(compared -> proposals(compared.planted()).stream()
                        .anyMatch(proposal -> proposal.remedy() instanceof Remedy.Code))
                .hasSize(3)
                .allSatisfy(compared -> assertThat(compared.after().buffers() * 2
                                        < compared.before().buffers()
                                || compared.after().statements().size() * 2
                                        < compared.before().statements().size())
                        .as(compared.planted().name())
                        .isTrue());
    }

    @Test
    void theIndexThatNobodyReadsIsGone() {
        assertThat(result.slow().indexes()).extracting(IndexFigures::name).contains("forum_thread_votes_idx");
        assertThat(result.mended().indexes()).extracting(IndexFigures::name).doesNotContain("forum_thread_votes_idx");
    }

    @Test
    void writesTheDraftAndThePage() {
        assertThat(folder.resolve("changelog")).isDirectoryContaining("glob:**0003-*.sql");
        assertThat(folder.resolve("advice.html")).content().contains("forum_thread");
    }

    private static List<Proposal> proposals(Planted planted) {
        return result.slow().proposals().stream()
                .filter(proposal -> proposal.findings().stream()
                        .anyMatch(finding -> finding.problem() == planted.problem()
                                && finding.subject().equals(planted.subject())))
                .toList();
    }

    private static List<String> created(Advice advice) {
        return advice.proposals().stream()
                .filter(SlowQueriesIT::isIndex)
                .flatMap(proposal -> proposal.remedy() instanceof Remedy.SchemaChange change
                        ? CREATED.matcher(change.sql()).results().map(found -> found.group(1))
                        : Stream.of())
                .toList();
    }

    private static boolean isIndex(Proposal proposal) {
        return proposal.remedy() instanceof Remedy.SchemaChange change
                && CREATED.matcher(change.sql()).find();
    }

    private static long scans(String index) {
        return postgres.value(Long.class, "select idx_scan from pg_stat_user_indexes where indexrelname = ?", index);
    }
}
