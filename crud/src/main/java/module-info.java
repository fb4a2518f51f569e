/** Typed DAOs, pages, patches, the DAOs of the eight families, initial data, and the one-call start. */
module dev.stele.crud {
    requires transitive dev.stele.migrations;
    requires transitive dev.stele.models;
    requires org.postgresql.jdbc;
    requires password4j;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.stele;
    exports dev.stele.crud;
    exports dev.stele.crud.page;
    exports dev.stele.crud.query;
    exports dev.stele.crud.teams;
}
