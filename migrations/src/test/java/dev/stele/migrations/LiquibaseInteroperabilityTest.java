package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The history is Liquibase's own: its tools go on from ours, and ours from theirs. */
class LiquibaseInteroperabilityTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private final Changelog notes = Changelog.classPath("notes");
    private final Migrations migrations =
            Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(notes));

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void liquibaseFindsNothingToDoAfterUs() throws Exception {
        migrations.upgrade();

        for (ChangelogFile file : notes.files()) {
            List<ChangeSet> pending =
                    with(file, liquibase -> liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression()));

            assertThat(pending).isEmpty();
        }
    }

    @Test
    void weFindNothingToDoAfterLiquibase() throws Exception {
        for (ChangelogFile file : notes.files()) {
            with(file, liquibase -> {
                liquibase.update("");
                return null;
            });
        }

        assertThat(migrations.status().isAtHead()).isTrue();
        assertThat(migrations.validate().findings()).isEmpty();
        assertThat(migrations.verify().findings()).isEmpty();
        assertThat(migrations.downgradeTo("base").reverted()).hasSize(5);
    }

    @Test
    void bothMakeTheSameHistoryTable() throws Exception {
        String columns = """
                select string_agg(attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull, ', '
                    order by attnum)
                from pg_attribute where attrelid = 'databasechangelog'::regclass and attnum > 0""";
        with(notes.files().get(0), liquibase -> {
            liquibase.update("");
            return null;
        });
        String theirs = postgres.value(String.class, columns);
        List<List<Object>> rows = rows();
        emptyTheDatabase();

        migrations.upgrade("1");

        assertThat(postgres.value(String.class, columns)).isEqualTo(theirs);
        assertThat(rows()).isEqualTo(rows);
    }

    private static List<List<Object>> rows() {
        return postgres.query(
                "select id, author, filename, orderexecuted, exectype, md5sum, split_part(description, ';', 1), comments, tag,"
                        + " liquibase, contexts, labels, length(deployment_id) from databasechangelog order by orderexecuted");
    }

    private <T> T with(ChangelogFile file, Work<T> work) throws Exception {
        Map<String, String> texts =
                notes.files().stream().collect(Collectors.toMap(ChangelogFile::path, ChangelogFile::text));
        try (Connection connection = postgres.connect()) {
            return Scope.child(FormattedSql.QUIET, () -> {
                Database database =
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                Liquibase liquibase = new Liquibase(file.path(), new MemoryResources(texts), database);
                liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                return work.on(liquibase);
            });
        }
    }

    private interface Work<T> {
        T on(Liquibase liquibase) throws Exception;
    }
}
