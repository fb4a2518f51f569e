package dev.stele.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
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

        assertThat(elsewhere.query("""
                select relnamespace::regnamespace::text, count(*) from pg_class
                where relkind = 'r' and relnamespace::regnamespace::text in ('tenant', 'public') group by 1""")).containsExactly(List.of("tenant", 12L));
        assertThat(elsewhere.query("select proname from pg_proc where pronamespace = 'public'::regnamespace"))
                .isEmpty();
    }

    @Test
    void freshAndAdoptedDatabasesTakeTheSameRoad() {
        List<SchemaChangeset> all = SchemaChangeset.all();
        List<String> empty = Catalog.of(fresh);
        all.get(0).apply(fresh);

        assertThat(Catalog.of(fresh)).isEqualTo(Catalog.of(adopted));

        List<String> head = upAndDownAgain(fresh);
        assertThat(upAndDownAgain(adopted)).isEqualTo(head);

        all.get(0).revert(fresh);
        assertThat(Catalog.of(fresh)).isEqualTo(empty);
    }

    /** Applies the mends, undoes each and compares, and applies them again; returns what the head looks like. */
    private static List<String> upAndDownAgain(PostgresExtension postgres) {
        List<SchemaChangeset> mends = SchemaChangeset.mends();
        List<List<String>> before = new ArrayList<>();
        for (SchemaChangeset mend : mends) {
            before.add(Catalog.of(postgres));
            mend.apply(postgres);
        }
        List<String> head = Catalog.of(postgres);

        for (int i = mends.size() - 1; i >= 0; i--) {
            mends.get(i).revert(postgres);
            assertThat(Catalog.of(postgres))
                    .as("after the rollback of " + mends.get(i).id())
                    .isEqualTo(before.get(i));
        }

        mends.forEach(mend -> mend.apply(postgres));
        assertThat(Catalog.of(postgres)).isEqualTo(head);
        for (int i = mends.size() - 1; i >= 0; i--) {
            mends.get(i).revert(postgres);
        }
        return head;
    }
}
