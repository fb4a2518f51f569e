package dev.stele.migrations.diff;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes what roles may do with one object. */
final class PrivilegeWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        throw new IllegalStateException("privileges have neither comment nor owner");
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        return Grants.change(bare(object), object, "", object.text("~on"));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return Grants.change(object, bare(object), "", object.text("~on"));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return Alteration.by(Grants.change(from, to, "", to.text("~on")));
    }

    static CatalogObject bare(CatalogObject object) {
        return new CatalogObject(object.name(), Map.of(), Set.of());
    }
}
