package dev.stele.migrations.diff;

import java.util.List;

/** Writes schemas. */
final class SchemaWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "schema " + Sql.quote(name.name());
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        return List.of(Step.of("create " + address(object.name())));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        // Without CASCADE it fails where something is left in it, so it cannot lose what nobody named.
        return List.of(Step.of("drop " + address(object.name())).losing("the schema is dropped"));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return Alteration.refuse("nothing of a schema can differ");
    }
}
