package dev.stele.examples.benchmarks.whole;

import dev.stele.examples.benchmarks.report.Measured;
import dev.stele.examples.benchmarks.report.Measured.Spent;
import dev.stele.examples.benchmarks.sample.SampleRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Single calls of SQLModel by a process of Python, which takes its times itself; where that is installed. */
public final class PythonCalls {
    private static final String SCRIPT = "sqlmodel_calls.py";

    private final String versions;

    /** Looks whether {@code python3} has SQLModel and psycopg. */
    public PythonCalls() throws IOException {
        this.versions = found();
    }

    private static String found() throws IOException {
        try {
            return String.join("\n", run(Map.of(), "--version"));
        } catch (IOException e) {
            return "";
        }
    }

    /** What is measured, with its versions; or that nothing is, and what is missing. */
    public String describe() {
        return versions.isEmpty() ? "left out, since python3 has no sqlmodel with psycopg or psycopg2" : versions;
    }

    /** Measures each call so many times, for so long; nothing where Python is left out. */
    public List<Measured> run(SampleRows rows, int rounds, int millis) throws Exception {
        List<Measured> all = new ArrayList<>();
        // libpq knows none of the driver's parameters.
        String address =
                rows.config().jdbcUrl().replaceFirst("^jdbc:postgresql://", "").replaceFirst("[?].*", "");
        Map<String, String> login = Map.of(
                "PGUSER", rows.config().user(), "PGPASSWORD", rows.config().password());
        for (int round = 1; round <= rounds && !versions.isEmpty(); round++) {
            String[] arguments = {address, Integer.toString(rows.notes()), Integer.toString(millis)};
            for (String line : run(login, arguments)) {
                String[] told = line.split("\t", -1);
                all.add(new Measured(told[0], "SQLModel (Python)", round, Double.parseDouble(told[1]), Spent.UNKNOWN));
            }
            rows.tidy();
        }
        return all;
    }

    /** Runs the script to its end and returns its lines. */
    private static List<String> run(Map<String, String> login, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", "-"));
        command.addAll(List.of(arguments));
        ProcessBuilder python = new ProcessBuilder(command).redirectErrorStream(true);
        python.environment().putAll(login);
        Process process = python.start();
        try (InputStream script = PythonCalls.class.getResourceAsStream(SCRIPT);
                OutputStream in = process.getOutputStream()) {
            if (script == null) {
                throw new IllegalStateException(SCRIPT + " is missing beside " + PythonCalls.class.getName());
            }
            script.transferTo(in);
        }
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("python3 failed:\n" + String.join("\n", lines));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while python3 ran", e);
        }
        return lines;
    }
}
