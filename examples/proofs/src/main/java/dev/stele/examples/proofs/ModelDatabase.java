package dev.stele.examples.proofs;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.examples.proofs.model.CompiledModel;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.Draft;
import dev.stele.migrations.DraftOptions;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A live database and the folder of its changelog, as an application has them. */
public final class ModelDatabase implements AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final DatabaseConfig server;
    private final String name;
    private final Path folder;

    private ModelDatabase(DatabaseConfig server) throws SQLException, IOException {
        this.server = server;
        this.name = "proof_" + NUMBERS.incrementAndGet();
        this.folder = Files.createTempDirectory("proof");
        onServer("create database " + name + " template template0");
    }

    /** An empty database without a changelog. */
    public static ModelDatabase empty(DatabaseConfig server) throws SQLException, IOException {
        return new ModelDatabase(server);
    }

    public PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl().replaceFirst("/[^/]*$", "/" + name));
        source.setUser(server.user());
        source.setPassword(server.password());
        return source;
    }

    /** The migrations of an application with these entities. */
    public Migrations migrations(CompiledModel model) throws IOException {
        Changelog changelog = files().isEmpty() ? Changelog.empty() : Changelog.directory(folder, "db/changelog");
        return Migrations.of(
                dataSource(),
                MigrationSettings.defaults().withChangelog(changelog).withEntities(model.entities()));
    }

    /** Generates the way to a model and writes it into the folder of the changelog. */
    public Draft generate(String title, CompiledModel model, DraftOptions options) throws IOException {
        Draft draft = migrations(model).generate(title, options);
        write(draft);
        return draft;
    }

    /** Writes a draft into the folder of the changelog. */
    public void write(Draft draft) {
        draft.write(folder);
    }

    /** Runs every statement on the database itself. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public List<String> schema() throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            return SchemaText.read(connection);
        }
    }

    /** Deletes every version from the folder but the first. */
    void forgetAllButFirst() throws IOException {
        List<Path> files = files();
        for (Path file : files.subList(Math.min(1, files.size()), files.size())) {
            Files.delete(file);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void onServer(String sql) throws SQLException {
        PGSimpleDataSource source = dataSource();
        source.setUrl(server.jdbcUrl());
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        onServer("drop database if exists " + name + " with (force)");
        for (Path file : files()) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
