package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documentation has the rules as they are. */
class RuleTableTest {

    @Test
    void theDocumentedTableIsThatOfTheRules() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "review.md"));

        assertThat(document).endsWith("## All rules\n\n" + table());
    }

    static String table() {
        StringBuilder table =
                new StringBuilder("| | rule | severity | what | lock or cost | instead |\n|---|---|---|---|---|---|\n");
        for (Rule rule : Rule.values()) {
            table.append("| ")
                    .append(rule.number())
                    .append(" | `")
                    .append(rule.id())
                    .append("` | ");
            table.append(rule.severity().label())
                    .append(" | ")
                    .append(rule.title())
                    .append(" | ");
            table.append(rule.effect()).append(" | ").append(rule.safeForm()).append(" |\n");
        }
        return table.toString();
    }
}
