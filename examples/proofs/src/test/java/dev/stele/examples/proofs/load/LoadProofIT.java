package dev.stele.examples.proofs.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.DevServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A small form of the proof; the whole is run by the command in docs/proofs.md. */
class LoadProofIT {

    @Test
    void noClientFailsWhileEveryKindOfChangeIsApplied() throws Exception {
        try (DevServer server = DevServer.temporary()) {
            LoadProof proof =
                    new LoadProof(server.config(), new LoadSize(20_000, 100, Duration.ofMillis(20)), System.out);

            proof.run();

            assertThat(proof.results())
                    .allSatisfy(result -> assertThat(result.clients().failures())
                            .as(result.change())
                            .isEmpty());
        }
    }
}
