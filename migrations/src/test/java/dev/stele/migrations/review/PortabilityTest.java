package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.review.Portability.Finding;
import dev.stele.migrations.review.Portability.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PortabilityTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    /** What every one of the databases takes; in Citus item is cut up by account_id and country is everywhere. */
    private static final String PLAIN = """
            create table item (
                account_id bigint not null,
                id bigint not null,
                code text,
                meta jsonb,
                primary key (account_id, id),
                unique (code, account_id));
            create table country (id bigint primary key, name text unique);
            create table line (
                account_id bigint not null,
                item_id bigint not null,
                country_id bigint references country (id) on delete set null,
                foreign key (account_id, item_id) references item (account_id, id) on delete cascade);
            create unique index on item (account_id, lower(code)) where code is not null;
            create table note (id bigint primary key, body text);
            """;

    /**
     * A rule with something that breaks it.
     *
     * @param ddl what is added to the plain schema, or ""
     * @param sql what the program sends, or ""
     * @param alsoBroken rules that the same thing breaks
     */
    record Plant(PortabilityRule rule, String ddl, String sql, Set<PortabilityRule> alsoBroken) {
        static Plant schema(PortabilityRule rule, String ddl, PortabilityRule... also) {
            return new Plant(rule, ddl, "", Set.of(also));
        }

        static Plant statement(PortabilityRule rule, String sql, PortabilityRule... also) {
            return new Plant(rule, "", sql, Set.of(also));
        }

        @Override
        public String toString() {
            return rule.id();
        }
    }

    private static final String FUNCTION =
            "create function f() returns trigger language plpgsql as " + "$$ begin return new; end $$;";

    static Stream<Plant> plants() {
        return Stream.of(citus(), yugabytedb(), cockroachdb()).flatMap(plants -> plants);
    }

    private static Stream<Plant> citus() {
        return Stream.of(
                Plant.schema(PortabilityRule.CITUS_COLUMN, "create table part (id bigint)"),
                Plant.schema(PortabilityRule.CITUS_COLOCATION, "create table part (part_id uuid)"),
                Plant.schema(PortabilityRule.CITUS_UNIQUE_KEY, "alter table item add unique (code)"),
                Plant.schema(PortabilityRule.CITUS_UNIQUE_KEY, "create unique index on line (item_id)"),
                Plant.schema(
                        PortabilityRule.CITUS_FOREIGN_KEY,
                        "alter table line add column note_id bigint references note (id)"),
                Plant.schema(
                        PortabilityRule.CITUS_FOREIGN_KEY,
                        "alter table country add column a bigint, add column b bigint,"
                                + " add foreign key (a, b) references item (account_id, id)"),
                Plant.schema(
                        PortabilityRule.CITUS_FOREIGN_KEY,
                        "alter table line add column other bigint,"
                                + " add foreign key (other, account_id) references item (account_id, id)"),
                Plant.schema(
                        PortabilityRule.CITUS_LOCAL_CASCADE,
                        "alter table country add column note_id bigint references note (id) on delete cascade"),
                Plant.schema(
                        PortabilityRule.CITUS_TRIGGER,
                        FUNCTION + "create trigger t before update on country for each row execute function f()"),
                Plant.schema(PortabilityRule.CITUS_RULE, "create rule r as on delete to item do instead nothing"),
                Plant.schema(
                        PortabilityRule.CITUS_MULTI_LEVEL,
                        "create table part (part_id bigint, n int) partition by hash (part_id);"
                                + "create table part_0 partition of part for values with (modulus 1, remainder 0)"
                                + " partition by hash (n)"),
                Plant.schema(
                        PortabilityRule.CITUS_SEQUENCE,
                        "alter table line add column n int generated by default as identity"),
                Plant.statement(PortabilityRule.CITUS_INSERT_COLUMN, "insert into line (item_id) values (?)"),
                Plant.statement(
                        PortabilityRule.CITUS_ROW_LOCK,
                        "select i.id from item i where i.id=? for update",
                        PortabilityRule.CITUS_ALL_SHARDS),
                Plant.statement(
                        PortabilityRule.CITUS_RECURSIVE,
                        "with recursive r as (select id from item) select * from r",
                        PortabilityRule.CITUS_ALL_SHARDS),
                Plant.statement(
                        PortabilityRule.CITUS_CORRELATED,
                        "select c.id from country c where exists (select from line l where l.country_id = c.id)",
                        PortabilityRule.CITUS_ALL_SHARDS),
                Plant.statement(PortabilityRule.CITUS_VOLATILE, "update item set code = random() where account_id = ?"),
                Plant.statement(
                        PortabilityRule.CITUS_MERGE,
                        "merge into country c using note n on n.id = c.id when matched then delete"),
                Plant.statement(
                        PortabilityRule.CITUS_WRITE_IN_WITH,
                        "with gone as (delete from item where account_id = ? returning id) select id from gone"),
                Plant.statement(PortabilityRule.CITUS_ALL_SHARDS, "select count(*) from item where code = ?"));
    }

    private static Stream<Plant> yugabytedb() {
        return Stream.of(
                Plant.schema(PortabilityRule.YB_EXCLUSION, "alter table note add exclude using btree (body with =)"),
                Plant.schema(PortabilityRule.YB_DEFERRABLE, "alter table note add unique (body) deferrable"),
                Plant.schema(PortabilityRule.YB_INHERITANCE, "create table child () inherits (note)"),
                Plant.schema(PortabilityRule.YB_UNLOGGED, "create unlogged table u (id bigint)"),
                Plant.schema(
                        PortabilityRule.YB_GENERATED,
                        "alter table note add column n bigint generated always as (id + 1) stored"),
                Plant.schema(PortabilityRule.YB_XML, "alter table note add column x xml"),
                Plant.schema(PortabilityRule.YB_INDEX_METHOD, "create index on note using brin (id)"),
                Plant.schema(
                        PortabilityRule.YB_GIN_COLUMNS,
                        "alter table item add column tags text[]; create index on item using gin (meta, tags)"),
                Plant.schema(PortabilityRule.YB_INDEX_TYPE, "create index on item (meta)"),
                Plant.schema(
                        PortabilityRule.YB_INDEX_TYPE, "alter table note add column tags text[], add unique (tags)"),
                Plant.schema(PortabilityRule.YB_INDEX_OPTIONS, "create index on note (body) with (fillfactor = 70)"),
                Plant.schema(
                        PortabilityRule.YB_INDEX_OPTIONS, "alter table note add unique (body) with (fillfactor = 70)"),
                Plant.schema(
                        PortabilityRule.YB_TRIGGER,
                        FUNCTION
                                + "create constraint trigger t after update on note for each row execute function f()"),
                Plant.schema(
                        PortabilityRule.YB_PARTITION_TRIGGER,
                        FUNCTION + "create table p (id bigint) partition by hash (id);"
                                + "create trigger t before update on p for each row execute function f()"),
                Plant.schema(
                        PortabilityRule.YB_FUNCTION_TYPE,
                        "create function g() returns bigint language plpgsql as"
                                + " $$ declare n note.id%type; begin return n; end $$"),
                Plant.statement(PortabilityRule.YB_EVENTS, "listen jobs"),
                Plant.statement(PortabilityRule.YB_EVENTS, "select pg_notify(?, ?)"),
                Plant.statement(PortabilityRule.YB_LOCK_TABLE, "lock table note in share mode"),
                Plant.statement(PortabilityRule.YB_TRANSACTION_ID, "select txid_current()"),
                Plant.statement(PortabilityRule.YB_TWO_PHASE, "prepare transaction 'a'"),
                Plant.statement(PortabilityRule.YB_ADVISORY_LOCK, "select pg_try_advisory_lock(?)"),
                Plant.statement(PortabilityRule.YB_ADVISORY_LOCK, "do $$ begin perform pg_advisory_unlock(1); end $$"),
                Plant.statement(PortabilityRule.YB_DDL, "alter table note add column n int"),
                new Plant(
                        PortabilityRule.YB_GIN_SCAN,
                        "create index on item using gin (meta)",
                        "select id from item where meta @> ?",
                        Set.of()));
    }

    private static Stream<Plant> cockroachdb() {
        return Stream.of(
                Plant.schema(PortabilityRule.CRDB_DOMAIN, "create domain positive as int check (value > 0)"),
                Plant.schema(PortabilityRule.CRDB_DOMAIN, "alter table note add column during tstzrange"),
                Plant.schema(PortabilityRule.CRDB_EXCLUSION, "alter table note add exclude using btree (body with =)"),
                Plant.schema(
                        PortabilityRule.CRDB_DEFERRABLE,
                        "alter table line add foreign key (item_id) references note (id) deferrable"),
                Plant.schema(PortabilityRule.CRDB_PARTITION, "create table p (id bigint) partition by hash (id)"),
                Plant.schema(PortabilityRule.CRDB_INHERITANCE, "create table child () inherits (note)"),
                Plant.schema(PortabilityRule.CRDB_INHERITANCE, "create rule r as on delete to note do instead nothing"),
                Plant.schema(
                        PortabilityRule.CRDB_TRIGGER,
                        FUNCTION + "create trigger t after update on note execute function f()"),
                Plant.schema(
                        PortabilityRule.CRDB_PLPGSQL,
                        "create function g() returns void language plpgsql as $$ begin perform 1; end $$"),
                Plant.schema(PortabilityRule.CRDB_INDEX_METHOD, "create index on item using gin (meta jsonb_path_ops)"),
                Plant.schema(PortabilityRule.CRDB_INDEX_METHOD, "create index on note using brin (id)"),
                Plant.schema(PortabilityRule.CRDB_COLLATION, "alter table note add column c text collate \"C\""),
                Plant.schema(
                        PortabilityRule.CRDB_IDENTITY,
                        "alter table note add column n bigint generated by default as identity"),
                Plant.statement(PortabilityRule.CRDB_EVENTS, "notify jobs"),
                Plant.statement(PortabilityRule.CRDB_ADVISORY_LOCK, "select pg_advisory_xact_lock(?)"),
                Plant.statement(PortabilityRule.CRDB_ROW_LOCK, "select id from note where id = ? for no key update"),
                Plant.statement(
                        PortabilityRule.CRDB_TWO_WRITES,
                        "with a as (update note set body = ? where id = ?) delete from note n where n.id = ?"),
                Plant.statement(
                        PortabilityRule.CRDB_CASCADED_WRITES,
                        "with a as (delete from line where item_id = ?) delete from item where id = ?"),
                Plant.statement(
                        PortabilityRule.CRDB_NESTED_WRITE,
                        "select (with a as (delete from note where id = ? returning id) select id from a)"),
                Plant.statement(
                        PortabilityRule.CRDB_CONFLICT_EXPRESSION,
                        "insert into note values (?, ?) on conflict (lower(body)) do nothing"),
                Plant.statement(PortabilityRule.CRDB_NAMED_ARGUMENT, "select make_interval(secs => ?)"),
                Plant.statement(PortabilityRule.CRDB_DIVISION, "select id / 2 from note"),
                Plant.statement(
                        PortabilityRule.CRDB_TEMPORARY, "create temporary table stage (id bigint) on commit drop"),
                Plant.statement(PortabilityRule.CRDB_COPY, "copy note from stdin with (freeze)"),
                Plant.statement(
                        PortabilityRule.CRDB_OVERRIDING, "insert into note overriding system value values (?, ?)"),
                Plant.statement(PortabilityRule.CRDB_ALTER_TYPE, "alter table note alter column id type int"),
                Plant.statement(PortabilityRule.CRDB_DDL, "create table more (id bigint)"));
    }

    @ParameterizedTest
    @MethodSource("plants")
    void findsWhatBreaksARuleAndNothingElse(Plant plant) throws SQLException {
        List<Finding> findings = findings(target(plant.rule()), plant.ddl(), plant.sql());

        Set<String> expected = Stream.concat(Stream.of(plant.rule()), plant.alsoBroken().stream())
                .map(PortabilityRule::id)
                .collect(Collectors.toSet());
        assertThat(findings).extracting(Finding::rule).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.remedy()).isNotEmpty();
            assertThat(finding.page()).isNotEmpty();
        });
    }

    @Test
    void everyRuleIsBrokenOnPurposeSomewhere() {
        assertThat(plants().map(Plant::rule)).containsAll(EnumSet.allOf(PortabilityRule.class));
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void findsNothingInWhatEveryDatabaseTakes(Target target) throws SQLException {
        String sent = """
                select i.id, l.country_id from item i join line l on l.account_id = i.account_id
                where i.account_id = ? and l.account_id = ? limit ?;
                insert into item (account_id, id, code) values (?, ?, ?)
                on conflict (account_id, id) do update set code = excluded.code returning id;
                update item set code = ?, meta = ? where account_id=? and id=? returning code;
                delete from line where account_id = ?;
                insert into note select id, name from country;
                select id from note where body is distinct from ? -- from item
                """;

        assertThat(findings(target, "", sent)).isEmpty();
    }

    @Test
    void saysWhatBreaksWhichRuleAndWhatToDo() throws SQLException {
        assertThat(findings(Target.CITUS, "alter table item add constraint item_code_key unique (code)", ""))
                .containsExactly(new Finding(
                        "constraint public.item.item_code_key",
                        "citus-unique-key",
                        Severity.ERROR,
                        "uniqueness holds within a shard only, so the key must contain the distribution column",
                        "add the distribution column to the key, or replicate the table",
                        "Common Error Messages, Cannot create uniqueness constraint"))
                .first()
                .hasToString("error citus-unique-key: constraint public.item.item_code_key");
    }

    @Test
    void speaksOfAStatementByTheNameItWasGiven() throws SQLException {
        assertThat(findings(Target.COCKROACHDB, "", "select pg_advisory_lock(1)"))
                .extracting(Finding::object)
                .containsExactly("statement sent");
    }

    @Test
    void refusesATableThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Portability.of(Target.CITUS)
                        .distributing("itme", "account_id")
                        .findings(CatalogSnapshot.read(postgres.dataSource(), DiffOptions.defaults()), Map.of()))
                .withMessage("the schema has no table \"itme\"");
    }

    @Test
    void refusesADistributionWhereTablesAreNotDistributedByHand() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Portability.of(Target.COCKROACHDB).replicating("country"))
                .withMessage("only CITUS is told how tables are distributed, but the target is COCKROACHDB");
    }

    private static List<Finding> findings(Target target, String ddl, String sql) throws SQLException {
        try (Connection connection = postgres.connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(PLAIN + ddl);
            }
            CatalogSnapshot schema = CatalogSnapshot.read(connection, DiffOptions.defaults());
            connection.rollback();
            return check(target, ddl).findings(schema, Map.of("sent", List.of(sql)));
        }
    }

    private static Portability check(Target target, String ddl) {
        if (target != Target.CITUS) {
            return Portability.of(target);
        }
        Portability check = Portability.of(target)
                .distributing("item", "account_id")
                .distributing("line", "account_id")
                .replicating("country");
        return ddl.contains("table part ") ? check.distributing("part", "part_id") : check;
    }

    private static Target target(PortabilityRule rule) {
        return Arrays.stream(Target.values())
                .filter(target -> rule.id().startsWith(target.name().toLowerCase(java.util.Locale.ROOT) + "-"))
                .findFirst()
                .orElseThrow();
    }
}
