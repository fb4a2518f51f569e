package dev.stele.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change of type would lose is asked for, and what it would fail at is found before it starts. */
class FittingTest {
    @RegisterExtension
    static final PostgresExtension from = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension to = PostgresExtension.freshDatabase();

    private final TwoDatabases both = new TwoDatabases(from, to);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text                     | jsonb",
                "text                     | boolean",
                "text                     | name",
                "timestamptz              | date",
                "timestamptz              | time",
                "timestamp[]              | timestamptz[]",
                "timestamptz[]            | timestamp[]",
                "time                     | timetz",
                "timestamptz              | timetz",
                "real                     | numeric(10,2)",
                "double precision         | numeric(10,2)",
                "bit(8)                   | bit varying(4)",
                "bit(4)                   | bit(8)",
                "time                     | interval(0)",
                "text                     | short",
                "numeric                  | cents"
            })
    void asksForAnAllowance(String before, String after) {
        String domains = "create domain short as varchar(3); create domain cents as numeric(6,2); create table t (a ";
        both.fill(domains + before + ")", domains + after + ")");

        assertThat(both.plan(DiffOptions.defaults()).losses()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "varchar(20)   | varchar(3)    | abcd",
                "text          | varchar(3)    | abcd",
                "bigint        | int           | 3000000000",
                "numeric       | smallint      | 40000.5",
                "real          | numeric(4,2)  | 100",
                "text          | int           | one",
                "text          | jsonb         | {",
                "text          | json          | {",
                "text          | uuid          | none",
                "text          | mood          | angry",
                "text          | fresh         | angry",
                "int           | mood          | 2",
                "text          | short         | a-b",
                "text          | tiny          | abcd",
                "varchar(9)[]  | varchar(3)[]  | {abcd}",
                "mood          | fresh         | dull",
                "bit(4)        | bit(8)        | 1010"
            })
    void findsWhatWouldFailBeforeItStarts(String before, String after, String value) {
        String types = "create type mood as enum ('glad', 'dull'); create domain short as text check (value !~ '-');"
                + "create domain tiny as varchar(3);";
        both.fill(
                types + "create table t (a " + before + "); insert into t values ('" + value + "'), (null)",
                types + "create type fresh as enum ('glad', 'dim'); create table t (a " + after + ")");
        SchemaPlan plan = both.plan(DiffOptions.defaults().allowingDataLoss());

        assertThatThrownBy(() -> plan.apply(from.dataSource()))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("nothing has changed: column public.t.a holds values that do not fit into ")
                .hasMessageContaining("hint: Mend the data, and compare again.")
                .hasMessageNotContaining(value + "\"");

        from.execute("delete from t where a is not null");
        plan.apply(from.dataSource());
        assertThat(both.plan(DiffOptions.defaults()).isEmpty()).isTrue();
    }

    @Test
    void findsTheRowsOfAValueThatGoes() {
        both.fill(
                "create type mood as enum ('glad', 'dull'); create table t (a mood); insert into t values ('dull')",
                "create type mood as enum ('glad'); create table t (a mood)");
        SchemaPlan plan = both.plan(DiffOptions.defaults().allowingDataLoss());

        assertThatThrownBy(() -> plan.apply(from.dataSource())).hasMessage("""
                        could not start the plan, nothing has changed: column public.t.a holds values that enum public.mood\
                         is to lose: 'dull'
                          hint: Mend the data, and compare again.""");

        from.execute("update t set a = 'glad'");
        plan.apply(from.dataSource());
        assertThat(both.plan(DiffOptions.defaults()).isEmpty()).isTrue();
    }

    @Test
    void keepsAllDigitsOfAFraction() {
        both.fill(
                "create table t (a real, b double precision); insert into t values (0.12345678, 0.12345678901234567)",
                "create table t (a numeric, b numeric)");

        both.plan(DiffOptions.defaults()).apply(from.dataSource());

        assertThat(from.value(
                        Boolean.class,
                        "select a::real = 0.12345678::real"
                                + " and b::double precision = 0.12345678901234567::double precision from t"))
                .isTrue();
    }

    @Test
    void takesDaysForUtcWhateverTheZoneOfTheSession() {
        both.fill(
                "create table t (a date, b timestamptz); insert into t values ('2026-01-01', '2026-01-01 23:30+00')",
                "create table t (a timestamptz, b date)");
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            both.plan(DiffOptions.defaults().allowingDataLoss()).apply(from.dataSource());
        } finally {
            TimeZone.setDefault(before);
        }

        assertThat(from.value(String.class, "select (a at time zone 'UTC') || ' ' || b from t"))
                .isEqualTo("2026-01-01 00:00:00 2026-01-01");
    }

    @Test
    void takesTimesForUtcWhateverTheZoneOfTheSession() {
        both.fill(
                "create domain moment as timestamptz; create table t (a timestamp[], b timestamptz[], c time,"
                        + " d timestamptz, e text, f timestamp); insert into t values ('{2026-01-01 10:00}',"
                        + " '{2026-01-01 10:00+00}', '10:00', '2026-01-01 10:00+00', '2026-01-01 10:00', '2026-01-01 10:00')",
                "create domain moment as timestamptz; create table t (a timestamptz[], b timestamp[], c timetz,"
                        + " d timetz, e timestamptz, f moment)");
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            both.plan(DiffOptions.defaults().allowingDataLoss()).apply(from.dataSource());
        } finally {
            TimeZone.setDefault(before);
        }

        assertThat(from.value(
                        String.class,
                        "select concat_ws(' ', a[1] at time zone 'UTC', b[1], c, d, e at time zone 'UTC',"
                                + " f at time zone 'UTC') from t"))
                .isEqualTo("2026-01-01 10:00:00 2026-01-01 10:00:00 10:00:00+00 10:00:00+00 2026-01-01 10:00:00"
                        + " 2026-01-01 10:00:00");
    }
}
