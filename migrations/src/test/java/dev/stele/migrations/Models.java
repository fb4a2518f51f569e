package dev.stele.migrations;

import dev.stele.core.RenamedFrom;
import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.NaturalId;
import org.hibernate.type.SqlTypes;

/** Entities of every shape that a draft must be able to express. */
@SuppressWarnings("unused")
final class Models {
    private Models() {}

    enum Status {
        NEW,
        PAID,
        DELIVERED
    }

    enum Mood {
        SAD,
        OK
    }

    @Entity
    @Table(
            name = "orders",
            uniqueConstraints = @UniqueConstraint(columnNames = {"number", "customer_id"}),
            indexes = {
                @Index(columnList = "status, created desc"),
                @Index(name = "orders_total_idx", columnList = "total"),
                @Index(name = "orders_uid_idx", columnList = "uid", unique = true)
            })
    static class Order {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        @Column(nullable = false, length = 40)
        String number;

        @ManyToOne(fetch = FetchType.LAZY, optional = false)
        Customer customer;

        @Enumerated(EnumType.STRING)
        @Column(nullable = false)
        @ColumnDefault("'NEW'")
        Status status;

        @Enumerated
        Status before;

        @Enumerated(EnumType.STRING)
        @JdbcTypeCode(SqlTypes.NAMED_ENUM)
        Mood mood;

        @Column(precision = 12, scale = 2)
        BigDecimal total;

        Instant created;
        UUID uid;

        @JdbcTypeCode(SqlTypes.JSON)
        Map<String, Object> meta;

        @ElementCollection
        Set<String> tags;

        @Embedded
        Address address;

        @Formula("upper(number)")
        String loud;

        @ManyToMany
        Set<Customer> watchers;

        @Version
        int version;
    }

    @Entity(name = "customer")
    static class Customer {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;

        @NaturalId
        @Column(nullable = false)
        String email;

        @Column(unique = true)
        String phone;

        @OneToOne
        Order favourite;
    }

    @Embeddable
    static class Address {
        String street;
        String city;
    }

    @Entity(name = "vehicle")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    @DiscriminatorColumn(length = 10)
    static class Vehicle {
        @Id
        long id;

        String plate;
    }

    @Entity(name = "car")
    static class Car extends Vehicle {
        int doors;
    }

    @Entity(name = "truck")
    static class Truck extends Vehicle {
        double load;
    }

    enum Kind {
        MEMO,
        TASK
    }

    @Entity(name = "author")
    static class Author {
        @Id
        long id;
    }

    /** One of each: whatever a changelog may lack or have otherwise. */
    @Entity(name = "note")
    @Table(
            indexes = @Index(columnList = "kind"),
            check = @CheckConstraint(name = "note_title_check", constraint = "title <> ''"))
    static class Note {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        @Column(length = 20, nullable = false, unique = true)
        String title;

        @RenamedFrom("content")
        String body;

        @Enumerated(EnumType.STRING)
        @Column(length = 20)
        Kind kind;

        @Enumerated(EnumType.STRING)
        @JdbcTypeCode(SqlTypes.NAMED_ENUM)
        Mood mood;

        @ManyToOne
        Author author;

        @Column(nullable = false)
        @ColumnDefault("now()")
        Instant written;
    }

    /** A note as it was called later. */
    @Entity(name = "memo")
    @RenamedFrom("note")
    static class Memo {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        @Column(length = 20)
        String text;
    }
}
