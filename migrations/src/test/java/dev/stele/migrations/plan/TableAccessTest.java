package dev.stele.migrations.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.plan.Condition.Place;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What real plans ask of tables. */
class TableAccessTest {

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase().withSql(Forum.SQL);

    private final Explain explain = Explain.on(postgres.dataSource());

    @Test
    void findsWhatAScanIsAskedAndInWhichOrderAndHowManyRowsAreWanted() {
        TableAccess access = only("select id, title from thread where team_id = ? and status <> 'gone'"
                + " order by updated_at desc, id limit 20");

        assertThat(access.table()).isEqualTo(new PlanNode.Relation("public", "thread", "thread"));
        assertThat(access.conditions())
                .extracting(Condition::test, Condition::columns)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(Condition.Test.EQUAL, List.of("team_id")),
                        org.assertj.core.groups.Tuple.tuple(Condition.Test.NOT_EQUAL, List.of("status")));
        assertThat(access.order())
                .containsExactly(
                        new SortKey("updated_at", List.of("updated_at"), true, true),
                        new SortKey("id", List.of("id"), false, false));
        assertThat(access.limit()).hasValue(20);
    }

    @Test
    void readsNullsAndExpressionsOfAnOrder() {
        assertThat(only("select id from thread order by lower(title), updated_at desc nulls last")
                        .order())
                .containsExactly(
                        new SortKey("lower((title)::text)", List.of("title"), false, false),
                        new SortKey("updated_at", List.of("updated_at"), true, false));
    }

    @Test
    void anOrderOfCountsIsNoOrderOfRows() {
        assertThat(only("select status, count(*) from thread group by status order by status limit 3"))
                .satisfies(access -> assertThat(
                                access.order().isEmpty() || access.limit().isEmpty())
                        .isTrue());
        assertThat(only("select status, count(*) from thread group by status order by 2 limit 3")
                        .order())
                .isEmpty();
    }

    @Test
    void findsBothSidesOfAJoin() {
        List<TableAccess> accesses = of("select t.id from thread t join team g on g.id = t.team_id where g.name = ?");

        assertThat(accesses).extracting(access -> access.table().alias()).containsExactlyInAnyOrder("t", "g");
        assertThat(accesses)
                .filteredOn(access -> access.table().alias().equals("t"))
                .flatExtracting(TableAccess::conditions)
                .filteredOn(condition -> condition.source() == Condition.Source.COLUMN)
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.columns()).containsExactly("team_id");
                    assertThat(condition.operand()).isEqualTo("g.id");
                });
    }

    @Test
    void readsKeysetPages() {
        assertThat(
                        only("select id from thread where (updated_at, id) < (?, ?) order by updated_at desc, id desc limit 5")
                                .conditions())
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.test()).isEqualTo(Condition.Test.ROW_RANGE);
                    assertThat(condition.columns()).containsExactly("updated_at", "id");
                });
    }

    @Test
    void readsSearchesInTextsDocumentsAndArrays() {
        assertThat(
                        only("select id from thread where title ilike ? and meta ?? 'kind' and meta @> ?::jsonb and ? = any(tags)")
                                .conditions())
                .extracting(Condition::test)
                .containsExactlyInAnyOrder(
                        Condition.Test.PATTERN, Condition.Test.CONTAINS, Condition.Test.CONTAINS, Condition.Test.OTHER);
    }

    @Test
    void tellsWhatAnIndexWasAskedFromWhatRowsWereAsked() {
        assertThat(only("select title from thread where id = ? and status = 'open'")
                        .conditions())
                .extracting(Condition::place, Condition::expression)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Place.INDEX, "id"),
                        org.assertj.core.groups.Tuple.tuple(Place.FILTER, "status"));
    }

    @Test
    void readsAllOfABitmapScan() {
        postgres.execute("create index thread_author on thread (author_id)", "analyze thread");

        assertThat(only("select title from thread where author_id = any(?::bigint[]) or id = 5 limit 100"))
                .satisfies(access -> assertThat(access.conditions())
                        .singleElement()
                        .extracting(condition -> condition.alternatives().size())
                        .isEqualTo(2));
    }

    @Test
    void readsEachPartitionAsATableWithTheOrderOfAll() {
        List<TableAccess> accesses = of("select id from event where actor = ? order by at desc limit 10");

        assertThat(accesses)
                .extracting(access -> access.table().name())
                .containsExactlyInAnyOrder("event_1", "event_2");
        assertThat(accesses).allSatisfy(access -> {
            assertThat(access.conditions())
                    .singleElement()
                    .extracting(Condition::columns)
                    .isEqualTo(List.of("actor"));
            assertThat(access.order()).extracting(SortKey::expression).containsExactly("at");
        });
    }

    @Test
    void showsAllPartitionsThatAnyValueMayBeIn() {
        assertThat(of("select id from event where id = ?"))
                .extracting(access -> access.table().name())
                .containsExactlyInAnyOrder("event_1", "event_2");
        assertThat(TableAccess.of(
                        explain.sampled("select id from event where id = ?").root()))
                .hasSize(1);
    }

    private TableAccess only(String sql) {
        List<TableAccess> accesses = of(sql);
        assertThat(accesses).hasSize(1);
        return accesses.get(0);
    }

    private List<TableAccess> of(String sql) {
        return TableAccess.of(explain.generic(sql).root());
    }
}
