package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
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
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where one of two conditions suffices, an index for each is needed. */
class AnyOfIndexesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String TABLE = """
            --liquibase formatted sql
            --changeset app:people
            create table person (
                id bigint primary key, email text not null, phone text not null, kind text not null, town text not null);
            --rollback drop table person;
            """;

    private static final String EITHER = "select id, kind from person where email = ? or phone = ?";
    private static final Pattern INDEX = Pattern.compile("create index concurrently (\\w+) on public\\.(person .*)");

    @TempDir
    static Path folder;

    @BeforeAll
    static void fill() throws IOException {
        Files.writeString(folder.resolve("0001-people.sql"), TABLE);
        migrations(folder).upgrade();
        postgres.execute(
                "insert into person select i, md5(i::text) || '@example.org', md5((i * 7)::text), 'kind' || i % 3, 'town'"
                        + " from generate_series(1, 30000) i",
                "vacuum analyze person");
    }

    @AfterEach
    void dropIndexes() {
        postgres.query(
                        "select indexname::text from pg_indexes where tablename = 'person' and indexname <> 'person_pkey'")
                .forEach(row -> postgres.execute("drop index " + row.get(0)));
    }

    @Test
    void bothAreProposedTogetherAndUsedTogether(@TempDir Path own) throws IOException {
        Files.copy(folder.resolve("0001-people.sql"), own.resolve("0001-people.sql"));
        QueryPlan before = Explain.on(postgres.dataSource()).analyzed(EITHER);

        Advice advice = advice(own, EITHER);
        Draft draft = advice.toDraft("Find people", migrations(own));

        assertThat(indexes(advice)).containsExactly("person (email)", "person (phone)");
        Proposal proposal = advice.proposals().get(0);
        assertThat(proposal.sentence())
                .isEqualTo("create an index on person (email) and an index on person (phone), which together find these"
                        + " rows without reading the others");
        assertThat(Objects.requireNonNull(proposal.price()).writes()).isEqualTo(2);
        assertThat(draft.review().findings()).noneMatch(finding -> finding.severity() == Severity.ERROR);
        draft.write(own);
        assertThat(migrations(own).upgrade().applied()).hasSize(2);
        QueryPlan after = Explain.on(postgres.dataSource()).analyzed(EITHER);
        assertThat(after.root().all().map(PlanNode::index)).contains("person_email_idx", "person_phone_idx");
        assertThat(buffers(after) * Objects.requireNonNull(proposal.proof()).factor())
                .isLessThanOrEqualTo(buffers(before));
        assertThat(advice(own, EITHER).proposals()).isEmpty();
        migrations(own).downgrade(1);
    }

    @Test
    void whereOneIsServedTheOtherIsProposedAlone() {
        postgres.execute("create unique index person_email_idx on person (email)");

        assertThat(indexes(advice(EITHER))).containsExactly("person (phone)");
    }

    @Test
    void whereTheOtherLeavesMostRowsNothingIsProposed() {
        postgres.execute("create unique index person_email_idx on person (email)");

        Advice advice = advice("select id from person where email = ? or kind = ?");

        assertThat(advice.proposals()).isEmpty();
        assertThat(advice.dropped()).isEmpty();
    }

    @Test
    void whereBothAreServedNothingIsProposed() {
        postgres.execute(
                "create index person_email_idx on person (email)", "create index person_phone_idx on person (phone)");

        assertThat(indexes(advice(EITHER))).isEmpty();
    }

    @Test
    void whatAnotherStatementNeedsToIsMadeOnce() {
        Advice advice = advice("select id from person where phone = ?", EITHER);

        assertThat(indexes(advice)).containsExactlyInAnyOrder("person (email)", "person (phone)");
        assertThat(names(advice)).containsExactlyInAnyOrder("person_email_idx", "person_phone_idx");
        assertThat(advice.findings()).extracting(Finding::sql).contains(EITHER);
    }

    @Test
    void partsOfTextsInOneOfTwoColumnsAreFoundByTwo() {
        assertThat(indexes(advice("select id from person where email ilike ? or phone ilike ?")))
                .containsExactly("person using gin (email gin_trgm_ops)", "person using gin (phone gin_trgm_ops)");
    }

    @Test
    void anAlternativeThatNoIndexServesLeavesTheTableToBeRead() {
        assertThat(indexes(advice("select id from person where email = ? or length(phone) <> length(town)")))
                .isEmpty();
    }

    private static long buffers(QueryPlan plan) {
        return Objects.requireNonNull(plan.executed()).buffers();
    }

    private static List<String> indexes(Advice advice) {
        return matches(advice, 2);
    }

    private static List<String> names(Advice advice) {
        return matches(advice, 1);
    }

    private static List<String> matches(Advice advice, int group) {
        return advice.proposals().stream()
                .flatMap(proposal -> steps((SchemaChange) proposal.remedy()))
                .flatMap(step -> INDEX.matcher(step.sql()).results())
                .map(found -> found.group(group))
                .toList();
    }

    private static Stream<SchemaChange> steps(SchemaChange change) {
        return Stream.concat(Stream.of(change), change.then().stream());
    }

    private static Advice advice(String... statements) {
        return advice(folder, statements);
    }

    private static Advice advice(Path changelog, String... statements) {
        CountedHere counted = new CountedHere();
        for (String sql : statements) {
            counted.slow("sql", sql, 1);
        }
        return Advisor.of(postgres.config(), migrations(changelog))
                .watching(counted)
                .examine();
    }

    private static Migrations migrations(Path changelog) {
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults().withChangelog(Changelog.directory(changelog, "db/changelog")));
    }
}
