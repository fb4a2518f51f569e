package dev.stele.migrations.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.migrations.plan.Condition.Place;
import dev.stele.migrations.plan.Condition.Source;
import dev.stele.migrations.plan.Condition.Test;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "(t.name = $1)                                      ; false",
                "(t.name ^@ $1)                                     ; true",
                "((t.name)::text ~~ ($1 || '%'::text))              ; true",
                "((t.name)::text ~~ (($1)::text || '%'::text))      ; true",
                "(t.name ~~ ('abc'::text || '%'::text))             ; true",
                "(t.name ~~ 'abc%'::text)                           ; true",
                "(t.name ~~ 'a_c%'::text)                           ; false",
                "(t.name ~~ '%abc'::text)                           ; false",
                "(t.name ~~ $1)                                     ; false",
                "(t.name ~~ ($1 || $2))                             ; false",
                "(t.name ~~ (('%'::text || $1) || '%'::text))       ; false",
                "(t.name ~~* ($1 || '%'::text))                     ; false",
            })
    void tellsTextsThatBeginWithSomething(String printed, boolean prefix) {
        List<Condition> conditions = ConditionReader.read(printed, Set.of("t"), Place.FILTER);

        assertThat(conditions.get(0).isPrefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(t.id = $1)                                       | EQUAL id = $1 PARAMETER",
                "($1 = t.id)                                       | EQUAL id = $1 PARAMETER",
                "(t.id = ANY ('{1,2}'::bigint[]))                  | EQUAL id = ANY ('{1,2}'::bigint[]) CONSTANT",
                "(t.id = ANY ($1))                                 | EQUAL id = ANY ($1) PARAMETER",
                "(t.id <> ALL ($1))                                | NOT_EQUAL id <> ALL ($1) PARAMETER",
                "(t.id <> ANY ($1))                                | OTHER id <> ANY ($1) PARAMETER",
                "(t.id IS NOT DISTINCT FROM $1)                    | EQUAL id = $1 PARAMETER",
                "(t.team_id = u.id)                                | EQUAL team_id = u.id COLUMN",
                "(u.id = t.team_id)                                | EQUAL team_id = u.id COLUMN",
                "(t.n > (SubPlan 1))                               | RANGE n > SubPlan 1 COMPUTED",
                "(t.n > (InitPlan 1).col1)                         | RANGE n > (InitPlan 1).col1 COMPUTED",
                "(t.n > $0)                                        | RANGE n > $0 COMPUTED",
                "(t.at >= (now() - '1 day'::interval))             | RANGE at >= now() - '1 day'::interval COMPUTED",
                "(5 < t.n)                                         | RANGE n > 5 CONSTANT",
                "((t.name)::text = 'a AND b'::text)                | EQUAL name::text = 'a AND b'::text CONSTANT",
                "(lower((t.email)::text) = $1)                     | EQUAL lower((email)::text) = $1 PARAMETER",
                "((t.meta ->> 'a.b'::text) = $1)                   | EQUAL meta ->> 'a.b'::text = $1 PARAMETER",
                "(t.meta @> $1)                                    | CONTAINS meta @> $1 PARAMETER",
                "(t.meta ? 'k'::text)                              | CONTAINS meta ? 'k'::text CONSTANT",
                "($1 <@ t.tags)                                    | CONTAINS tags @> $1 PARAMETER",
                "((t.title)::text ~~* '%x%'::text)                 | PATTERN title::text ~~* '%x%'::text CONSTANT",
                "((t.title)::text !~~ '%x%'::text)                 | OTHER title::text !~~ '%x%'::text CONSTANT",
                "(t.meta OPERATOR(ext.@>) $1)                      | CONTAINS meta @> $1 PARAMETER",
                "t.done                                            | TRUTH done  NONE",
                "(NOT t.done)                                      | TRUTH done NOT NONE",
                "(t.deleted_at IS NULL)                            | NULL deleted_at  NONE",
                "(t.deleted_at IS NOT NULL)                        | NOT_NULL deleted_at  NONE",
                "(ROW(t.at, t.id) < ROW($1, $2))                   | ROW_RANGE at, id < ROW($1, $2) PARAMETER",
                "(ROW(t.at, u.id) < ROW($1, $2))                   | OTHER ROW(at, u.id) < ROW($1, $2)  NONE",
                "(t.a = t.b)                                       | OTHER a = b  NONE",
                "(t.\"Order\" = $1)                                | EQUAL \"Order\" = $1 PARAMETER",
                "(t.\"a.b\" = $1)                                  | EQUAL \"a.b\" = $1 PARAMETER",
                "(NOT (t.a = 1))                                   | OTHER NOT (a = 1) NOT NONE",
                "CASE WHEN (t.a = 1) THEN t.b ELSE false END       | OTHER CASE WHEN (a = 1) THEN b ELSE false END  NONE",
                "(t.tags[1] = $1)                                  | EQUAL tags[1] = $1 PARAMETER",
                "($1 = ANY (t.tags))                               | OTHER $1 = ANY (tags)  NONE",
                "(t.kind = 'x'::audit.mood)                        | EQUAL kind = 'x'::audit.mood CONSTANT",
            })
    void readsOneCondition(String printed, String expected) {
        List<Condition> conditions = ConditionReader.read(printed, Set.of("t"), Place.FILTER);

        assertThat(conditions)
                .singleElement()
                .extracting(ConditionReaderTest::line)
                .isEqualTo(expected);
    }

    @org.junit.jupiter.api.Test
    void readsWhatMustAllHoldAndLeavesOutWhatOtherTablesAreAsked() {
        List<Condition> conditions = ConditionReader.read(
                "(((t.a = $1) AND (u.x > 3) AND t.done) AND (t.b < $2))", Set.of("t"), Place.INDEX);

        assertThat(conditions)
                .extracting(ConditionReaderTest::line)
                .containsExactly("EQUAL a = $1 PARAMETER", "TRUTH done  NONE", "RANGE b < $2 PARAMETER");
        assertThat(conditions).allMatch(condition -> condition.place() == Place.INDEX);
    }

    @org.junit.jupiter.api.Test
    void readsAlternativesOfWhichEachAsksTheTable() {
        Condition condition = ConditionReader.read(
                        "((t.a < $1) OR ((t.a = $1) AND (t.b < $2)))", Set.of("t"), Place.FILTER)
                .get(0);

        assertThat(condition.test()).isEqualTo(Test.ANY_OF);
        assertThat(condition.columns()).containsExactly("a", "b");
        assertThat(condition.alternatives())
                .extracting(ConditionReaderTest::line)
                .containsExactly("RANGE a < $1 PARAMETER", "EQUAL a = $1 PARAMETER");
    }

    @org.junit.jupiter.api.Test
    void anAlternativeThatAsksNothingOfTheTableLeavesNothingToSearchFor() {
        Condition condition = ConditionReader.read("(($1 IS NULL) OR (t.a = $1))", Set.of("t"), Place.FILTER)
                .get(0);

        assertThat(condition.test()).isEqualTo(Test.OTHER);
        assertThat(condition.source()).isEqualTo(Source.NONE);
        assertThat(condition.columns()).containsExactly("a");
    }

    @org.junit.jupiter.api.Test
    void columnsAreColumnsAlsoWhereTheyAreQuotedOrCast() {
        assertThat(ConditionReader.read("(t.\"a\"\"b\" = 1)", Set.of("t"), Place.FILTER))
                .singleElement()
                .satisfies(condition -> assertThat(condition.columns()).containsExactly("a\"b"))
                .matches(Condition::isColumn);
        assertThat(ConditionReader.read("((t.a)::text = 'x'::text)", Set.of("t"), Place.FILTER))
                .allMatch(Condition::isColumn);
        assertThat(ConditionReader.read("(lower(t.a) = 'x'::text)", Set.of("t"), Place.FILTER))
                .noneMatch(Condition::isColumn);
    }

    private static String line(Condition condition) {
        String cast = condition.cast().isEmpty() ? "" : "::" + condition.cast();
        String operand = condition.operand().isEmpty() ? "" : " " + condition.operand();
        return condition.test() + " " + condition.expression() + cast + " " + condition.operator() + operand + " "
                + condition.source();
    }
}
