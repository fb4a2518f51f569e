package dev.stele.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.examples.cluster.Ledger.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit must be able to fail, or what it says is worth nothing. */
class LedgerTest {
    @TempDir
    Path folder;

    @Test
    void findsRowsThatAreLostDoubledAndUnwanted() throws IOException {
        try (Ledger ledger = new Ledger(folder.resolve("ledger"))) {
            ledger.tell(Told.DONE, 1, 0);
            ledger.tell(Told.DONE, 1, 1);
            ledger.tell(Told.DONE, 2, 0);
            ledger.tell(Told.NOT_DONE, 2, 1);
            ledger.tell(Told.UNKNOWN, 2, 2);

            Ledger.Audit clean = ledger.audit(rows(row(1, 0), row(1, 1), row(2, 0)));
            assertThat(clean).isEqualTo(new Ledger.Audit(3, 0, 0, 0, 1, 1));
            assertThat(clean.isClean()).as("one is unresolved").isFalse();

            Ledger.Audit broken = ledger.audit(rows(row(1, 0), row(1, 0), row(2, 1), row(2, 2), row(3, 0)));
            assertThat(broken).isEqualTo(new Ledger.Audit(3, 2, 1, 2, 1, 1));
        }
        assertThat(Files.readAllLines(folder.resolve("ledger")))
                .containsExactly("DONE 1 0", "DONE 1 1", "DONE 2 0", "NOT_DONE 2 1", "UNKNOWN 2 2");
    }

    @Test
    void isCleanWhenAllIsThereOnce() throws IOException {
        try (Ledger ledger = new Ledger(folder.resolve("ledger"))) {
            ledger.tell(Told.DONE, 1, 0);
            ledger.tell(Told.NOT_DONE, 1, 1);

            assertThat(ledger.audit(rows(row(1, 0))).isClean()).isTrue();
            assertThat(ledger.audit(rows()).isClean()).isFalse();
            assertThat(ledger.audit(rows(row(1, 0), row(1, 1))).isClean()).isFalse();
        }
    }

    private static long row(long writer, int number) {
        return writer << 32 | number;
    }

    private static Ledger.Rows rows(long... all) {
        return each -> {
            for (long row : all) {
                each.accept(row);
            }
        };
    }
}
