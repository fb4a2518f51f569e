package dev.stele.core.mapping;

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
    private static final int LAST_YEAR_OF_DATES = 5_874_897;

    /** From here on the driver writes 24:00:00, and reads that as the last time of Java's. */
    private static final LocalTime END_OF_DAY = LocalTime.MAX.minusNanos(HALF_MICRO);

    /** The moments that the driver reads where the server has infinity; they go back as what they were. */
    private static final Instant LAST = OffsetDateTime.MAX.toInstant();

    private static final Instant FIRST = OffsetDateTime.MIN.toInstant();

    private CopyTimes() {}

    static void date(CopyText text, LocalDate date) {
        if (infinite(text, date.equals(LocalDate.MAX), date.equals(LocalDate.MIN))) {
            return;
        }
        requireYear(date.getYear(), LAST_YEAR_OF_DATES);
        yearMonthDay(text, date);
        era(text, date);
    }

    static void time(CopyText text, LocalTime time) {
        if (time.isAfter(END_OF_DAY)) {
            text.plain("24:00:00");
        } else {
            clock(text, time.plusNanos(HALF_MICRO));
        }
    }

    static void timestamp(CopyText text, LocalDateTime time) {
        if (!infinite(text, time.equals(LocalDateTime.MAX), time.equals(LocalDateTime.MIN))) {
            LocalDateTime rounded = rounded(time);
            moment(text, rounded);
            era(text, rounded.toLocalDate());
        }
    }

    /** The moment for the driver. */
    static OffsetDateTime atUtc(Instant moment) {
        if (moment.equals(LAST) || moment.equals(FIRST)) {
            return moment.equals(LAST) ? OffsetDateTime.MAX : OffsetDateTime.MIN;
        }
        LocalDateTime time = dateTime(moment);
        requireYear(time.getYear(), LAST_YEAR);
        return time.atOffset(ZoneOffset.UTC);
    }

    /** The date, if it is one that can be stored. */
    static LocalDate storable(LocalDate date) {
        if (!date.equals(LocalDate.MAX) && !date.equals(LocalDate.MIN)) {
            requireYear(date.getYear(), LAST_YEAR_OF_DATES);
        }
        return date;
    }

    /** The time, if it is one that can be stored. */
    static LocalDateTime storable(LocalDateTime time) {
        if (!time.equals(LocalDateTime.MAX) && !time.equals(LocalDateTime.MIN)) {
            requireYear(time.getYear(), LAST_YEAR);
        }
        return time;
    }

    /** The time, if it is one that can be stored. */
    static OffsetDateTime storable(OffsetDateTime time) {
        if (!time.equals(OffsetDateTime.MAX) && !time.equals(OffsetDateTime.MIN)) {
            requireYear(time.getYear(), LAST_YEAR);
        }
        return time;
    }

    /** The date and time of a moment in UTC. */
    private static LocalDateTime dateTime(Instant moment) {
        try {
            return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(PROBLEM, e);
        }
    }

    /** The date and time in UTC of a time elsewhere. */
    static LocalDateTime dateTime(OffsetDateTime time) {
        requireYear(time.getYear(), LAST_YEAR);
        return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    private static LocalDateTime rounded(LocalDateTime time) {
        requireYear(time.getYear(), LAST_YEAR);
        LocalDateTime rounded = time.plusNanos(HALF_MICRO);
        requireYear(rounded.getYear(), LAST_YEAR);
        return rounded;
    }

    static void moment(CopyText text, Instant moment) {
        if (!infinite(text, moment.equals(LAST), moment.equals(FIRST))) {
            utc(text, dateTime(moment));
        }
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
        text.plain(' ');
        clock(text, time.toLocalTime());
    }

    private static void clock(CopyText text, LocalTime clock) {
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
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        text.digits(year, year > 9999 ? Integer.toString(year).length() : 4);
        text.plain('-');
        text.digits(date.getMonthValue(), 2);
        text.plain('-');
        text.digits(date.getDayOfMonth(), 2);
    }

    private static void requireYear(int year, int last) {
        if (year > last || year < FIRST_YEAR) {
            throw new IllegalArgumentException(PROBLEM);
        }
    }

    private static void era(CopyText text, LocalDate date) {
        if (date.getYear() <= 0) {
            text.plain(" BC");
        }
    }
}
