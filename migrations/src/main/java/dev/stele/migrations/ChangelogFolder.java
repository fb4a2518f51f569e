package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Reads the numbered files of one folder: on the class path (directory or jar), in our own jar, or on disk. */
final class ChangelogFolder {
    private static final String BUNDLED = "db/changelog/stele/versions/";

    static final String ROLES = Version.OURS + "-roles";
    static final String ROW_SECURITY = Version.OURS + "-row-security";
    private static final String OPTIONAL = "db/changelog/stele/optional/";

    private ChangelogFolder() {}

    /** Reads our own files by the index beside them, which works from a jar, a module and a native image alike. */
    static List<ChangelogFile> bundled() {
        List<ChangelogFile> files = new ArrayList<>();
        for (String name : ownText(BUNDLED + "index.txt").lines().toList()) {
            if (!name.isBlank() && !name.startsWith("#")) {
                String path = BUNDLED + name.strip();
                files.add(ChangelogFile.read(Version.OURS, path, ownText(path)));
            }
        }
        return files;
    }

    /** Reads the changelog of the roles, with their names in it. */
    static List<ChangelogFile> roles(RoleNames names) {
        List<ChangelogFile> files = new ArrayList<>();
        files.add(optional("roles", "0001-roles.sql", names::into));
        if (names.staging() == RoleNames.Staging.ALLOWED) {
            files.add(optional("roles", "0002-app-may-stage-loads.sql", names::into));
        }
        if (names.rows() == RoleNames.Rows.GUARDED) {
            files.add(optional("roles", "0003-backup-passes-by-policies.sql", names::into));
        }
        files.add(optional("roles", "0004-receipts.sql", names::into));
        return files;
    }

    /** Reads the changelog of row-level security. */
    static List<ChangelogFile> rowSecurity() {
        return List.of(
                optional("row-security", "0001-row-security.sql", UnaryOperator.identity()),
                optional("row-security", "0002-user-removal.sql", UnaryOperator.identity()));
    }

    private static ChangelogFile optional(String folder, String name, UnaryOperator<String> written) {
        String path = OPTIONAL + folder + "/" + name;
        return ChangelogFile.read(Version.OURS + "-" + folder, path, written.apply(ownText(path)));
    }

    /** Reads a resource of this module. */
    static String ownText(String path) {
        try (InputStream in = Migrations.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new FileNotFoundException(path + " is not in the jar of stele-migrations");
            }
            return text(in);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Reads a folder of the class path, wherever its parts lie. */
    static List<ChangelogFile> ofClassPath(String source, String folder, ClassLoader loader) {
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        try {
            List<ChangelogFile> files = new ArrayList<>();
            for (String name : namesOnClassPath(prefix, loader)) {
                try (InputStream in = loader.getResourceAsStream(prefix + name)) {
                    if (in == null) {
                        throw new FileNotFoundException(prefix + name);
                    }
                    files.add(ChangelogFile.read(source, prefix + name, text(in)));
                }
            }
            return required(files, "class path folder " + prefix);
        } catch (IOException e) {
            throw unreadable("class path folder " + prefix, e);
        }
    }

    /** Whether a folder on disk holds a version yet. */
    static boolean hasVersions(Path directory) {
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.anyMatch(file -> ChangelogFile.isVersion(String.valueOf(file.getFileName())));
        } catch (IOException e) {
            throw unreadable("folder " + directory, e);
        }
    }

    /** Reads a folder on disk; the history records its files as {@code recordedAs/file}. */
    static List<ChangelogFile> ofDirectory(String source, Path directory, String recordedAs) {
        try (Stream<Path> listed = Files.list(directory)) {
            List<ChangelogFile> files = new ArrayList<>();
            for (Path file : listed.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (ChangelogFile.isVersion(name)) {
                    files.add(ChangelogFile.read(source, recordedAs + "/" + name, Files.readString(file)));
                }
            }
            return required(files, "folder " + directory);
        } catch (IOException e) {
            throw unreadable("folder " + directory, e);
        }
    }

    private static SortedSet<String> namesOnClassPath(String prefix, ClassLoader loader) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        // Jars written without directory entries answer for their manifest only, so those are looked through too.
        List<URL> places = new ArrayList<>(Collections.list(loader.getResources(prefix)));
        if (places.isEmpty()) {
            places.addAll(Collections.list(loader.getResources(JarFile.MANIFEST_NAME)));
        }
        for (URL place : places) {
            for (String name : namesAt(place, prefix)) {
                if (ChangelogFile.isVersion(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static List<String> namesAt(URL place, String prefix) throws IOException {
        URLConnection connection = place.openConnection();
        if (connection instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            try (JarFile file = jar.getJarFile()) {
                return file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                        .map(name -> name.substring(prefix.length()))
                        .toList();
            }
        }
        Path directory =
                switch (place.getProtocol()) {
                    case "file" -> Path.of(uri(place));
                    case "jrt" ->
                        FileSystems.getFileSystem(URI.create("jrt:/"))
                                .getPath("modules", uri(place).getPath());
                    default -> throw new IOException("cannot list " + place);
                };
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static URI uri(URL place) throws IOException {
        try {
            return place.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("cannot list " + place, e);
        }
    }

    private static List<ChangelogFile> required(List<ChangelogFile> files, String place) {
        if (files.isEmpty()) {
            throw new MigrationException(
                    place + " holds no version: no file named like 0001-create-note.sql",
                    "check the folder's name, and that the build copies it; before the first version use Changelog.empty()",
                    null,
                    null);
        }
        return files;
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static MigrationException unreadable(String what, IOException e) {
        return new MigrationException("cannot read " + what, String.valueOf(e.getMessage()), null, e);
    }
}
