package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Timeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * Migrates in a process of its own: {@code url user password changelog [file to note connections in]}.
 *
 * <p>The changelog {@code bundled} is ours, {@code phone} opens a foreign connection instead, any other is a folder of
 * the class path or the disk.
 */
public final class MigratingProgram {
    private MigratingProgram() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        if (args.length > 4) {
            ProxySelector.setDefault(new Notebook(Path.of(args[4])));
        }
        if (args[3].equals("phone")) {
            try {
                new URL("https://config.liquibase.com/").openConnection().connect();
            } catch (IOException expected) {
                return;
            }
        }
        Changelog changelog =
                switch (args[3]) {
                    case "bundled" -> Changelog.bundled();
                    default ->
                        Files.isDirectory(Path.of(args[3]))
                                ? Changelog.directory(Path.of(args[3]), "test")
                                : Changelog.classPath(args[3]);
                };
        Migrations migrations =
                Migrations.of(patient(args), MigrationSettings.defaults().withChangelog(changelog));
        migrations.upgrade();
    }

    /** The database that the first three arguments name; dozens of processes on one machine are slow to log in. */
    static DatabaseConfig patient(String[] args) {
        DatabaseConfig config = DatabaseConfig.of(args[0], args[1], args[2]);
        Timeouts usual = config.timeouts();
        return config.withTimeouts(new Timeouts(
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                usual.socket(),
                usual.statement(),
                usual.lock(),
                usual.idleInTransaction(),
                usual.start()));
    }

    /** Notes the address of every connection that java.net opens, and leads foreign ones to a closed port. */
    private static final class Notebook extends ProxySelector {
        private final Path file;

        Notebook(Path file) {
            this.file = file;
        }

        @Override
        public List<Proxy> select(URI uri) {
            try {
                Files.writeString(file, uri + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return uri.getScheme().startsWith("http")
                    ? List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", 1)))
                    : List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {}
    }
}
