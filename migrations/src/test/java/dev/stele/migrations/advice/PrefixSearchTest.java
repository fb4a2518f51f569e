package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.advice.Remedy.SchemaChange;
import dev.stele.migrations.plan.Explain;
import dev.stele.migrations.plan.QueryPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Texts that begin with something are found by a tree; parts of texts are not. */
class PrefixSearchTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String TABLE = """
            --liquibase formatted sql
            --changeset app:parts
            create table part (
                id bigint primary key, code text collate "C" not null, name varchar(100) collate "en-x-icu" not null,
                maker int not null, note text not null);
            create index part_note_idx on part (note varchar_pattern_ops);
            --rollback drop table part;
            """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void fill() throws IOException {
        Files.writeString(folder.resolve("0001-parts.sql"), TABLE);
        migrations().upgrade();
        postgres.execute(
                "insert into part select i, md5(i::text), md5((i * 7)::text) || repeat(' name', 5), i % 200,"
                        + " md5((i * 11)::text) from generate_series(1, 40000) i",
                "vacuum analyze part");
    }

    @Test
    void aPlainTreeServesWhereTextsAreOrderedByTheirBytes() {
        assertThat(indexes("select id, note from part where code like ? || '%'"))
                .containsExactly("part (code)");
    }

    @Test
    void elsewhereATreeOfTheClassThatOrdersThemSo() {
        assertThat(indexes("select id, note from part where name like ? || '%'"))
                .containsExactly("part (name text_pattern_ops)");
        assertThat(indexes("select id, note from part where name ^@ ?"))
                .containsExactly("part (name text_pattern_ops)");
    }

    @Test
    void behindWhatIsComparedByEquality() {
        assertThat(indexes("select id, note from part where maker = ? and name like ? || '%'"))
                .containsExactly("part (maker, name text_pattern_ops)");
    }

    @Test
    void partsOfTextsAndWhatIgnoresCaseNeedTrigrams() {
        assertThat(indexes("select id, note from part where name like '%' || ? || '%'"))
                .containsExactly("part using gin (name gin_trgm_ops)");
        assertThat(indexes("select id, note from part where name ilike ? || '%'"))
                .containsExactly("part using gin (name gin_trgm_ops)");
    }

    /** A value may begin with a wildcard. */
    @Test
    void patternsThatTheTextDoesNotTellNeedThemToo() {
        assertThat(indexes("select id, note from part where code like ?"))
                .containsExactly("part using gin (code gin_trgm_ops)");
    }

    @Test
    void theClassOfCharacterVaryingIsTheSame() {
        assertThat(indexes("select id, code from part where note like ? || '%'"))
                .isEmpty();
    }

    @Test
    void theIndexIsUsedAndSavesWhatItsProofPromised() {
        String sql = "select id, note from part where name like ? || '%'";
        Proposal proposal = advice(sql).proposals().get(0);
        QueryPlan before = Explain.on(postgres.dataSource()).analyzed(sql);

        postgres.execute(((SchemaChange) proposal.remedy()).sql());
        try {
            QueryPlan after = Explain.on(postgres.dataSource()).analyzed(sql);
            assertThat(after.root().all()).anyMatch(node -> proposal.name().equals(node.index()));
            assertThat(buffers(after) * Objects.requireNonNull(proposal.proof()).factor())
                    .isLessThanOrEqualTo(buffers(before));
            assertThat(indexes(sql)).isEmpty();
        } finally {
            postgres.execute("drop index " + proposal.name());
        }
    }

    private static long buffers(QueryPlan plan) {
        return Objects.requireNonNull(plan.executed()).buffers();
    }

    private static List<String> indexes(String sql) {
        return advice(sql).proposals().stream()
                .map(proposal -> ((SchemaChange) proposal.remedy()).sql())
                .filter(change -> change.contains(" on public."))
                .map(change -> change.replaceFirst("(?s).* on public\\.([^;]*).*", "$1"))
                .toList();
    }

    private static Advice advice(String sql) {
        return Advisor.of(postgres.config(), migrations())
                .watching(new CountedHere().slow("sql", sql, 1))
                .examine();
    }

    private static Migrations migrations() {
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults().withChangelog(Changelog.directory(folder, "db/changelog")));
    }
}
