package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.review.Portability;
import dev.stele.migrations.review.Portability.Finding;
import dev.stele.migrations.review.Portability.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The documentation says what the bundled schema and the statements of its DAOs break elsewhere, no more and no less. */
class OtherDatabasesTest {
    private static final Portability CITUS_BY_THREAD = Portability.of(Target.CITUS)
            .distributing("thread", "id")
            .distributing("checkpoints", "thread_id")
            .distributing("checkpoint_blobs", "thread_id")
            .distributing("checkpoint_writes", "thread_id")
            .replicating(
                    "user", "team", "member", "skill", "upload", "memberskillslink", "memberuploadslink", "apikey");
    private static final Portability CITUS_BY_TEAM = Portability.of(Target.CITUS)
            .distributing("team", "id")
            .distributing("member", "belongs_to")
            .distributing("apikey", "team_id")
            .distributing("thread", "team_id")
            .distributing("checkpoints", "team_id")
            .distributing("checkpoint_blobs", "team_id")
            .distributing("checkpoint_writes", "team_id")
            .distributing("memberskillslink", "team_id")
            .distributing("memberuploadslink", "team_id")
            .replicating("user", "skill", "upload");

    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static CatalogSnapshot schema;
    private static Map<String, Set<String>> statements;
    private static Set<String> silent;

    @BeforeAll
    static void callEverything() {
        try (Database database = TeamsDatabase.open(postgres);
                SentBy sent = SentBy.watching(database)) {
            new FamilyCalls(postgres, database).all();
            statements = sent.statements();
            silent = sent.silent();
        }
        schema = CatalogSnapshot.read(postgres.dataSource(), DiffOptions.defaults());
        String changelog =
                Migrations.withoutDatabase(MigrationSettings.defaults()).script("base", "head");
        statements.put("Migrations.upgrade", Set.of(changelog));
    }

    @Test
    void everyCallOfEveryDaoIsChecked() {
        assertThat(silent)
                .containsExactlyInAnyOrder(
                        "Uploads.jobs()UploadJobs", // makes the DAO of the jobs
                        "Users.withOpenRegistration()Users"); // a setting
    }

    @Test
    void citusByThread() throws IOException {
        assertDocumented("Citus, cut up by thread", CITUS_BY_THREAD);
    }

    @Test
    void citusByTeamNeedsAnotherSchema() {
        List<Finding> findings = CITUS_BY_TEAM.findings(schema, Map.of());

        assertThat(objects(findings, "citus-column"))
                .containsExactly(
                        "table public.checkpoint_blobs",
                        "table public.checkpoint_writes",
                        "table public.checkpoints",
                        "table public.memberskillslink",
                        "table public.memberuploadslink");
        assertThat(objects(findings, "citus-foreign-key"))
                .containsExactly(
                        "constraint public.checkpoint_blobs.checkpoint_blobs_thread_id_fkey",
                        "constraint public.checkpoint_writes.checkpoint_writes_thread_id_fkey",
                        "constraint public.checkpoints.checkpoints_thread_id_fkey",
                        "constraint public.member.member_owner_of_fkey",
                        "constraint public.member.member_source_fkey",
                        "constraint public.memberskillslink.memberskillslink_member_id_fkey",
                        "constraint public.memberuploadslink.memberuploadslink_member_id_fkey");
        assertThat(objects(findings, "citus-unique-key"))
                .containsExactly(
                        "constraint public.apikey.apikey_digest_key",
                        "constraint public.apikey.apikey_pkey",
                        "constraint public.checkpoint_blobs.checkpoint_blobs_pkey",
                        "constraint public.checkpoint_writes.checkpoint_writes_pkey",
                        "constraint public.checkpoints.checkpoints_pkey",
                        "constraint public.member.member_pkey",
                        "constraint public.memberskillslink.memberskillslink_pkey",
                        "constraint public.memberuploadslink.memberuploadslink_pkey",
                        "constraint public.team.team_name_key",
                        "constraint public.thread.thread_pkey");
    }

    @Test
    void yugabytedb() throws IOException {
        assertDocumented("YugabyteDB", Portability.of(Target.YUGABYTEDB));
    }

    @Test
    void cockroachdb() throws IOException {
        assertDocumented("CockroachDB", Portability.of(Target.COCKROACHDB));
    }

    private static List<String> objects(List<Finding> findings, String rule) {
        return findings.stream()
                .filter(finding -> finding.rule().equals(rule))
                .map(Finding::object)
                .toList();
    }

    private static void assertDocumented(String title, Portability check) throws IOException {
        String document = Files.readString(Path.of("..", "docs", "scale.md"));

        assertThat(document).contains("### " + title + "\n\n" + table(check.findings(schema, statements)));
    }

    private static String table(List<Finding> findings) {
        Map<String, Set<String>> objects = new TreeMap<>();
        Map<String, Finding> rules = new TreeMap<>();
        for (Finding finding : findings) {
            rules.put(finding.rule(), finding);
            objects.computeIfAbsent(finding.rule(), rule -> new TreeSet<>())
                    .add(finding.object().replace("statement ", "").replace("public.", ""));
        }
        StringBuilder table =
                new StringBuilder("| rule | | what it does | where | what to do |\n|---|---|---|---|---|\n");
        rules.forEach((rule, finding) -> table.append("| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        rule,
                        finding.severity().name().toLowerCase(java.util.Locale.ROOT),
                        finding.problem(),
                        String.join(", ", objects.get(rule)),
                        finding.remedy())));
        return table.toString();
    }
}
