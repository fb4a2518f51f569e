package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A server that follows a {@link TestServer}, made by a cold copy of its files; it may be promoted in its place.
 *
 * <p>The embedded binaries have no {@code pg_basebackup}, so the primary is stopped for the moment of the copy.
 */
public final class TestStandby implements AutoCloseable {
    private final Path folder;
    private final Postmaster postmaster;
    private final DatabaseConfig config;
    private final DatabaseConfig primary;

    private TestStandby(Path folder, Postmaster postmaster, DatabaseConfig config, DatabaseConfig primary) {
        this.primary = primary;
        this.folder = folder;
        this.postmaster = postmaster;
        this.config = config;
    }

    /** Copies the primary and starts the copy as its standby. */
    public static TestStandby of(TestServer primary) {
        return of(primary, Map.of());
    }

    /** Copies the primary and starts the copy as its standby, with these settings beside the primary's. */
    public static TestStandby of(TestServer primary, Map<String, String> settings) {
        try {
            return copy(primary, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestStandby copy(TestServer primary, Map<String, String> more) throws IOException {
        Path folder = Files.createDirectory(
                primary.directory().resolve("standby-" + UUID.randomUUID()),
                DevCluster.readableBy("rwx------", primary.directory()));
        primary.stop();
        copyTree(primary.directory().resolve("cluster/data"), folder.resolve("data"));
        primary.restart();
        Files.createFile(folder.resolve("data/standby.signal"));
        ServerAccount.current().own(folder);
        Map<String, String> settings = new LinkedHashMap<>(primary.run().settings());
        settings.put("primary_conninfo", conninfo(primary.config()));
        settings.putAll(more);
        Postmaster postmaster =
                new Postmaster(primary.run().binaries(), folder.resolve("data"), folder.resolve("server.log"));
        int port = postmaster.start(0, settings, Map.of());
        DatabaseConfig config = primary.config();
        return new TestStandby(
                folder,
                postmaster,
                DatabaseConfig.of(
                        config.jdbcUrl().replaceFirst("//[^/]*/", "//127.0.0.1:" + port + "/"),
                        config.user(),
                        config.password()),
                config);
    }

    private static String conninfo(DatabaseConfig primary) {
        String[] address = primary.jdbcUrl()
                .replaceAll("jdbc:postgresql://([^/]*)/.*", "$1")
                .split(":");
        return "host=%s port=%s user=%s password=%s application_name=standby"
                .formatted(address[0], address[1], primary.user(), primary.password());
    }

    private static void copyTree(Path from, Path to) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(from)) {
            tree.forEach(all::add);
        }
        for (Path path : all) {
            Path copy = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectory(copy, DevCluster.readableBy("rwx------", to.getParent()));
            } else {
                Files.copy(path, copy);
            }
        }
    }

    /** Where to connect, as superuser, to the database {@code postgres}. */
    public DatabaseConfig config() {
        return config;
    }

    /** Lets every commit of the primary wait for this standby from now on. */
    public void follow() {
        TestServer.execute(primary, "alter system set synchronous_standby_names = 'standby'");
        TestServer.execute(primary, "select pg_reload_conf()");
        TestServer.execute(
                primary,
                "do $$ begin while not exists"
                        + " (select 1 from pg_stat_replication where sync_state in ('sync', 'quorum')) loop"
                        + " perform pg_sleep(0.01); perform pg_stat_clear_snapshot(); end loop; end $$");
    }

    /** Makes it a primary of its own, on the next timeline. */
    public void promote() {
        TestServer.execute(config, "select pg_promote(true, 60)");
    }

    /** Stops all of its processes where they are: it accepts connections and answers nothing; {@link #thaw} wakes it. */
    public void freeze() {
        TestServer.signal(postmaster, "STOP");
    }

    /** Wakes it. */
    public void thaw() {
        TestServer.signal(postmaster, "CONT");
    }

    /** Stops the server and deletes its data. */
    @Override
    public void close() {
        try {
            TestServer.wake(postmaster);
            postmaster.quit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DirectoryTree.tryDelete(folder);
    }
}
