package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.Draft;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.advice.Remedy.SchemaChange;
import dev.stele.migrations.review.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where an index begins with the columns of one that is there, the other one need not stay. */
class OutgrownIndexesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String TABLE = """
            --liquibase formatted sql
            --changeset app:events
            create table event (id bigint primary key, account int not null, at timestamptz not null, note text not null);
            --rollback drop table event;
            """;

    private static final String ACCOUNTS = """
            --liquibase formatted sql
            --changeset app:accounts
            create index event_account_idx on event (account) with (deduplicate_items = off);
            --rollback drop index event_account_idx;
            """;

    private static final String NEWEST = "select id, note from event where account = ? order by at desc limit 5";

    /** As large as those that were made before the server stored equal keys once. */
    private static final String PLAIN = " with (deduplicate_items = off)";

    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(folder.resolve("0001-events.sql"), TABLE);
        migrations().upgrade();
        postgres.execute("insert into event select i, i % 600, timestamptz '2026-01-01' + i * interval '1 minute',"
                + " repeat('note ', 10) from generate_series(1, 60000) i");
    }

    @AfterEach
    void empty() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void anIndexThatIsTheBeginningOfTheNewOneIsDroppedInAChangeOfItsOwn() throws IOException {
        Files.writeString(folder.resolve("0002-accounts.sql"), ACCOUNTS);
        migrations().upgrade();
        postgres.execute("vacuum analyze event");

        Advice advice = advice();

        Proposal proposal = only(advice);
        assertThat(proposal.remedy())
                .isEqualTo(new SchemaChange(
                        "create index concurrently event_account_at_idx on public.event (account, at desc)",
                        "drop index concurrently public.event_account_at_idx",
                        List.of(new SchemaChange(
                                "drop index concurrently public.event_account_idx",
                                "CREATE INDEX CONCURRENTLY event_account_idx ON public.event USING btree (account)"
                                        + " WITH (deduplicate_items=off)"))));
        assertThat(proposal.sentence())
                .containsPattern("; event_account_idx \\(1\\.\\d MB, read \\d+ times\\) then only costs, as the new one"
                        + " begins with its columns: drop it in a change of its own");
        Price price = Objects.requireNonNull(proposal.price());
        assertThat(price.writes()).isZero();
        assertThat(price.bytes()).isLessThan(1 << 20);
        assertThat(advice.toText()).contains("drop index concurrently public.event_account_idx");
        assertThat(advice.toJson()).contains("drop index concurrently public.event_account_at_idx");

        Draft draft = advice.toDraft("Find newest events", migrations());
        assertThat(draft.review().findings()).noneMatch(finding -> finding.severity() == Severity.ERROR);
        draft.write(folder);
        assertThat(migrations().upgrade().applied()).hasSize(2);
        assertThat(indexes()).containsExactly("event_account_at_idx", "event_pkey");
        assertThat(advice().proposals()).isEmpty();
        migrations().downgrade(1);
        assertThat(indexes()).containsExactly("event_account_idx", "event_pkey");
    }

    /** A version can drop only what the versions before it make. */
    @Test
    void oneThatTheChangelogDoesNotMakeIsLeftToAPerson() {
        postgres.execute("create index event_account_idx on event (account)" + PLAIN, "vacuum analyze event");

        Advice advice = advice();
        Draft draft = advice.toDraft("Find newest events", migrations());

        assertThat(((SchemaChange) only(advice).remedy()).then()).hasSize(1);
        assertThat(draft.sql())
                .contains("create index concurrently")
                .doesNotContain("drop index concurrently public.event_account_idx");
    }

    @Test
    void oneThatIsMuchNarrowerStaysAndThatIsSaid() {
        postgres.execute("create index event_account_idx on event (account)", "vacuum analyze event");

        Proposal proposal = only(advice());

        assertThat(((SchemaChange) proposal.remedy()).then()).isEmpty();
        assertThat(proposal.sentence())
                .containsPattern(
                        "; event_account_idx \\(\\d+ kB, read \\d+ times\\) finds nothing that the new one does"
                                + " not, but is much narrower, and stays unless its space counts");
    }

    @Test
    void whatIsUniqueOrOfOtherRowsOrderOrColumnsStays() {
        postgres.execute(
                "create unique index event_account_id_idx on event (account, id)",
                "create index event_late_idx on event (account)" + PLAIN + " where id > 30000",
                "create index event_nulls_idx on event (account nulls first)" + PLAIN,
                "create index event_noted_idx on event (account) include (note)" + PLAIN,
                "alter table event add constraint event_at_once exclude using btree (account with =, id with =)",
                "vacuum analyze event");

        assertThat(advice().proposals())
                .filteredOn(proposal -> proposal.name().startsWith("event_account_at"))
                .singleElement()
                .satisfies(proposal -> {
                    assertThat(((SchemaChange) proposal.remedy()).then()).isEmpty();
                    assertThat(proposal.sentence()).doesNotContain(" then only costs");
                });
    }

    private static Proposal only(Advice advice) {
        assertThat(advice.proposals()).hasSize(1);
        return advice.proposals().get(0);
    }

    private Advice advice() {
        return Advisor.of(postgres.config(), migrations())
                .watching(new CountedHere().slow("sql", NEWEST, 5))
                .examine();
    }

    private static List<Object> indexes() {
        return postgres.query("select indexname from pg_indexes where tablename = 'event' order by 1").stream()
                .map(row -> row.get(0))
                .toList();
    }

    private Migrations migrations() {
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults().withChangelog(Changelog.directory(folder, "db/changelog")));
    }
}
