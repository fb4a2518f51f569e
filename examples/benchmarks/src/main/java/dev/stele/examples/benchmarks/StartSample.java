package dev.stele.examples.benchmarks;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.flywaydb.core.Flyway;

/** The same versions in the files of each tool, each applied to a database of its own. */
final class StartSample implements AutoCloseable {
    // What a tool prints is no part of its work; the field keeps the level from being forgotten with the logger.
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private final Path folder = Files.createTempDirectory("starts");
    private final Map<String, SampleDatabase> databases = new LinkedHashMap<>();

    StartSample(DatabaseConfig server, int versions) throws SQLException, IOException {
        LIQUIBASE.setLevel(Level.OFF);
        Files.createDirectories(folder.resolve("sql"));
        Files.createDirectories(folder.resolve("flyway"));
        for (int i = 1; i <= versions; i++) {
            String sql = "create table note_%d (id bigint primary key, title text not null);\n".formatted(i);
            Files.writeString(
                    folder.resolve("sql/%04d-create-note.sql".formatted(i)),
                    "--liquibase formatted sql\n\n--changeset app:create-note-" + i + "\n" + sql
                            + "--rollback drop table note_" + i + ";\n");
            Files.writeString(folder.resolve("flyway/V%d__create_note.sql".formatted(i)), sql);
        }
        Files.writeString(
                folder.resolve("root.xml"),
                "<databaseChangeLog xmlns=\"http://www.liquibase.org/xml/ns/dbchangelog\""
                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xsi:schemaLocation=\"http://www.liquibase.org/xml/ns/dbchangelog"
                        + " http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd\">"
                        + "<includeAll path=\"sql/\"/></databaseChangeLog>");
        for (String tool : List.of("stele", "liquibase", "flyway")) {
            databases.put(tool, new SampleDatabase(server, "start_" + tool));
        }
    }

    Map<String, Rounds.Work> work() throws Exception {
        Map<String, Rounds.Work> work = new LinkedHashMap<>();
        work.put("Stele upgrade()", this::stele);
        work.put("Flyway migrate()", this::flyway);
        work.put("Liquibase update()", this::liquibase);
        return work;
    }

    private void stele() {
        Changelog changelog = Changelog.directory(folder.resolve("sql"), "sql");
        Migrations.of(
                        database("stele").dataSource(),
                        MigrationSettings.defaults().withChangelog(changelog))
                .upgrade();
    }

    private void flyway() {
        Flyway.configure()
                .dataSource(database("flyway").dataSource())
                .locations("filesystem:" + folder.resolve("flyway"))
                .load()
                .migrate();
    }

    private void liquibase() throws Exception {
        Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), this::liquibaseQuietly);
    }

    private void liquibaseQuietly() throws SQLException, LiquibaseException, IOException {
        try (Connection connection = database("liquibase").dataSource().getConnection()) {
            var database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            try (Liquibase liquibase = new Liquibase("root.xml", new DirectoryResourceAccessor(folder), database)) {
                liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                liquibase.update();
            }
        }
    }

    private SampleDatabase database(String tool) {
        SampleDatabase database = databases.get(tool);
        if (database == null) {
            throw new IllegalArgumentException("no database of " + tool);
        }
        return database;
    }

    @Override
    public void close() throws SQLException, IOException {
        for (SampleDatabase database : databases.values()) {
            database.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
