package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Changesets are read as the tool that runs them reads them. */
class FormattedSqlReviewTest {

    @Test
    void aChangesetIsATransactionUnlessItSaysOtherwise() {
        Script script = read("""
                --liquibase formatted sql

                --changeset app:one
                select 1;
                -- changeset "a b":"c d" runInTransaction:false splitStatements:true endDelimiter:;
                select 2; select 3;
                --CHANGESET app:three runintransaction:FALSE splitStatements:false
                select 4; select 5;
                """);

        assertThat(script.units())
                .extracting(
                        u -> u.name() + " " + u.mode() + " " + u.statements().size())
                .containsExactly("app:one ONE_TRANSACTION 1", "a b:c d AUTOCOMMIT 2", "app:three ONE_MESSAGE 2");
        assertThat(script.faults()).isEmpty();
    }

    @Test
    void anEndDelimiterEndsStatementsToo() {
        Script script = read("""
                --liquibase formatted sql
                --changeset a:b endDelimiter:/
                create function f() returns text language plpgsql as $$ begin return '/;'; end $$
                /
                select 1
                /
                --changeset a:c endDelimiter:\\nGO
                select 1
                GO
                select 2
                GO
                """);

        assertThat(script.units()).extracting(u -> u.statements().size()).containsExactly(2, 2);
    }

    @Test
    void linesThatAreIgnoredAreNotRead() {
        Script script = read("""
                --liquibase formatted sql
                --changeset a:b
                select 1;
                --ignoreLines:start
                this is 'no sql
                --ignoreLines:end
                select 2;
                --ignoreLines:1
                nor is " this
                select 3;
                """);

        assertThat(script.units().get(0).statements()).hasSize(3);
        assertThat(script.units().get(0).statements()).allMatch(s -> s.faults().isEmpty());
    }

    @Test
    void aRollbackIsOnlyReadForItsSyntaxAtItsOwnPlace() {
        assertThat(findings("""
                --liquibase formatted sql
                --changeset a:b
                create table app.thing (id bigint);
                --rollback drop table app.thing;
                --changeset a:c
                create table app.stuff (id bigint);
                --rollback drop table app.stuff casc;
                --changeset a:d
                create table app.more (id bigint);
                /* liquibase rollback
                drop tabel app.more;
                */
                --changeset a:e
                select 1;
                --rollback empty
                """))
                .containsExactly(
                        "7:33 error in the rollback: expected \"CASCADE\" or the end of the statement but found \"casc\"",
                        "11:6 error in the rollback: expected a kind of object, such as TABLE or INDEX but found"
                                + " \"tabel\"");
    }

    @Test
    void aHeaderWithoutAuthorAndIdIsAFinding() {
        assertThat(findings("--liquibase formatted sql\n--changeset lonely\nselect 1;\n"))
                .containsExactly("2:1 error the changeset names no author and id; write \"--changeset author:id\"");
        assertThat(findings("--liquibase formatted sql\nselect 1;\n"))
                .containsExactly("1:1 error the file is formatted SQL but has no line \"--changeset author:id\"");
    }

    @Test
    void tablesOfEarlierChangesetsOfTheFileAreStillNew() {
        assertThat(Review.of("""
                --liquibase formatted sql
                --changeset a:b
                create table app.thing (id bigint primary key, kind text);
                --changeset a:c
                create index thing_kind_idx on app.thing (kind);
                alter table app.thing add constraint thing_kind_check check (kind <> '');
                """).findings()).isEmpty();
    }

    private static List<String> findings(String sql) {
        return Review.of(sql).findings().stream()
                .map(f -> f.place().line() + ":" + f.place().column() + " "
                        + f.severity().label() + " " + f.message())
                .toList();
    }

    private static Script read(String sql) {
        return ScriptReader.read("f", sql, Unit.Mode.AUTOCOMMIT);
    }
}
