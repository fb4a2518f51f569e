/** Settings, connections, transactions, the embedded server and the error tree. */
@SuppressWarnings("module") // the modules that "mapping" is exported to are built after this one
module dev.stele.core {
    requires transitive java.sql;
    requires transitive jakarta.persistence;
    requires transitive org.hibernate.orm.core;
    requires java.management;
    requires com.zaxxer.hikari;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    // Hibernate is an automatic module, which cannot ask for what it needs.
    requires jakarta.xml.bind;
    requires net.bytebuddy;
    requires org.jboss.logging;
    // For DevServer only. zonky's own jars need no name: one is not used, the others hold but a resource.
    requires static org.apache.commons.compress;
    requires static org.tukaani.xz;
    // For the metrics only, which an application that has it asks for.
    requires static micrometer.core;
    requires static transitive org.jspecify;
    requires static org.junit.jupiter.api;

    exports dev.stele.core;
    exports dev.stele.core.config;
    exports dev.stele.core.error;
    exports dev.stele.core.junit;
    exports dev.stele.core.metrics;
    exports dev.stele.core.statements;
    exports dev.stele.core.socket to
            org.postgresql.jdbc,
            dev.stele.migrations;
    exports dev.stele.core.mapping to
            dev.stele.crud,
            dev.stele.migrations;
}
