package dev.stele.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is called differently on the two sides, where somebody said so, and where nobody did. */
class RenameTest {
    @RegisterExtension
    static final PostgresExtension from = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension to = PostgresExtension.freshDatabase();

    private final TwoDatabases both = new TwoDatabases(from, to);

    @Test
    void renamesATableWithAllThatIsNamedAfterIt() {
        both.fill("""
                create table client (id bigserial primary key, mail text not null check (mail <> ''), n int generated always as identity);
                create index client_mail_idx on client (lower(mail));
                create table visit (client_id bigint references client (id));
                insert into client (mail) values ('a@b'), ('c@d');
                """, """
                create table customer (id bigserial primary key, email text not null check (email <> ''), n int generated always as identity);
                create index customer_email_idx on customer (lower(email));
                create table visit (client_id bigint references customer (id));
                """);
        DiffOptions options = DiffOptions.defaults()
                .renamingTable("public.client", "public.customer")
                .renamingColumn("public.customer.mail", "email");

        SchemaPlan plan = both.plan(options);
        plan.apply(from.dataSource());

        assertThat(SnapshotText.comparable(both.fromNow()))
                .as(plan.script())
                .isEqualTo(SnapshotText.comparable(both.toNow()));
        assertThat(from.value(Long.class, "select count(*) from customer where email in ('a@b', 'c@d')"))
                .isEqualTo(2);
        assertThat(plan.losses()).isEmpty();
        assertThat(plan.changes())
                .startsWith("rename table public.client to customer", "rename column public.customer.mail to email");
    }

    @Test
    void proposesARenameButNeverMakesOneUnasked() {
        both.fill(
                "create table client (id int, name text, mail text)",
                "create table customer (id int, name text, email text)");

        SchemaPlan plan = both.plan(DiffOptions.defaults());

        assertThat(plan.renameProposals())
                .containsExactly(new Rename(ObjectKind.TABLE, "public.client", "public.customer"));
        assertThat(plan.complete()).isFalse();
        assertThat(plan.losses().toString()).isEqualTo("[table public.client: the table is dropped]");
    }

    @Test
    void proposesARenameOfAColumn() {
        both.fill("create table t (id int, mail text)", "create table t (id int, email text)");

        SchemaPlan plan = both.plan(DiffOptions.defaults());

        assertThat(plan.renameProposals()).containsExactly(new Rename(ObjectKind.COLUMN, "public.t.mail", "email"));
        assertThat(plan.renameProposals().toString()).isEqualTo("[column public.t.mail to email]");
    }

    @Test
    void asksTheOldNamesBeforeItRenames() {
        both.fill("create table a (x int); insert into a values (1), (1)", "create table b (y int not null unique)");
        DiffOptions options =
                DiffOptions.defaults().renamingTable("public.a", "public.b").renamingColumn("public.b.x", "y");

        List<String> questions = both.plan(options).statements().stream()
                .flatMap(statement -> statement.preChecks().stream())
                .map(PreCheck::sql)
                .toList();

        assertThat(questions)
                .containsExactly(
                        "select exists (select from public.a where x is null)",
                        "select exists (select from public.a where x is not null group by x having count(*) > 1)");
    }

    @Test
    void refusesARenameThatIsNotPossible() {
        both.fill("create table a (x int); create table b (x int)", "create table b (x int)");

        SchemaPlan plan = both.plan(DiffOptions.defaults()
                .allowingDataLoss()
                .renamingTable("public.a", "public.b")
                .renamingTable("public.b", "other.b"));

        assertThat(plan.unsupported())
                .containsExactly(
                        "rename table public.a to public.b: there is table public.b already",
                        "rename table public.b to other.b: an object cannot be moved to another schema");
    }
}
