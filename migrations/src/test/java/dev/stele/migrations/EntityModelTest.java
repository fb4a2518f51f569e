package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Hibernate would create for a set of entities, in the words of this library. */
class EntityModelTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private final EntityModel model = EntityModel.of(List.of(Models.Order.class));

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void entitiesThatAreReferredToComeAlong() {
        assertThat(model.statements()).anySatisfy(sql -> assertThat(sql).startsWith("create table customer "));
    }

    @Test
    void columnsStandAsTheEntityDeclaresThem() {
        model.create(postgres.dataSource());

        assertThat(column("select attname from pg_attribute where attrelid = 'orders'::regclass and attnum > 0"
                        + " order by attnum"))
                .containsExactly(
                        "id",
                        "number",
                        "customer_id",
                        "status",
                        "before",
                        "mood",
                        "total",
                        "created",
                        "uid",
                        "meta",
                        "city",
                        "street",
                        "version");
    }

    @Test
    void theValuesOfAnEnumStandAsItDeclaresThem() {
        assertThat(model.statements())
                .anySatisfy(sql -> assertThat(sql).contains("status in ('NEW', 'PAID', 'DELIVERED')"));
    }

    @Test
    void constraintsWithoutANameAreNamedAsTheServerWouldNameThem() {
        model.create(postgres.dataSource());

        assertThat(column("select conname from pg_constraint where conrelid = 'orders'::regclass and contype <> 'n'"
                        + " order by conname"))
                .containsExactly(
                        "orders_before_check",
                        "orders_customer_id_fkey",
                        "orders_number_customer_id_key",
                        "orders_pkey",
                        "orders_status_check",
                        "orders_uid_idx");
        assertThat(column("select relname from pg_class where relkind = 'i' and relname like 'orders%_idx'"
                        + " order by relname"))
                .containsExactly("orders_status_created_idx", "orders_total_idx", "orders_uid_idx");
        assertThat(model.givenNames()).containsExactlyInAnyOrder("orders_total_idx", "orders_uid_idx");
    }

    @Test
    void noImplicitCastComesWithAnEnum() {
        model.create(postgres.dataSource());

        assertThat(column("select castsource::regtype::text from pg_cast where oid >= 16384"))
                .isEmpty();
    }

    @Test
    void aStatementThatTheServerRefusesIsNamed() {
        assertThatThrownBy(() -> EntityModel.of(List.of(Odd.class)).create(postgres.dataSource()))
                .isInstanceOf(MigrationException.class)
                .hasMessage("the server refuses the schema of the entities: type \"nonsense\" does not exist"
                        + " (SQLSTATE 42704)\n  in: create table odd (id bigint not null, value nonsense,"
                        + " primary key (id))\n  hint: mend the mapping; what it needs beside tables, such as a"
                        + " function or an extension, belongs into a changeset");
    }

    private static List<String> column(String query) {
        return postgres.query(query).stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** A column of a type that no server has. */
    @Entity(name = "odd")
    static class Odd {
        @Id
        long id;

        @Column(columnDefinition = "nonsense")
        String value;
    }
}
