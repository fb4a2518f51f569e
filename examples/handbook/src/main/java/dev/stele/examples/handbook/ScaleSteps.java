package dev.stele.examples.handbook;

import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.review.Portability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** What docs/scale.md shows. */
final class ScaleSteps {

    private ScaleSteps() {}

    static List<Portability.Finding> elsewhere(DataSource source, Set<String> sentByFind) {
        CatalogSnapshot schema = CatalogSnapshot.read(source, DiffOptions.defaults());
        List<Portability.Finding> findings =
                Portability.of(Portability.Target.COCKROACHDB).findings(schema, Map.of("Notes.find", sentByFind));
        return findings;
    }
}
