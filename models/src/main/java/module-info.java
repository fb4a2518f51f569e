/** The entity classes of the eight families and the markers that tie records to entities. */
module dev.stele.models {
    requires transitive jakarta.persistence;
    requires org.hibernate.orm.core;
    requires static transitive org.jspecify;

    exports dev.stele.models;

    opens dev.stele.models;
}
