/** The bundled changelog and the programmatic migrations that run it. */
module dev.stele.migrations {
    requires transitive dev.stele.core;
    requires liquibase.core;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.stele.migrations;
}
