package dev.stele.migrations.backup;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Backup and restore by PostgreSQL's own programs, where they are installed and not older than the server.
 *
 * <p>For what {@link Backup} refuses; the format is that of {@code pg_dump --format=directory}. Safe for use by many
 * threads.
 */
public final class PgDump {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final Pattern HOST = Pattern.compile("(\\[[^]]*]|[^:,/\\[\\]]+)(?::(\\d+))?");
    private static final int TOLD = 5;

    private final DatabaseConfig config;
    private final Path programs;
    private final int jobs;

    private PgDump(DatabaseConfig config, Path programs, int jobs) {
        this.config = config.direct();
        this.programs = programs;
        this.jobs = jobs;
    }

    /** Uses the programs that are found by {@code PATH}, with two connections. */
    public static PgDump of(DatabaseConfig config) {
        return new PgDump(config, Path.of(""), 2);
    }

    /** Copies with the programs in that folder. */
    public PgDump in(Path folder) {
        return new PgDump(config, folder, jobs);
    }

    /** Copies with so many connections at once. */
    public PgDump withJobs(int other) {
        if (other < 1) {
            throw new IllegalArgumentException("jobs must be at least 1 but was " + other);
        }
        return new PgDump(config, programs, other);
    }

    /**
     * Dumps the database into a new directory, which has its name only when it is whole.
     *
     * @throws BackupException if the directory exists, the program is missing, is older than the server, or fails
     */
    public void to(Path directory) {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new BackupException(
                    "cannot write a backup to " + directory + ": it exists already", "give another name", null, null);
        }
        requireVersion("pg_dump");
        Path absolute = directory.toAbsolutePath().normalize();
        Path partial = PrivateFiles.parent(absolute).resolve(DirectoryTarget.PARTIAL + UUID.randomUUID());
        try {
            Files.createDirectories(PrivateFiles.parent(absolute));
            PrivateFiles.createDirectory(partial);
            run("pg_dump", "--format=directory", "--jobs=" + jobs, "--file=" + partial);
            try (Stream<Path> files = Files.list(partial)) {
                for (Path file : files.toList()) {
                    PrivateFiles.restrict(file);
                }
            }
            Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BackupException("could not write the backup: " + PrivateFiles.said(e), null, null, e);
        } finally {
            if (Files.exists(partial)) {
                PrivateFiles.delete(partial);
            }
        }
    }

    /**
     * Restores what {@link #to} wrote into the database of the settings, which must be empty.
     *
     * @throws BackupException if the program is missing, is older than the server, or fails; what it did until then stays
     */
    public void restore(Path directory) {
        requireVersion("pg_restore");
        run("pg_restore", "--exit-on-error", "--jobs=" + jobs, "--dbname=" + database(), directory.toString());
    }

    private void requireVersion(String program) {
        int version = version(program);
        try (Connection connection = Sessions.of(config).openFirst()) {
            int server = connection.getMetaData().getDatabaseMajorVersion();
            if (version < server) {
                throw new BackupException(
                        "cannot use " + program + " " + version + ": the server is PostgreSQL " + server,
                        "install the client programs of PostgreSQL " + server + " and name their folder, or use Backup",
                        null,
                        null);
            }
        } catch (SQLException e) {
            throw Sessions.failure("could not connect", e);
        }
    }

    private int version(String program) {
        Matcher found = VERSION.matcher(output(new ProcessBuilder(command(program), "--version"), program));
        if (!found.find()) {
            throw new BackupException(program + " does not tell its version", null, null, null);
        }
        return Integer.parseInt(found.group(1));
    }

    private String command(String program) {
        return programs.toString().isEmpty()
                ? program
                : programs.resolve(program).toString();
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(command(program), "--no-password"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        connect(builder.environment());
        output(builder, program);
    }

    /** Everybody on the machine can read a command line, and nobody else the environment. */
    private void connect(Map<String, String> environment) {
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        String address = config.jdbcUrl().replaceFirst("^jdbc:postgresql:(//)?", "");
        Matcher host = HOST.matcher(address.substring(0, Math.max(0, address.lastIndexOf('/'))));
        while (host.find()) {
            hosts.add(host.group(1).replaceAll("[\\[\\]]", ""));
            ports.add(host.group(2) == null ? "5432" : host.group(2));
        }
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("PGHOST", hosts.isEmpty() ? "localhost" : String.join(",", hosts));
        environment.put("PGPORT", ports.isEmpty() ? "5432" : String.join(",", ports));
        environment.put("PGDATABASE", database());
        environment.put("PGUSER", config.user());
        environment.put("PGPASSWORD", config.password());
        environment.put("PGAPPNAME", config.applicationName() + " backup");
        environment.put("PGOPTIONS", "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0");
        Map<String, String> properties = config.driverProperties();
        Map.of("sslmode", "PGSSLMODE", "sslrootcert", "PGSSLROOTCERT", "sslcert", "PGSSLCERT")
                .forEach((property, variable) -> {
                    String value = properties.get(property);
                    if (value != null) {
                        environment.put(variable, value);
                    }
                });
        if (hosts.size() > 1) {
            environment.put("PGTARGETSESSIONATTRS", "read-write");
        }
    }

    private String database() {
        return SideDatabase.nameOf(config);
    }

    private static String output(ProcessBuilder builder, String program) {
        Path output = null;
        try {
            output = Files.createTempFile("stele-" + program, ".txt");
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                process.getOutputStream().close();
                int code = process.waitFor();
                String text = Files.readString(output, StandardCharsets.UTF_8);
                if (code != 0) {
                    List<String> lines = text.lines().toList();
                    throw new BackupException(
                            program + " failed with " + code + ":\n  "
                                    + String.join(
                                            "\n  ", lines.subList(Math.max(0, lines.size() - TOLD), lines.size())),
                            null,
                            null,
                            null);
                }
                return text;
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new BackupException(
                    "could not run " + program + ": " + e.getMessage(),
                    "install PostgreSQL's client programs, name their folder, or use Backup and Restore",
                    null,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupException("interrupted while " + program + " ran", null, null, e);
        } finally {
            delete(output);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
