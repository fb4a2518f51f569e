package dev.stele.migrations.review;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.review.Portability.Finding;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings; of several that say the same of one object, one is kept. */
final class PortabilityFindings {
    private final Set<Finding> all = new LinkedHashSet<>();

    void add(PortabilityRule rule, String object) {
        all.add(new Finding(object, rule.id(), rule.severity(), rule.problem(), rule.remedy(), rule.page()));
    }

    void add(PortabilityRule rule, CatalogObject object) {
        add(rule, object.name().toString());
    }

    void addIf(boolean broken, PortabilityRule rule, String object) {
        if (broken) {
            add(rule, object);
        }
    }

    void addIf(boolean broken, PortabilityRule rule, CatalogObject object) {
        addIf(broken, rule, object.name().toString());
    }

    List<Finding> sorted() {
        return all.stream()
                .sorted(Comparator.comparing(Finding::object).thenComparing(Finding::rule))
                .toList();
    }
}
