package dev.stele.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each old schema becomes the new one, and the new one the old one, and then there is nothing left to do. */
class ConvergenceTest {
    @RegisterExtension
    static final PostgresExtension from = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension to = PostgresExtension.freshDatabase();

    private final TwoDatabases both = new TwoDatabases(from, to);

    static Stream<SchemaPair> pairs() {
        String only = System.getProperty("stele.pairs", "");
        return Stream.of(
                        "tables",
                        "columns",
                        "keys",
                        "indexes",
                        "types",
                        "functions-in-tables",
                        "views",
                        "routines",
                        "guards",
                        "partitions",
                        "privileges")
                .flatMap(file -> SchemaPair.in(file).stream())
                .filter(pair -> pair.name().contains(only));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void becomesTheNewSchema(SchemaPair pair) {
        assumeTrue(from.majorVersion() >= pair.since(), "needs a newer server");

        converges(pair.from(), pair.to(), DiffOptions.defaults().withoutProof().allowingDataLoss());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void becomesTheOldSchemaAgain(SchemaPair pair) {
        assumeTrue(from.majorVersion() >= pair.since(), "needs a newer server");

        converges(
                pair.to(),
                pair.from(),
                DiffOptions.defaults().withoutProof().allowingDataLoss().direct());
    }

    private void converges(String old, String wanted, DiffOptions options) {
        both.fill(old, wanted);
        CatalogSnapshot goal = both.toNow();

        SchemaPlan plan = SchemaDiff.between(both.fromNow(), goal, options);
        plan.apply(from.dataSource());

        CatalogSnapshot result = both.fromNow();
        assertThat(alike(result)).as(plan.script()).isEqualTo(alike(goal));
        assertThat(SchemaDiff.between(result, goal, options).statements()).isEmpty();
    }

    /** Without a blank that is printed once only. */
    private static String alike(CatalogSnapshot snapshot) {
        return SnapshotText.comparable(snapshot).replace("( VALUES", "(VALUES");
    }
}
