package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What people and programs read of a review. */
class OutputsTest {
    private static final Review REVIEW = Review.of(
            "drop table app.\"a|b\"; create index concurrently i on app.t (x);\n\tvacuum full app.t;\n",
            ReviewOptions.defaults()
                    .withFile("db/my file.sql")
                    .withSizes(Map.of("app.t", new TableSize(10_000_000, 1_300_000_000)))
                    .without(Rule.NO_LOCK_TIMEOUT, Rule.NO_STATEMENT_TIMEOUT, Rule.NOT_REPEATABLE));

    @Test
    void peopleReadOneParagraphAFinding() {
        assertThat(REVIEW.text()).isEqualTo("""
                db/my file.sql:1:1: error: table "app.a|b" is dropped with its data [drop-table 42]
                    statement: drop table app."a|b"
                    safe: stop using it, deploy, see that nothing reads it, drop it in a later version
                db/my file.sql:2:2: error: table "app.t" is written anew while reads and writes of it stop; app.t has 10,000,000 rows, 1.2 GB [vacuum-full 49]
                    statement: vacuum full app.t
                    lock: ACCESS EXCLUSIVE, blocks reads and writes
                    safe: plain vacuum, or a tool that copies while others work
                2 errors, no warnings, no notes in 3 statements
                """);
    }

    @Test
    void nothingFoundIsSaidToo() {
        assertThat(Review.of("select 1").text()).isEqualTo("nothing found in 1 statement\n");
        assertThat(Review.of("select 1").markdown()).isEqualTo("""
                ## Review of the migration

                nothing found in 1 statement
                """);
    }

    @Test
    void colourIsForTerminalsOnlyAndTheSameTextWithoutIt() {
        assertThat(REVIEW.text()).doesNotContain("\u001b");
        assertThat(REVIEW.colouredText()).contains("\u001b[1;31merror: \u001b[0m");
        assertThat(REVIEW.colouredText().replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(REVIEW.text());
        assertThat(TextReport.wantsColours(true, Map.of())).isTrue();
        assertThat(TextReport.wantsColours(true, Map.of("NO_COLOR", ""))).isTrue();
        assertThat(TextReport.wantsColours(true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(TextReport.wantsColours(true, Map.of("TERM", "dumb"))).isFalse();
        assertThat(TextReport.wantsColours(false, Map.of())).isFalse();
    }

    @Test
    void markdownIsATableWhoseCellsStayCells() {
        assertThat(REVIEW.markdown()).isEqualTo("""
                ## Review of the migration

                2 errors, no warnings, no notes in 3 statements

                | | where | rule | what | lock | safe form |
                |---|---|---|---|---|---|
                | error | db/my file.sql:1:1 | drop-table (42) | table "app.a\\|b" is dropped with its data |  | \
                stop using it, deploy, see that nothing reads it, drop it in a later version |
                | error | db/my file.sql:2:2 | vacuum-full (49) | table "app.t" is written anew while reads and writes of \
                it stop; app.t has 10,000,000 rows, 1.2 GB | ACCESS EXCLUSIVE, blocks reads and writes | \
                plain vacuum, or a tool that copies while others work |
                """);
    }

    @Test
    void jsonHasEveryFindingAndWhatEachStatementDoes() {
        Map<String, Object> json = new Yaml().load(REVIEW.json());

        assertThat(json).containsEntry("passes", false);
        assertThat(list(json, "findings").get(1))
                .containsEntry("rule", "vacuum-full")
                .containsEntry("number", "49")
                .containsEntry("severity", "error")
                .containsEntry("file", "db/my file.sql")
                .containsEntry("line", 2)
                .containsEntry("column", 2)
                .containsEntry("statement", "vacuum full app.t")
                .containsEntry("lock", "ACCESS EXCLUSIVE")
                .containsEntry("blocks", "reads and writes");
        assertThat(list(json, "findings").get(0)).containsEntry("lock", null);
        assertThat(list(json, "statements").get(1))
                .containsEntry("source", "predicted")
                .containsEntry("locks", Map.of("app.t", "SHARE UPDATE EXCLUSIVE"))
                .containsEntry("builds", List.of("app.t"));
    }

    @Test
    void sarifHasWhatTheSchemaOfVersion210Demands() {
        Map<String, Object> sarif = new Yaml().load(REVIEW.sarif());

        assertThat(sarif)
                .containsOnlyKeys("$schema", "version", "runs")
                .containsEntry("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .containsEntry("version", "2.1.0");
        Map<String, Object> run = list(sarif, "runs").get(0);
        assertThat(run)
                .containsOnlyKeys("tool", "columnKind", "results")
                .containsEntry("columnKind", "unicodeCodePoints");
        Map<String, Object> driver = map(map(run, "tool"), "driver");
        assertThat(driver).containsEntry("name", "stele-review");
        List<Map<String, Object>> rules = list(driver, "rules");
        for (Map<String, Object> result : list(run, "results")) {
            assertThat(rules.get((Integer) result.get("ruleIndex"))).containsEntry("id", result.get("ruleId"));
            assertThat(result.get("level")).isIn("none", "note", "warning", "error");
            assertThat(map(result, "message").get("text")).asString().isNotBlank();
            Map<String, Object> place = map(list(result, "locations").get(0), "physicalLocation");
            assertThat(map(place, "artifactLocation")).containsEntry("uri", "db/my%20file.sql");
            assertThat((Integer) map(place, "region").get("startLine")).isPositive();
            assertThat((Integer) map(place, "region").get("startColumn")).isPositive();
        }
        assertThat(rules).allSatisfy(rule -> {
            assertThat(map(rule, "shortDescription")).containsKey("text");
            assertThat(map(rule, "defaultConfiguration").get("level")).isIn("note", "warning", "error");
        });
    }

    @Test
    void controlCharactersAndLoneSurrogatesAreEscapedInJson() {
        String name = "a\u0001\t\"\\\uD83D\uDE00";

        Map<String, Object> json = new Yaml()
                .load(Review.of("drop schema \"" + name.replace("\"", "\"\"") + "\"")
                        .json());

        assertThat(list(json, "findings").get(0).get("message")).isEqualTo("schema \"" + name + "\" is dropped");
        assertThat(new JsonText().value("\uD83D").toString()).isEqualTo("\"\\ud83d\"\n");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> from, String key) {
        return (List<Map<String, Object>>) from.get(key);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> from, String key) {
        return (Map<String, Object>) from.get(key);
    }
}
