package dev.stele.examples.slow.healthy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.Stele;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.crud.teams.ManagedSkillsSeed;
import dev.stele.crud.teams.ManagedSkillsSeed.ManagedSkill;
import dev.stele.migrations.advice.Advice;
import dev.stele.migrations.advice.AdvisorOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody is told to mend what is well. */
class HealthyWorkloadIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final FirstSuperuser FIRST = new FirstSuperuser("admin@example.com", "changethis");
    private static final ManagedSkillsSeed MANAGED =
            ManagedSkillsSeed.of(new ManagedSkill("web-search", "Searches."), new ManagedSkill("calculator", "Sums."));

    private static Stele stele;
    private static EveryNeed needs;

    @BeforeAll
    static void start() throws SQLException {
        stele = Stele.builder()
                .config(postgres.config().withFirstSuperuser(FIRST))
                .passwordHasher(new QuickHasher())
                .managedSkills(MANAGED)
                .start();
        needs = new EveryNeed(stele, Rows.fill(stele.database()), FIRST, MANAGED);
    }

    @AfterAll
    static void close() {
        stele.close();
    }

    @Test
    void everyQueryOfTheFamiliesAtWorkGivesNoFinding() {
        needs.ask();
        // Otherwise the server counts what a session did within a second or, when the session idles, ten.
        stele.database().sql(connection -> connection.createStatement().execute("select pg_stat_force_next_flush()"));

        Advice advice = stele.advisor()
                .with(AdvisorOptions.defaults().withStatements(1000).withUnusedFor(Duration.ZERO))
                .examine();

        assertThat(needs.numbers())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 74)
                        .mapToObj(number -> "Q" + number)
                        .toList());
        assertThat(advice.statements()).hasSizeGreaterThan(100);
        assertThat(advice.statements())
                .filteredOn(statement -> statement.plan() == null)
                .allMatch(statement -> statement.unplanned().startsWith("cannot plan a statement that begins with"));
        assertThat(advice.findings()).isEmpty();
        assertThat(advice.proposals()).isEmpty();
    }
}
