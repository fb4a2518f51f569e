package dev.stele.examples.benchmarks;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.examples.benchmarks.Effort.Sizes;
import dev.stele.examples.benchmarks.calls.Meter;
import dev.stele.examples.benchmarks.report.Row;
import dev.stele.examples.benchmarks.report.Summary;
import dev.stele.examples.benchmarks.sample.SampleRows;
import dev.stele.examples.benchmarks.whole.ConstantMemory;
import dev.stele.examples.benchmarks.whole.Growth;
import dev.stele.examples.benchmarks.whole.Turns;
import java.util.List;
import java.util.function.Consumer;

/** What becomes of calls where there are more and more rows, each number of them in a database of its own. */
final class Millions {
    private final DatabaseConfig server;
    private final Sizes sizes;

    Millions(DatabaseConfig server, Sizes sizes) {
        this.server = server;
        this.sizes = sizes;
    }

    /** Measures all sizes and hands each part out as it is done. */
    void run(Consumer<List<Row>> done) throws Exception {
        int last = sizes.rows().get(sizes.rows().size() - 1);
        for (int size : sizes.rows()) {
            try (SampleDatabase database = new SampleDatabase(server, "stele_benchmarks_sized")) {
                SampleRows rows = new SampleRows(database.config(), size);
                rows.fill();
                try (Meter meter = new Meter(rows.config())) {
                    done.accept(Summary.of(new Growth(new Turns(meter, sizes.rounds()), sizes.calls()).rows(rows)));
                    if (size == last) {
                        done.accept(Summary.of(new ConstantMemory(rows, meter).run()));
                    }
                }
            }
        }
    }
}
