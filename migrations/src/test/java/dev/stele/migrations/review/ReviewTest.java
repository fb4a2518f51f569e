package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller of a review meets first. */
class ReviewTest {

    @Test
    void anIndexBuiltOnATableWithRowsIsAnError() {
        Review review = Review.of("select 1;\ncreate index thing_kind_idx on thing (kind);\n");

        assertThat(review.passes()).isFalse();
        assertThat(review.findings())
                .filteredOn(f -> f.rule() == Rule.CREATE_INDEX)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.place()).hasToString("sql:2:1");
                    assertThat(f.severity()).isEqualTo(Severity.ERROR);
                    assertThat(f.message())
                            .isEqualTo(
                                    "building index \"thing_kind_idx\" stops writes to table \"thing\" until it is done");
                });
    }

    @Test
    void whatCannotBeReadIsAFinding() {
        assertThat(Review.of("select 'a").findings())
                .extracting(f -> f.rule() + " " + f.place() + " " + f.message())
                .containsExactly("SYNTAX_ERROR sql:1:8 the quoted string is not closed");
    }

    @Test
    void aFileThatCannotBeReadIsSaidPlainly(@TempDir Path directory) throws IOException {
        Path latin = Files.write(directory.resolve("latin.sql"), new byte[] {(byte) 0xe9, (byte) 0xe8});
        Path missing = directory.resolve("missing.sql");

        assertThatThrownBy(() -> Review.of(latin))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("cannot read " + latin + ": is not UTF-8 text");
        assertThatThrownBy(() -> Review.of(missing))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("cannot read " + missing + ": does not exist");
        assertThatThrownBy(() -> Review.of(directory))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("cannot read " + directory + ": is a directory");
    }
}
