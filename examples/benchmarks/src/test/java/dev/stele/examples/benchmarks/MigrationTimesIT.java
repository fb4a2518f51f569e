package dev.stele.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.DevServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationTimesIT {

    @Test
    void measuresSchemasAndStartsOfEachTool() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (DevServer server = DevServer.temporary();
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            MigrationTimes.print(server.config(), 1, List.of(3), out);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("read a snapshot")
                .contains("compare and plan three changes")
                .contains("Stele upgrade()")
                .contains("Flyway migrate()")
                .contains("Liquibase update()");
    }
}
