package dev.stele.core.mapping;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** Dates and times as PostgreSQL reads them, rounded to its microseconds as the driver rounds them. */
final class CopyTimes {
    private static final int HALF_MICRO = 500;

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
            LocalDateTime rounded = time.plusNanos(HALF_MICRO);
            moment(text, rounded);
            era(text, rounded.toLocalDate());
        }
    }

    /** A moment whose date and time are in UTC. */
    static void utc(CopyText text, LocalDateTime time) {
        LocalDateTime rounded = time.plusNanos(HALF_MICRO);
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
        if (date.getYear() > LAST_YEAR || date.getYear() < FIRST_YEAR) {
            throw new IllegalArgumentException("is out of the range of times that PostgreSQL stores");
        }
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        text.digits(year, year > 9999 ? Integer.toString(year).length() : 4);
        text.plain('-');
        text.digits(date.getMonthValue(), 2);
        text.plain('-');
        text.digits(date.getDayOfMonth(), 2);
    }

    private static void era(CopyText text, LocalDate date) {
        if (date.getYear() <= 0) {
            text.plain(" BC");
        }
    }
}
