package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresExtensionTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase().withSql("create table t (a int)");

    @RegisterExtension
    static final PostgresExtension other = PostgresExtension.freshDatabase();

    @Test
    void everyExtensionHasADatabaseOfItsOwn() {
        postgres.execute("insert into t values (1), (null)");

        assertThat(postgres.query("select a from t order by a").get(0)).isEqualTo(List.of(1));
        assertThat(other.value(String.class, "select to_regclass('t')::text")).isNull();
        assertThat(postgres.jdbcUrl()).isNotEqualTo(other.jdbcUrl());
    }

    @Nested
    class NestedClass {
        @Test
        void keepsTheDatabaseOfTheOuterClass() {
            assertThat(postgres.value(String.class, "select to_regclass('t')::text"))
                    .isEqualTo("t");
        }
    }

    @Test
    void admitsManyConnections() {
        assumeFalse(System.getProperty("stele.test.server", "").startsWith("jdbc:"), "a server of somebody else's");

        assertThat(postgres.value(Integer.class, "select current_setting('max_connections')::int"))
                .isEqualTo(200);
    }
}
