package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a review is told. */
class ReviewOptionsTest {
    @TempDir
    Path folder;

    @Test
    void aSeverityThatIsGivenStandsWhateverTheSize() {
        ReviewOptions options = ReviewOptions.defaults()
                .withSeverity(Rule.DROP_TABLE, Severity.NOTE)
                .without(Rule.UNQUALIFIED_NAME);

        assertThat(Review.of("drop table thing", options).findings())
                .filteredOn(f -> f.rule() == Rule.DROP_TABLE || f.rule() == Rule.UNQUALIFIED_NAME)
                .extracting(Finding::severity)
                .containsExactly(Severity.NOTE);
    }

    @Test
    void whatRunsTheMigrationsSetsTheTimeouts() {
        assertThat(Review.of(
                                "alter table app.thing add column n int",
                                ReviewOptions.defaults().runByMigrations())
                        .findings())
                .isEmpty();
    }

    @Test
    void aPlainFileCanBeOneTransaction() {
        assertThat(Review.of("vacuum app.thing", ReviewOptions.defaults().asOneTransaction())
                        .findings())
                .extracting(Finding::message)
                .containsExactly("VACUUM cannot run inside a transaction");
    }

    @Test
    void filesKnowTheTablesOfThoseBeforeButNotAsEmpty() throws IOException {
        Path first = Files.writeString(folder.resolve("0001-a.sql"), "create table app.a (id bigint, n varchar(10));");
        Path second = Files.writeString(
                folder.resolve("0002-b.sql"),
                "alter table app.a alter column n type varchar(20);" + " create index i on app.a (id);");

        assertThat(Review.of(List.of(first, second), ReviewOptions.defaults()).findings())
                .filteredOn(f -> f.severity() == Severity.ERROR)
                .extracting(Finding::rule)
                .containsExactly(Rule.CREATE_INDEX);
        assertThat(Review.of(List.of(second, first), ReviewOptions.defaults()).findings())
                .extracting(Finding::rule)
                .contains(Rule.HISTORY_NOT_LINEAR);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = folder.resolve("missing.sql");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Review.of(missing))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("cannot read " + missing);
    }

    @Test
    void ignoresCountForTheirStatementOrTheWholeFile() {
        assertThat(Review.of("""
                -- stele:ignore-file unqualified-name,no-statement-timeout search_path is set by the caller
                set lock_timeout = '1s';
                alter table thing
                    -- stele:ignore drop-column nothing has read it since May
                    drop column kind;
                drop table other; /* stele:ignore 42 it was a copy */
                alter table thing drop column n;
                """).findings())
                .extracting(f -> f.rule() + " " + f.place().line())
                .containsExactly("DROP_COLUMN 7");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        ReviewOptions options = ReviewOptions.defaults();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withServerVersion(15))
                .withMessage("the server version must be as server_version_num tells it, such as 150004, but was 15");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMaxColumns(0))
                .withMessage("maxColumns must be at least 1 but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withNames(Rule.DROP_TABLE, "x"))
                .withMessage("the rule must be one about names, schema-name to check-name, but was drop-table");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Review.of("select 1", options.withVersions(List.of("first"))))
                .withMessage("a version must begin with a number but was \"first\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TableSize(-2, 0))
                .withMessage("rows must be at least -1 and bytes at least 0 but were -2 and 0");
    }

    @Test
    void lockModesSayWhatTheyBlock() {
        assertThat(List.of(LockMode.values()))
                .extracting(m -> m.sql() + ": " + m.blocks())
                .containsExactly(
                        "ACCESS SHARE: only what needs it alone",
                        "ROW SHARE: only what needs it alone",
                        "ROW EXCLUSIVE: only what needs it alone",
                        "SHARE UPDATE EXCLUSIVE: other schema changes and vacuum",
                        "SHARE: writes",
                        "SHARE ROW EXCLUSIVE: writes",
                        "EXCLUSIVE: writes",
                        "ACCESS EXCLUSIVE: reads and writes");
    }
}
