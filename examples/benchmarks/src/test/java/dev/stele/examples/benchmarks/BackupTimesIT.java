package dev.stele.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.DevServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BackupTimesIT {

    @Test
    void measuresBackupsAndRestores() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (DevServer server = DevServer.temporary();
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            BackupTimes.print(server.config(), 1, 1, out);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("Backup +\\d+\\.\\d s")
                .containsPattern("Backup, gzip +\\d+\\.\\d s")
                .containsPattern("Backup, encrypted +\\d+\\.\\d s")
                .containsPattern("Restore +\\d+\\.\\d s")
                .containsPattern("Restore, read back +\\d+\\.\\d s")
                .containsPattern("pg_dump");
    }
}
