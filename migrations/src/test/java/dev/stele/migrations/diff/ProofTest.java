package dev.stele.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a plan says of its own proof. */
class ProofTest {
    @RegisterExtension
    static final PostgresExtension from = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension to = PostgresExtension.freshDatabase();

    private final TwoDatabases both = new TwoDatabases(from, to);

    @Test
    void provesBesideTheOldDatabase() {
        both.fill("create table t (a int); create view v as select a from t", "create table t (a bigint)");

        SchemaPlan plan = both.plan(DiffOptions.defaults());

        assertThat(plan.proof()).isEqualTo("proven in a scratch database of PostgreSQL " + from.majorVersion());
        assertThat(plan.complete()).isTrue();
    }

    @Test
    void leavesAPlanUnprovenOnRequest() {
        both.fill("create table t (a int)", "create table t (a bigint)");

        SchemaPlan plan = both.plan(DiffOptions.defaults().withoutProof());

        assertThat(plan.proof()).isEqualTo("not proven: no scratch database");
        assertThat(plan.complete()).isTrue();
    }

    @Test
    void refusesAPlanThatFailsWhenItIsTried() {
        String guard = "; create function no() returns event_trigger language plpgsql as 'begin raise ''no''; end';"
                + "create event trigger no on ddl_command_start when tag in ('ALTER TABLE') execute function no()";
        both.fill("create table t (a int)" + guard, "create table t (a int, b int)" + guard);

        SchemaPlan plan = both.plan(DiffOptions.defaults());

        assertThat(plan.complete()).isFalse();
        assertThat(plan.proof()).startsWith("the proof failed: could not run statement 1 of ");
        assertThatThrownBy(plan::script)
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("the plan is not complete:\n  the proof failed: ");
    }

    @Test
    void namesWhatKeepsItFromProving() {
        both.fill(
                "create function f(int) returns text language sql immutable as 'select ''x''';"
                        + "create cast (int as text) with function f(int); create table t (a int)",
                "create function f(int) returns text language sql immutable as 'select ''x''';"
                        + "create cast (int as text) with function f(int); create table t (a bigint)");

        SchemaPlan plan = both.plan(DiffOptions.defaults());

        assertThat(plan.complete()).isTrue();
        assertThat(plan.proof())
                .isEqualTo("not proven: the old schema cannot be made again: "
                        + "other cast integer as text is new, and this kind is not supported");
    }

    @Test
    void namesWhatIsRecognisedButNotCompared() {
        both.fill(
                "select 1",
                "create operator === (leftarg = int, rightarg = int, function = int4eq);"
                        + "create text search dictionary d (template = simple)");

        SchemaPlan plan = both.plan(DiffOptions.defaults());

        assertThat(plan.complete()).isFalse();
        assertThat(plan.unsupported())
                .isEqualTo(List.of(
                        "other public.operator public.===(integer,integer) is new, and this kind is not supported",
                        "other public.text search dictionary d is new, and this kind is not supported"));
    }
}
