package dev.stele.examples.handbook;

import dev.stele.migrations.review.Review;
import dev.stele.migrations.review.ReviewOptions;
import dev.stele.migrations.review.Rule;
import java.nio.file.Path;
import javax.sql.DataSource;

/** What docs/review.md shows. */
final class ReviewSteps {

    private ReviewSteps() {}

    static void inABuild() {
        Review review = Review.of(Path.of("db/changelog/0007-note-kind.sql"));
        System.out.print(review.terminalText());
        if (!review.passes()) {
            System.exit(1);
        }
    }

    static Review withSizes(Path file, DataSource production) {
        ReviewOptions options = ReviewOptions.defaults().withSizes(production);
        Review sized = Review.of(file, options);
        return sized;
    }

    static Review measured(Path file, DataSource production, DataSource scratch) {
        Review measured =
                Review.of(file, ReviewOptions.defaults().withSizes(production).measuredOn(scratch));
        return measured;
    }

    static ReviewOptions withNames() {
        ReviewOptions named = ReviewOptions.defaults()
                .withNames(Rule.FOREIGN_KEY_NAME, ".*_fkey")
                .withNames(Rule.INDEX_NAME, ".*_idx");
        return named;
    }
}
