package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** With databases at hand a review judges by what is there and by what happens. */
class MeasuredReviewTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @BeforeEach
    void prepare() {
        postgres.execute(
                "drop schema public cascade",
                "create schema public",
                "create table note (id bigint primary key, title text)",
                "create table comment (id bigint primary key, note_id bigint references note (id))",
                "create function steady() returns text language sql stable as 'select ''a''::text'",
                "create function fickle() returns text language sql volatile as 'select random()::text'");
    }

    @Test
    void measuredWinsOverWhatIsSupposed() {
        Review supposed = Review.of("alter table note add column a text default steady(), add column b text;");
        Review measured = measured("alter table note add column a text default steady();\n"
                + "alter table note add column b text default fickle();\n");

        assertThat(supposed.findings()).extracting(Finding::rule).contains(Rule.VOLATILE_DEFAULT);
        assertThat(measured.findings())
                .filteredOn(f -> f.rule() == Rule.VOLATILE_DEFAULT)
                .extracting(f -> f.place().line())
                .containsExactly(2);
        assertThat(measured.effects()).extracting(Effect::source).containsOnly(Effect.Source.MEASURED);
        assertThat(measured.effects().get(1).rewrites()).containsExactly("note");
    }

    @Test
    void whatHidesInABlockIsSeenWhenItRuns() {
        Review review = measured("do $$ begin execute 'alter table note alter column id type int'; end $$;");

        assertThat(review.findings())
                .extracting(f -> f.rule() + " " + f.severity() + " " + f.lock() + " " + f.message())
                .contains(
                        "NOT_ANALYSABLE WARNING null what DO does cannot be seen from here",
                        "TYPE_REWRITE ERROR ACCESS_EXCLUSIVE measured: table \"note\" is rewritten while reads and writes"
                                + " of it stop",
                        "SURPRISING_LOCK WARNING ACCESS_EXCLUSIVE measured: the statement takes ACCESS EXCLUSIVE on"
                                + " \"comment\"");
    }

    @Test
    void statementsOutsideTransactionsAreMeasuredWhileOthersMakeThemWait() {
        Review review = measured("""
                create index concurrently note_title_idx on note (title);
                reindex table concurrently note;
                drop index concurrently note_title_idx;
                vacuum note;
                """);

        assertThat(review.effects())
                .extracting(e -> e.statement().replaceAll(" .*", "") + " " + e.locks() + " " + e.builds())
                .containsExactly(
                        "create {note=SHARE_UPDATE_EXCLUSIVE} [note]",
                        "reindex {note=SHARE_UPDATE_EXCLUSIVE} [note]",
                        "drop {note=SHARE_UPDATE_EXCLUSIVE} []",
                        "vacuum {note=SHARE_UPDATE_EXCLUSIVE} []");
    }

    @Test
    void whatTheServerRefusesIsAFindingAndTheRestIsStillMeasured() {
        Review review = measured("alter table missing add column n int;\nalter table note add column n int;\n");

        assertThat(review.findings())
                .filteredOn(f -> f.rule() == Rule.SYNTAX_ERROR)
                .extracting(f -> f.place() + " " + f.message())
                .containsExactly("sql:1:1 the server refuses it: relation \"missing\" does not exist (SQLSTATE 42P01)");
        assertThat(review.effects())
                .extracting(Effect::source)
                .containsExactly(Effect.Source.PREDICTED, Effect.Source.MEASURED);
    }

    @Test
    void sizesOfTheLiveDatabaseMakeNotesAndErrors() {
        postgres.execute(
                "update pg_class set reltuples = 10000000 where oid = 'note'::regclass",
                "update pg_class set reltuples = 500000 where oid = 'comment'::regclass",
                "create table tiny (id bigint)",
                "analyze tiny");

        List<Finding> findings = Review.of(
                        "create index a on note (title); create index b on comment (note_id);"
                                + " create index c on tiny (id);",
                        ReviewOptions.defaults().withSizes(postgres.dataSource()))
                .findings();

        assertThat(findings)
                .filteredOn(f -> f.rule() == Rule.CREATE_INDEX)
                .extracting(f -> f.severity() + " " + f.message().replaceAll(".*; ", ""))
                .containsExactly(
                        "ERROR note has 10,000,000 rows, 16 kB",
                        "WARNING comment has 500,000 rows, 8 kB",
                        "NOTE tiny has 0 rows");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsSaidPlainly() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://localhost:1/nothing");

        assertThatThrownBy(() -> Review.of("select 1", ReviewOptions.defaults().withSizes(nowhere)))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("could not read the version of the server that the review was given:"
                        + " the server refuses it: Connection to localhost:1 refused.");
    }

    private static Review measured(String sql) {
        return Review.of(sql, ReviewOptions.defaults().measuredOn(postgres.dataSource()));
    }
}
