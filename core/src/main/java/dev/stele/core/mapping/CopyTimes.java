package dev.stele.core.mapping;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Dates and times as PostgreSQL reads them, rounded to its microseconds as the driver rounds them. */
final class CopyTimes {
    private static final int HALF_MICRO = 500;
    private static final String PROBLEM = "is out of the range of times that PostgreSQL stores";

    /** PostgreSQL manual, "Date/Time Types"; what a time has less than a date the server refuses. */
    private static final int FIRST_YEAR = -4712;

    private static final int LAST_YEAR = 294_276;

    private CopyTimes() {}

    static void date(CopyText text, LocalDate date) {
        if (infinite(text, date.equals(LocalDate.MAX), date.equals(LocalDate.MIN))) {
            return;
        }
        yearMonthDay(text, date);
        era(text, date);
    }

    static void timestamp(CopyText text, LocalDateTime time) {
        if (!infinite(text, time.equals(LocalDateTime.MAX), time.equals(LocalDateTime.MIN))) {
            LocalDateTime rounded = rounded(time);
            moment(text, rounded);
            era(text, rounded.toLocalDate());
        }
    }

    /** The moment for the driver, which would fail without a type on those that no date of Java's has. */
    static OffsetDateTime atUtc(Instant moment) throws SQLException {
        try {
            return moment.atOffset(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new SQLException("a time " + PROBLEM, "22008", e);
        }
    }

    /** The date and time of a moment in UTC. */
    static LocalDateTime dateTime(Instant moment) {
        try {
            return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(PROBLEM, e);
        }
    }

    /** The date and time in UTC of a time elsewhere. */
    static LocalDateTime dateTime(OffsetDateTime time) {
        requireYear(time.getYear());
        return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    private static LocalDateTime rounded(LocalDateTime time) {
        requireYear(time.getYear());
        return time.plusNanos(HALF_MICRO);
    }

    /** A moment whose date and time are in UTC. */
    static void utc(CopyText text, LocalDateTime time) {
        LocalDateTime rounded = rounded(time);
        moment(text, rounded);
        text.plain("+00");
        era(text, rounded.toLocalDate());
    }

    /** Writes an infinite time, if it is one. */
    static boolean infinite(CopyText text, boolean last, boolean first) {
        if (last) {
            text.plain("infinity");
        } else if (first) {
            text.plain("-infinity");
        }
        return last || first;
    }

    private static void moment(CopyText text, LocalDateTime time) {
        yearMonthDay(text, time.toLocalDate());
        LocalTime clock = time.toLocalTime();
        text.plain(' ');
        text.digits(clock.getHour(), 2);
        text.plain(':');
        text.digits(clock.getMinute(), 2);
        text.plain(':');
        text.digits(clock.getSecond(), 2);
        int micros = clock.getNano() / 1000;
        if (micros > 0) {
            text.plain('.');
            text.digits(micros, 6);
        }
    }

    private static void yearMonthDay(CopyText text, LocalDate date) {
        requireYear(date.getYear());
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        text.digits(year, year > 9999 ? Integer.toString(year).length() : 4);
        text.plain('-');
        text.digits(date.getMonthValue(), 2);
        text.plain('-');
        text.digits(date.getDayOfMonth(), 2);
    }

    private static void requireYear(int year) {
        if (year > LAST_YEAR || year < FIRST_YEAR) {
            throw new IllegalArgumentException(PROBLEM);
        }
    }

    private static void era(CopyText text, LocalDate date) {
        if (date.getYear() <= 0) {
            text.plain(" BC");
        }
    }
}
