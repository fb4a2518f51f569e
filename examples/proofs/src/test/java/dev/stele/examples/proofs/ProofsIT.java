package dev.stele.examples.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.DevServer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A slice of the proof; the whole is run by the command in docs/proofs.md. */
class ProofsIT {
    private static DevServer server;

    @BeforeAll
    static void start() {
        server = DevServer.temporary();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void modelsAndMutationsOfTheFirstSeedsConverge() {
        Proofs proofs = new Proofs(server.config(), System.out);

        proofs.run(1, 5, 15);

        assertThat(proofs.failures()).as(proofs.summary()).isEmpty();
    }

    @Test
    void modelsOfSeedsNeverTriedConverge() {
        long seed = 1_000_000 + RandomGenerator.getDefault().nextLong(1_000_000_000);
        Proofs proofs = new Proofs(server.config(), System.out);

        proofs.run(seed, 4, 0);

        assertThat(proofs.failures())
                .as("first seed " + seed + ": " + proofs.summary())
                .isEmpty();
    }
}
