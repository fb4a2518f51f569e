package dev.stele.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether a table defines an inherited column itself decides what it keeps, and no statement changes it. */
class InheritedColumnsTest {
    @RegisterExtension
    static final PostgresExtension from = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension to = PostgresExtension.freshDatabase();

    private final TwoDatabases both = new TwoDatabases(from, to);

    @Test
    void refusesToDefineWhatIsInherited() {
        both.fill(
                "create table base (a int); create table child () inherits (base)",
                "create table base (a int); create table child (a int) inherits (base)");

        assertThat(both.plan(DiffOptions.defaults()).unsupported())
                .containsExactly(
                        "column public.child.a: inherited would have to change from \"only\" to \"and defined\","
                                + " which is not supported");
    }

    @Test
    void refusesToLetATableThatIsThereInheritOnly() {
        both.fill(
                "create table base (a int); create table child (a int)",
                "create table base (a int); create table child () inherits (base)");

        assertThat(both.plan(DiffOptions.defaults()).unsupported())
                .containsExactly("column public.child.a: inherited would have to change from none to \"only\","
                        + " which is not supported");
    }

    @Test
    void keepsWhatIsInheritedWhenTheTableLeaves() {
        both.fill(
                "create table base (a int constraint given not null); create table child () inherits (base)",
                "create table base (a int constraint given not null); create table child (a int not null)");

        both.plan(DiffOptions.defaults()).apply(from.dataSource());

        assertThat(both.plan(DiffOptions.defaults()).isEmpty()).isTrue();
    }

    @Test
    void refusesANewColumnThatIsInheritedAndDefined() {
        both.fill(
                "create table base (a int); create table child () inherits (base)",
                "create table base (a int, b int); create table child (b int) inherits (base)");

        assertThat(both.plan(DiffOptions.defaults()).unsupported())
                .containsExactly(
                        "column public.child.b: to come to a table that is there, it would have to be inherited"
                                + " and defined, which is not supported");
    }
}
