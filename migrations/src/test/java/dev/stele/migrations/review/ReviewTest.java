package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
