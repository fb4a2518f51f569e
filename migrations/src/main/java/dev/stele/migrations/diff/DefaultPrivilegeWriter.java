package dev.stele.migrations.diff;

import java.util.List;

/** Writes what roles may do with objects still to be made. */
final class DefaultPrivilegeWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        throw new IllegalStateException("default privileges have neither comment nor owner");
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        return change(PrivilegeWriter.bare(object), object, object);
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return change(object, PrivilegeWriter.bare(object), object);
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return Alteration.by(change(from, to, to));
    }

    private static List<Step> change(CatalogObject from, CatalogObject to, CatalogObject named) {
        String schema = named.name().schema();
        String head = "alter default privileges for role " + named.text("~role")
                + (schema.isEmpty() ? "" : " in schema " + Sql.quote(schema)) + " ";
        return Grants.change(from, to, head, named.text("~on"));
    }
}
