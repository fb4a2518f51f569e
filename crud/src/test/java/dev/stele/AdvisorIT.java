package dev.stele;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Misuse;
import dev.stele.migrations.advice.Advice;
import dev.stele.models.Skill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdvisorIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void looksAtWhatTheProcessRanAndHasNothingToSayOfTheBundledSchema() {
        try (Stele stele = Stele.start(postgres.config())) {
            for (long id = 1; id <= 20; id++) {
                assertThat(stele.dao(Skill.class).find(id, Skill.Out.class)).isEmpty();
            }

            Advice advice = stele.advisor().examine();

            assertThat(advice.statements())
                    .anyMatch(statement -> statement.figures().operation().startsWith("Skill."));
            assertThat(advice.history()).isNotEmpty();
            assertThat(advice.proposals()).isEmpty();
            assertThat(advice.findings()).isEmpty();
        }
    }

    @Test
    void needsMigrations() {
        try (Stele stele =
                Stele.builder().config(postgres.config()).withoutFamilies().start()) {
            assertThatThrownBy(stele::advisor)
                    .isInstanceOf(Misuse.class)
                    .hasMessageContaining("this data layer was started without a changelog");
        }
    }
}
