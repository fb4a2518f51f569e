package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevDirectoryTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 500;

    @Test
    void allThatBeginAtOnceTakeTheNewDirectoryForTheirs(@TempDir Path temp) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Path directory = temp.resolve("round-" + round);
                CyclicBarrier together = new CyclicBarrier(THREADS);
                List<Future<Path>> taken = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    taken.add(threads.submit(() -> {
                        together.await();
                        DevDirectory ours = DevDirectory.named(directory);
                        ours.lease().close();
                        return ours.path();
                    }));
                }
                for (Future<Path> path : taken) {
                    assertThat(path.get()).isEqualTo(directory.toRealPath());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
