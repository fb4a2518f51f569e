package dev.stele.migrations.advice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Advice on a schema of many tables, made up: trees, circles, tables that refer to themselves, and lonely ones. */
final class ManyTables {
    private ManyTables() {}

    static Advice of(int count) {
        Random random = new Random(7);
        List<TableFigures> tables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<TableFigures.Column> columns = new ArrayList<>(List.of(
                    new TableFigures.Column("id", "bigint", true), new TableFigures.Column("name", "text", false)));
            List<TableFigures.Reference> references = new ArrayList<>();
            int wanted = i % 9 == 8 ? 0 : i == 0 ? 1 : random.nextInt(3);
            for (int k = 0; k < wanted; k++) {
                // Few tables are referred to by many, as in real schemas.
                int parent = i == 0 ? 4 : i % 13 == 0 ? i : (int) (i * Math.pow(random.nextDouble(), 2.2));
                String column = name(parent) + "_id" + (k == 0 ? "" : "_" + k);
                columns.add(new TableFigures.Column(column, "bigint", false));
                references.add(new TableFigures.Reference(List.of(column), name(parent), random.nextInt(5) > 0));
            }
            long rows = (long) Math.pow(10, random.nextDouble() * 7);
            tables.add(new TableFigures(
                    name(i),
                    columns,
                    references,
                    new TableFigures.Size(rows, rows / 40, rows * 120, rows * 50),
                    new TableFigures.Activity(3, rows * 3, rows, rows / 2, null)));
        }
        return new Advice(
                Instant.parse("2026-11-23T09:30:00Z"),
                "PostgreSQL 18",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                tables,
                List.of(),
                List.of(),
                List.of());
    }

    private static String name(int i) {
        List<String> words =
                List.of("account", "invoice", "payment", "shipment_item", "audit", "customer_address", "tag");
        return words.get(i % words.size()) + "_" + i;
    }
}
