package dev.stele.examples.handbook;

import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.PlannedStatement;
import dev.stele.migrations.diff.SchemaDiff;
import dev.stele.migrations.diff.SchemaPlan;
import java.nio.file.Path;
import javax.sql.DataSource;

/** What docs/schema-diff.md shows. */
final class SchemaSteps {

    private SchemaSteps() {}

    static void between(DataSource present, DataSource wanted) {
        SchemaPlan plan = SchemaDiff.between(present, wanted, DiffOptions.defaults());
        if (plan.complete()) {
            System.out.print(plan.script()); // for psql
            plan.apply(present); // or at once
        } else {
            plan.unsupported().forEach(System.out::println);
            plan.losses().forEach(System.out::println);
            plan.renameProposals().forEach(System.out::println);
        }
    }

    static DiffOptions allowing() {
        DiffOptions options = DiffOptions.defaults()
                .inSchemas("public", "billing")
                .renamingColumn("public.client.mail", "email")
                .allowingDrop("public.client.fax");
        return options;
    }

    static void oneByOne(SchemaPlan plan) {
        for (PlannedStatement statement : plan.statements()) {
            System.out.println(statement.transaction() + ": " + statement.sql());
        }
    }

    static SchemaPlan fromFile(Path file, DataSource present) {
        CatalogSnapshot.read(present, DiffOptions.defaults()).save(file);
        CatalogSnapshot then = CatalogSnapshot.load(file);
        CatalogSnapshot now = CatalogSnapshot.read(present, DiffOptions.defaults());
        return SchemaDiff.between(then, now, DiffOptions.defaults());
    }
}
