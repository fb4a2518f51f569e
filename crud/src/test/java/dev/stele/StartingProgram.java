package dev.stele;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.crud.page.PageRequest;
import dev.stele.models.Team;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Starts in a process of its own, calls a DAO and Hibernate: {@code url user password file-for-connections}. */
public final class StartingProgram {
    private StartingProgram() {}

    /** Runs it. */
    public static void main(String[] args) {
        ProxySelector.setDefault(new Notebook(Path.of(args[3])));
        FirstSuperuser root = new FirstSuperuser("root@example.com", "correct horse battery staple");
        try (Stele stele =
                Stele.start(DatabaseConfig.of(args[0], args[1], args[2]).withFirstSuperuser(root))) {
            var person =
                    stele.users().authenticate(root.email(), root.password()).orElseThrow();
            stele.teams().page(person, PageRequest.first(20));
            stele.database().hibernate(session -> session.get(Team.class, 1L));
        }
    }

    /** Notes the address of every connection that java.net opens. */
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
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {}
    }
}
