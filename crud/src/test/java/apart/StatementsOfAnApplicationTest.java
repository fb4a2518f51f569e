package apart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.Stele;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.core.statements.StatementFigures;
import dev.stele.core.statements.StatementRecorder;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.Team;
import dev.stele.models.Workflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an application, in a package of its own, is told of the statements it has run. */
class StatementsOfAnApplicationTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final FirstSuperuser ROOT = new FirstSuperuser("root@example.com", "correct horse battery staple");

    @Test
    void isToldWhichMethodItCalledFromWhereAndWhatItRepeated() {
        try (Stele stele = Stele.start(postgres.config().withFirstSuperuser(ROOT))) {
            Person root =
                    stele.users().authenticate(ROOT.email(), ROOT.password()).orElseThrow();
            for (int i = 0; i < 12; i++) {
                stele.teams().create(root, new Team.Create("team" + i, null, Workflow.HIERARCHICAL, root.id()));
            }
            StatementRecorder statements = stele.database().statements();
            statements.clear();

            Team.Out first =
                    stele.teams().page(root, PageRequest.first(1)).items().get(0);
            stele.teams().graph(root, first.id());
            // More than once, as a pause of this thread would end what is taken for one unit of work.
            for (int i = 0; i < 10; i++) {
                for (Team.Out team :
                        stele.teams().page(root, PageRequest.first(20)).items()) {
                    stele.teams().find(root, team.id());
                }
            }

            assertThat(statements.figures())
                    .extracting(StatementFigures::operation)
                    .contains("Team.page", "Team.one", "Teams.graph");
            assertThat(statements.figures()).allSatisfy(figures -> assertThat(figures.callers())
                    .isNotEmpty()
                    .allMatch(caller -> caller.startsWith("apart.StatementsOfAnApplicationTest.isTold")));
            assertThat(statements.repetitions()).singleElement().satisfies(repetition -> {
                assertThat(repetition.operation()).isEqualTo("Team.one");
                assertThat(repetition.most()).isEqualTo(12);
                assertThat(repetition.units()).isBetween(1L, 10L);
                assertThat(repetition.caller()).contains("(StatementsOfAnApplicationTest.java:");
            });
        }
    }
}
