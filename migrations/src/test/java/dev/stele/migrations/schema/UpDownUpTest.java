package dev.stele.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpDownUpTest {
    @RegisterExtension
    static final PostgresExtension fresh = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension adopted =
            PostgresExtension.freshDatabase().withSql(SchemaChangeset.pythonDatabase());

    @RegisterExtension
    static final PostgresExtension elsewhere = PostgresExtension.freshDatabase();

    @Test
    void everythingLandsInTheFirstSchemaOfTheSearchPath() {
        elsewhere.execute(
                "create schema tenant",
                "do $$ begin execute format('alter database %I set search_path = tenant, public', current_database());"
                        + " end $$");
        SchemaChangeset.all().forEach(changeset -> changeset.apply(elsewhere));

        String tables = """
                select relnamespace::regnamespace::text, count(*) from pg_class
                where relkind = 'r' and relnamespace::regnamespace::text in ('tenant', 'public') group by 1""";
        assertThat(elsewhere.query(tables)).containsExactly(List.of("tenant", 12L));
        assertThat(elsewhere.query("select proname from pg_proc where pronamespace = 'public'::regnamespace"))
                .isEmpty();
    }

    @Test
    void freshAndAdoptedDatabasesTakeTheSameRoad() throws SQLException {
        List<List<String>> ofFresh = upDownUp(fresh, SchemaChangeset.all());
        List<List<String>> ofAdopted = upDownUp(adopted, SchemaChangeset.mends());

        assertThat(ofFresh.get(1)).as("version 0001 is the Python schema").isEqualTo(ofAdopted.get(0));
        assertThat(last(ofFresh)).as("the head").isEqualTo(last(ofAdopted));
    }

    /** Applies changesets, undoes one after another, applies them again; returns the catalog between them. */
    private static List<List<String>> upDownUp(PostgresExtension postgres, List<SchemaChangeset> changesets)
            throws SQLException {
        try (Connection connection = postgres.connect()) {
            List<List<String>> catalogs = new ArrayList<>(List.of(Catalog.of(connection)));
            for (SchemaChangeset changeset : changesets) {
                changeset.apply(connection);
                catalogs.add(Catalog.of(connection));
            }

            for (int i = changesets.size() - 1; i >= 0; i--) {
                changesets.get(i).revert(connection);
                assertThat(Catalog.of(connection))
                        .as("after the rollback of " + changesets.get(i).id())
                        .isEqualTo(catalogs.get(i));
            }

            changesets.forEach(changeset -> changeset.apply(connection));
            assertThat(Catalog.of(connection)).as("up again").isEqualTo(last(catalogs));
            return catalogs;
        }
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
