/** The bundled changelog and the programmatic migrations that run it. */
module dev.stele.migrations {
    requires transitive dev.stele.core;
    requires liquibase.core;
    // Liquibase is an automatic module, which cannot ask for what it needs.
    requires org.apache.commons.io;
    requires org.apache.commons.lang3;
    requires com.zaxxer.hikari;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires gg.jte.runtime;
    requires static transitive org.jspecify;

    exports dev.stele.migrations;
    exports dev.stele.migrations.review;
    exports dev.stele.migrations.diff;
    exports dev.stele.migrations.backup;
    exports dev.stele.migrations.plan;
    exports dev.stele.migrations.advice;
}
