package dev.stele.core.statements;

import java.time.Duration;
import java.util.List;

/**
 * What is known of all statements with one text that one operation asked for.
 *
 * @param sql their text as given to the driver, with {@code ?} for values; no value is in it
 * @param operation what asked for them, such as {@code Thread.page}; {@code sql} where the application wrote the text
 * @param callers the application's own frames that were seen, most seen first, at most three
 * @param calls how many ran, failed ones too
 * @param failures how many of them failed
 * @param rows how many rows they returned or changed
 * @param times how long they took, from the call to the last row read
 */
public record StatementFigures(
        String sql, String operation, List<String> callers, long calls, long failures, long rows, Times times) {
    public StatementFigures {
        callers = List.copyOf(callers);
    }

    /**
     * How long calls took. Percentiles are the upper end of a bucket, at most 7 % too long.
     *
     * @param total of all calls
     * @param least of the fastest
     * @param median which half of the calls did not exceed
     * @param p95 which 95 of 100 calls did not exceed
     * @param p99 which 99 of 100 calls did not exceed
     * @param most of the slowest
     */
    public record Times(Duration total, Duration least, Duration median, Duration p95, Duration p99, Duration most) {}
}
