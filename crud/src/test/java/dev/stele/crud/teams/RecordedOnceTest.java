package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.statements.StatementFigures;
import dev.stele.core.statements.StatementRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the recorder counts beside what goes through the driver, over every method of the families' DAOs. */
class RecordedOnceTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    @Test
    void everyStatementOfTheFamiliesIsRecordedOnceUnderTheNameOfAMethod() {
        try (Database database = TeamsDatabase.open(postgres)) {
            StatementRecorder recorder = database.statements();
            recorder.clear();
            List<String> sent = new ArrayList<>();
            try (Database.Observation observation = database.observe(statement -> sent.add(statement.sql()))) {
                new FamilyCalls(postgres, database).all();
            }

            Map<String, Long> bySent = sent.stream()
                    .collect(Collectors.groupingBy(
                            sql -> recorder.shape(sql).sql(), TreeMap::new, Collectors.counting()));
            assertThat(recorder.figures().stream()
                            .collect(Collectors.toMap(StatementFigures::sql, StatementFigures::calls, Long::sum)))
                    .isEqualTo(bySent);
            assertThat(recorder.figures())
                    .extracting(StatementFigures::operation)
                    .allMatch(operation -> operation.matches("[A-Z]\\w+(\\.\\w+){1,2}"))
                    .contains("ChatThread.page", "Team.count", "User.find");
            assertThat(recorder.dropped()).isZero();
        }
    }
}
