package dev.stele.examples.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the scripts of a folder, which start servers and break them. */
final class Scripts {
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private final Path folder;
    private final Path log;

    Scripts(Path folder, Path log) {
        this.folder = folder;
        this.log = log;
    }

    /** The scripts among {@code names} that are not there. */
    List<String> missing(List<String> names) {
        return names.stream()
                .filter(name -> !Files.isExecutable(folder.resolve(name)))
                .toList();
    }

    Path folder() {
        return folder;
    }

    /**
     * Runs a script to its end and returns the lines it has printed.
     *
     * @throws IllegalStateException if it fails or takes longer than four minutes
     */
    List<String> run(String script, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(folder.resolve(script).toString()));
        for (Object argument : arguments) {
            command.add(String.valueOf(argument));
        }
        try {
            // Into files: the servers it starts would keep a pipe open after its end.
            Path output = Files.createTempFile(log.toAbsolutePath().getParent(), "script", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " took longer than " + LONGEST);
            }
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException("%s failed with %d; its last words are in %s"
                        .formatted(String.join(" ", command), process.exitValue(), log));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a script ran", e);
        }
    }
}
