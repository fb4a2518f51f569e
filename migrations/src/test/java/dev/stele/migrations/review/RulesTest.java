package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule finds, where, and in which words. */
class RulesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql(
                    "create table note (id bigint not null, title varchar(80), body varchar(1000), stars int"
                            + " constraint note_stars_check check (stars > 0), constraint note_id_key unique (id))",
                    "create table comment (id bigint primary key, note_id bigint references note (id))",
                    "create table tiny (a int)",
                    "create table parts (id int, at date) partition by range (at)",
                    "create table parts_1 partition of parts for values from ('2020-01-01') to ('2021-01-01')");

    static List<RuleExample> examples() {
        return RuleExample.all();
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleHasAnExampleThatBreaksItAndOneThatDoesNot(Rule rule) {
        assertThat(examples()).anyMatch(e -> e.rule() == rule && e.breaksTheRule());
        assertThat(examples()).anyMatch(e -> e.rule() == rule && !e.breaksTheRule());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void findsWhatIsWrongAndNothingElse(RuleExample example) {
        ReviewOptions options = example.needsDatabase()
                ? ReviewOptions.defaults().withSizes(postgres.dataSource())
                : ReviewOptions.defaults();

        assertThat(example.findings(options)).isEqualTo(example.expected());
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleSaysWhatItIsWhatItCostsAndWhatToDo(Rule rule) {
        assertThat(rule.title()).isNotBlank();
        assertThat(rule.effect()).isNotBlank();
        assertThat(rule.safeForm()).isNotBlank();
        assertThat(Rule.find(rule.id())).contains(rule);
        assertThat(Rule.find(rule.number())).contains(rule);
    }

    @Test
    void numbersAreThoseOfTheList() {
        assertThat(Rule.values()).hasSize(95);
        for (int i = 0; i < 95; i++) {
            assertThat(Rule.values()[i].number()).isEqualTo(i < 85 ? String.valueOf(i + 1) : "X" + (i - 84));
        }
    }
}
