package dev.stele.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which statements a plan consists of, in which order, and what it refuses. */
class PlanTest {
    @RegisterExtension
    static final PostgresExtension from = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension to = PostgresExtension.freshDatabase();

    private final TwoDatabases both = new TwoDatabases(from, to);

    @Test
    void validatesAForeignKeyInALaterTransaction() {
        both.fill(
                "create table p (id int primary key); create table c (p_id int)",
                "create table p (id int primary key); create table c (p_id int references p on delete cascade)");

        assertThat(lines(both.plan(DiffOptions.defaults())))
                .containsExactly(
                        "1 alter table public.c add constraint c_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id)"
                                + " ON DELETE CASCADE not valid",
                        "2 alter table public.c validate constraint c_p_id_fkey");
    }

    @Test
    void writesPlainStatementsWhereAsked() {
        both.fill(
                "create table p (id int primary key); create table c (p_id int)",
                "create table p (id int primary key); create table c (p_id int not null references p); create index i on c (p_id)");

        assertThat(lines(both.plan(DiffOptions.defaults().direct())))
                .containsExactly(
                        "1 alter table public.c alter column p_id set not null",
                        "1 alter table public.c add constraint c_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id)",
                        "1 create index i on public.c (p_id)");
    }

    @Test
    void setsNotNullThroughAValidatedCheck() {
        both.fill("create table t (a int)", "create table t (a int not null)");

        assertThat(lines(both.plan(DiffOptions.defaults())))
                .containsExactly(
                        "1 alter table public.t add constraint t_a_filled check (a is not null) not valid",
                        "2 alter table public.t validate constraint t_a_filled",
                        "3 alter table public.t alter column a set not null",
                        "4 alter table public.t drop constraint t_a_filled");
    }

    @Test
    void buildsTheIndexOfAKeyConcurrently() {
        both.fill("create table t (a int not null)", "create table t (a int primary key)");

        assertThat(lines(both.plan(DiffOptions.defaults())))
                .containsExactly(
                        "1* create unique index concurrently t_pkey on public.t (a)",
                        "2 alter table public.t add constraint t_pkey primary key using index t_pkey");
    }

    @Test
    void replacesAnIndexWhileTheOldOneServes() {
        both.fill(
                "create table t (a int, b int); create index i on t (a)",
                "create table t (a int, b int); create index i on t (a, b)");

        assertThat(lines(both.plan(DiffOptions.defaults())))
                .containsExactly(
                        "1* create index concurrently i_new on public.t (a, b)",
                        "2 alter index public.i rename to i_old",
                        "2 alter index public.i_new rename to i",
                        "3* drop index concurrently public.i_old");
    }

    @Test
    void createsTablesBeforeTheForeignKeysOfACircle() {
        both.fill("", """
                create table a (id int primary key, b_id int);
                create table b (id int primary key, a_id int references a);
                alter table a add constraint a_b foreign key (b_id) references b;
                """);

        assertThat(both.plan(DiffOptions.defaults()).statements())
                .extracting(statement -> statement.sql().lines().findFirst().orElse(""))
                .containsExactly(
                        "create table public.a (",
                        "create table public.b (",
                        "alter table public.a add constraint a_b FOREIGN KEY (b_id) REFERENCES public.b(id)",
                        "alter table public.b add constraint b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id)");
    }

    @Test
    void writesTheChecksOfEnumsAsAPersonWould() {
        both.fill(
                "create table t (kind varchar(255) constraint k check (kind in ('A', 'B')))",
                "create table t (kind varchar(255) constraint k check (kind in ('A', 'B', 'C')))");

        assertThat(lines(both.plan(DiffOptions.defaults())))
                .containsExactly(
                        "1 alter table public.t drop constraint k",
                        "1 alter table public.t add constraint k CHECK ((kind in ('A', 'B', 'C'))) not valid",
                        "2 alter table public.t validate constraint k");
    }

    @Test
    void leavesOutWhatWouldLoseData() {
        both.fill(
                "create table t (a int, b varchar(20)); create table u (a int); create sequence s",
                "create table t (b varchar(10))");

        SchemaPlan plan = both.plan(DiffOptions.defaults());

        assertThat(plan.statements()).isEmpty();
        assertThat(plan.isEmpty()).isFalse();
        assertThatThrownBy(plan::script).isInstanceOf(MigrationException.class).hasMessage("""
                        the plan is not complete:
                          not allowed: column public.t.b: the type narrows from character varying(20) to character varying(10)
                          not allowed: column public.t.a: the column is dropped
                          not allowed: table public.u: the table is dropped
                          not allowed: sequence public.s: the sequence is dropped
                          hint: Allow a loss with DiffOptions.allowingDrop(name); make what is not supported by hand, then compare again.""");
    }

    @Test
    void dropsOnlyWhatIsEmptyWhenAllowedByName() {
        both.fill("create table t (a int, b int); insert into t values (1)", "create table t (b int)");
        SchemaPlan plan = both.plan(DiffOptions.defaults().allowingDrop("public.t.a"));

        assertThatThrownBy(() -> plan.apply(from.dataSource()))
                .isInstanceOf(MigrationException.class)
                .hasMessage("""
                        could not start the plan, nothing has changed: column public.t.a is to be dropped but holds values
                          hint: Mend the data, or allow the loss with DiffOptions.allowingDataLoss(), and compare again.""");

        from.execute("update t set a = null");
        plan.apply(from.dataSource());
        assertThat(both.plan(DiffOptions.defaults()).isEmpty()).isTrue();
    }

    @Test
    void asksTheDataBeforeTheFirstStatement() {
        both.fill("""
                create table p (id int primary key); create table c (a int, b int, p_id int);
                insert into c values (null, 5, 7), (1, 5, 7);
                """, """
                create table p (id int primary key);
                create table c (a int not null, b int unique, p_id int references p, check (b > 9));
                """);
        SchemaPlan plan = both.plan(DiffOptions.defaults());

        assertThatThrownBy(() -> plan.apply(from.dataSource()))
                .isInstanceOf(MigrationException.class)
                .hasMessage("""
                        could not start the plan, nothing has changed: column public.c.a is to be not null but holds nulls;\
                         constraint public.c.c_b_check cannot be added: there are rows that violate it;\
                         constraint public.c.c_b_key cannot be added: there are duplicates;\
                         constraint public.c.c_p_id_fkey cannot be added: there are rows whose reference is missing
                          hint: Mend the data, and compare again.""");
        assertThat(both.plan(DiffOptions.defaults()).statements()).isEqualTo(plan.statements());
    }

    @Test
    void castsWhereTheServerWouldNot() {
        both.fill(
                "create table t (a text default '1', b int, c varchar(20))",
                "create table t (a int default 1, b boolean, c uuid)");

        assertThat(lines(both.plan(DiffOptions.defaults().allowingDataLoss().direct())))
                .containsExactly(
                        "1 alter table public.t alter column a drop default",
                        "1 alter table public.t alter column a type integer using a::integer",
                        "1 alter table public.t alter column b type boolean using (b <> 0)",
                        "1 alter table public.t alter column c type uuid using c::uuid",
                        "1 alter table public.t alter column a set default 1");
    }

    @Test
    void neverMakesAColumnOfDataComputedUnasked() {
        both.fill("create table t (a int, b int)", "create table t (a int, b int generated always as (a + 1) stored)");

        assertThat(both.plan(DiffOptions.defaults()).losses().toString())
                .isEqualTo("[column public.t.b: the column is dropped]");
    }

    @Test
    void keepsTheValuesOfAColumnThatIsNoLongerComputed() {
        both.fill(
                "create table t (a int, b int generated always as (a + 1) stored); insert into t values (1)",
                "create table t (a int, b bigint not null)");

        both.plan(DiffOptions.defaults()).apply(from.dataSource());

        assertThat(both.plan(DiffOptions.defaults()).isEmpty()).isTrue();
        assertThat(from.value(Long.class, "select b from t")).isEqualTo(2);
    }

    @Test
    void refusesByNameWhatItCannotMake() {
        both.fill("create type c as (a int)", "create type c as (a int); create table t of c");

        assertThat(both.plan(DiffOptions.defaults()).unsupported())
                .containsExactly("table public.t: a table of a type is not supported");
    }

    @Test
    void asksBeforeValuesMeanSomethingElse() {
        both.fill("""
                create table t (a json, b timestamptz, c timestamp);
                insert into t values ('{"k": 1, "k": 2}', '2026-01-01 12:00+00', '2026-01-01 12:00');
                """, "create table t (a jsonb, b timestamp, c timestamptz)");

        SchemaPlan refused = both.plan(DiffOptions.defaults());
        assertThat(refused.statements()).isEmpty();
        assertThat(refused.losses())
                .extracting(Object::toString)
                .containsExactly(
                        "column public.t.a: the type changes from json to jsonb: jsonb keeps neither duplicate keys nor"
                                + " the order of keys nor whitespace",
                        "column public.t.b: the type changes from timestamp with time zone to timestamp without time"
                                + " zone: values are written as the time in UTC, whatever the zone of the session",
                        "column public.t.c: the type changes from timestamp without time zone to timestamp with time"
                                + " zone: values without a time zone are taken for UTC, whatever the zone of the session");

        SchemaPlan plan = both.plan(DiffOptions.defaults().allowingDrop("public.t"));
        assertThat(plan.script())
                .contains("-- jsonb keeps neither", "-- values are written as the time in UTC")
                .contains("using b at time zone 'UTC'", "using c at time zone 'UTC'")
                .contains("-- values without a time zone are taken for UTC");
        plan.apply(from.dataSource());

        assertThat(from.value(String.class, "select a::text || ' ' || b || ' ' || (c at time zone 'UTC') from t"))
                .isEqualTo("{\"k\": 2} 2026-01-01 12:00:00 2026-01-01 12:00:00");
        assertThat(both.plan(DiffOptions.defaults()).isEmpty()).isTrue();
    }

    @Test
    void asksWhetherFractionsFitWhereTheTimeZoneGoesToo() {
        both.fill(
                "create table t (a timestamptz); insert into t values ('2026-01-01 12:00:00.5+00')",
                "create table t (a timestamp(0))");
        SchemaPlan plan = both.plan(DiffOptions.defaults().allowingDrop("public.t.a"));

        assertThatThrownBy(() -> plan.apply(from.dataSource()))
                .hasMessageContaining("column public.t.a holds values that do not fit into timestamp(0)");

        from.execute("update t set a = '2026-01-01 12:00:00+00'");
        plan.apply(from.dataSource());
        assertThat(from.value(String.class, "select a::text from t")).isEqualTo("2026-01-01 12:00:00");
    }

    @Test
    void asksBeforeThePartitionOfATableLeavesIt() {
        both.fill(
                "create table q (a int) partition by range (a); create table p partition of q for values from (0) to (9);"
                        + " insert into q values (1)",
                "create table q (a int) partition by range (a); create table p (a int)");

        SchemaPlan refused = both.plan(DiffOptions.defaults());
        assertThat(refused.statements()).isEmpty();
        assertThat(refused.losses()).extracting(SchemaPlan.Loss::what).containsExactly("its rows leave table public.q");

        SchemaPlan plan = both.plan(DiffOptions.defaults().allowingDrop("table public.p"));
        assertThatThrownBy(() -> plan.apply(from.dataSource()))
                .hasMessageContaining("table public.p is to leave table public.q but holds rows");

        from.execute("delete from q");
        plan.apply(from.dataSource());
        assertThat(both.plan(DiffOptions.defaults()).isEmpty()).isTrue();
    }

    @Test
    void asksBeforeThePartitionOfATableGetsOtherBounds() {
        String table = "create table q (a int) partition by range (a); create table p partition of q for values from ";
        both.fill(table + "(0) to (9)", table + "(0) to (5)");

        assertThat(both.plan(DiffOptions.defaults()).losses())
                .extracting(SchemaPlan.Loss::what)
                .containsExactly("its rows leave table public.q until it is attached again");

        both.plan(DiffOptions.defaults().allowingDrop("public.p")).apply(from.dataSource());
        assertThat(both.plan(DiffOptions.defaults()).isEmpty()).isTrue();
    }

    @Test
    void namesTheAllowanceThatMeansNothing() {
        both.fill("create table t (a int, b int)", "create table t (a int)");

        assertThat(both.plan(DiffOptions.defaults().allowingDrop("public.nonsense"))
                        .unsupported())
                .containsExactly("allowingDrop names public.nonsense, which is not there");

        DiffOptions meant = DiffOptions.defaults().allowingDrop("column public.t.b");
        both.plan(meant).apply(from.dataSource());
        assertThat(both.plan(meant).isEmpty()).isTrue();
    }

    @Test
    void asksWhetherACounterFitsItsNewType() {
        both.fill("create sequence s; select setval('s', 3000000000)", "create sequence s as int");
        SchemaPlan plan = both.plan(DiffOptions.defaults());

        assertThatThrownBy(() -> plan.apply(from.dataSource())).hasMessage("""
                        could not start the plan, nothing has changed: sequence public.s stands beyond the limits of integer
                          hint: Mend the data, and compare again.""");

        from.execute("select setval('s', 3)");
        plan.apply(from.dataSource());
        assertThat(from.value(Long.class, "select nextval('s')")).isEqualTo(4);
    }

    @Test
    void castsMoneyAsTheServerDoes() {
        both.fill(
                "create table t (a money, b money); insert into t values (1234.5, 1234.5)",
                "create table t (a numeric, b numeric(5,2))");
        SchemaPlan plan = both.plan(DiffOptions.defaults().allowingDrop("public.t.b"));

        assertThat(plan.losses()).hasSize(1);
        assertThatThrownBy(() -> plan.apply(from.dataSource()))
                .hasMessageContaining("column public.t.b holds values that do not fit into numeric(5,2)");

        from.execute("update t set b = 12.25");
        plan.apply(from.dataSource());
        assertThat(from.value(String.class, "select a || ' ' || b from t")).isEqualTo("1234.50 12.25");
    }

    private static List<String> lines(SchemaPlan plan) {
        return plan.statements().stream()
                .map(statement -> statement.transaction() + (statement.transactional() ? " " : "* ") + statement.sql())
                .toList();
    }
}
