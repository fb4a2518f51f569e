package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Large and deep texts cost time in proportion, and never the stack. */
class MeanInputTest {

    @Test
    void twoHundredThousandStatementsTakeTimeInProportion() {
        String statements = "insert into app.thing (id, kind) values (1, 'it''s'); -- why\n"
                + "alter table app.thing add column if not exists n int;\n";
        Review.of(statements.repeat(2_000));

        Duration fewer = time(statements.repeat(25_000));
        Duration many = time(statements.repeat(100_000));

        assertThat(many).isLessThan(fewer.multipliedBy(4 * 3).plusSeconds(2));
    }

    @Test
    void manyIndexesAndTablesOfOneFileAreNoTrouble() {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < 8_000; i++) {
            sql.append("create table app.t")
                    .append(i)
                    .append(" (id bigint primary key, t_id bigint references app.t0 (id));\n");
            sql.append("create index t")
                    .append(i)
                    .append("_idx on app.t")
                    .append(i)
                    .append(" (t_id);\n");
            sql.append("drop index app.t").append(i).append("_idx;\n");
        }

        assertThat(time(sql.toString())).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void aStringOfAMegabyteIsOneWord() {
        String text = "y; -- /* ".repeat(120_000);

        assertThat(Review.of("insert into app.thing values ('" + text + "');").findings())
                .isEmpty();
        assertThat(Review.of("insert into app.thing values ($a$" + text + "$a$);")
                        .findings())
                .isEmpty();
        assertThat(Review.of("select '" + text).findings()).singleElement().satisfies(f -> {
            assertThat(f.message()).isEqualTo("the quoted string is not closed");
            assertThat(f.statement()).hasSizeLessThan(130);
        });
    }

    @Test
    void deepNestingNeedsNoStack() {
        int depth = 200_000;

        assertThat(Review.of("alter table app.t add constraint c check (" + "(".repeat(depth) + "1" + ")".repeat(depth)
                                + " > 0) not valid")
                        .findings())
                .extracting(Finding::rule)
                .doesNotContain(Rule.SYNTAX_ERROR);
        assertThat(Review.of("select " + "(".repeat(depth)).findings())
                .extracting(Finding::message)
                .contains("\"(\" is not closed");
        assertThat(Review.of("/*".repeat(depth) + "*/".repeat(depth) + "select 1")
                        .findings())
                .isEmpty();
    }

    private static Duration time(String sql) {
        Instant start = Instant.now();
        Review.of(sql);
        return Duration.between(start, Instant.now());
    }
}
