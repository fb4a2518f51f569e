package dev.stele.migrations;

import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import java.sql.Connection;
import java.util.List;
import java.util.TreeMap;

/** All that is compared of a catalog, one object a line. */
final class CatalogLines {
    private CatalogLines() {}

    static List<String> read(Connection connection) {
        return CatalogSnapshot.read(connection, DiffOptions.defaults()).objects().stream()
                .map(object -> {
                    var facts = new TreeMap<>(object.facts());
                    facts.keySet().removeIf(fact -> fact.startsWith("~"));
                    return object.name() + " " + facts;
                })
                .toList();
    }
}
