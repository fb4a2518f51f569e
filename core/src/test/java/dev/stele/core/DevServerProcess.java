package dev.stele.core;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A second process that uses a {@link DevServer}: started, talked to and killed by tests. */
final class DevServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    private DevServerProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** What the process does: prints one line when it is up, and ends in order when its input ends. */
    public static void main(String[] arguments) throws IOException {
        try {
            System.out.println(up(arguments[0], Path.of(arguments[1])));
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        } catch (RuntimeException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }

    private static String up(String what, Path path) throws IOException {
        return switch (what) {
            case "start" -> DevServer.start(path).config().jdbcUrl();
            case "time" -> timed(() -> DevServer.start(path));
            case "temporary" -> DevServer.temporary().directory().toString();
            case "lock" ->
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                        .lock()
                        .toString();
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static String timed(Runnable start) {
        long before = System.nanoTime();
        start.run();
        return Long.toString((System.nanoTime() - before) / 1_000_000);
    }

    /** Runs {@code start}, {@code time} (start, answering with the milliseconds it took), {@code temporary} or {@code lock} in a process with our class path. */
    static DevServerProcess run(String what, Path path) throws IOException {
        return run(List.of(), classPath(""), Map.of(), List.of(what, path.toString()));
    }

    static DevServerProcess run(
            List<String> prefix, String classPath, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.add(DevServerProcess.class.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new DevServerProcess(builder.start());
    }

    /** Our class path without the jars whose names match. */
    static String classPath(String without) {
        return classPathEntries()
                .filter(entry -> without.isEmpty()
                        || !Path.of(entry).getFileName().toString().matches(without))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Copies our class path to where everybody can read it, and returns it. */
    static String classPathCopiedTo(Path directory) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : classPathEntries().toList()) {
            Path target = directory.resolve(copies.size() + "-" + Path.of(entry).getFileName());
            copy(Path.of(entry), target);
            copies.add(target.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    /** Copies a file, or a directory with all it holds. */
    static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (var tree = Files.walk(source)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.copy(path, target.resolve(source.relativize(path).toString()));
            }
        }
    }

    private static Stream<String> classPathEntries() {
        String needed = ".*(classes|postgres.*|commons-.*|xz.*|slf4j.*|jspecify.*)(\\.jar)?";
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry)))
                .filter(entry -> Path.of(entry).getFileName().toString().matches(needed));
    }

    /** Waits for the next line of the process; null at its end. */
    String answer() throws IOException {
        return answers.readLine();
    }

    /** All that the process prints up to its end. */
    String lastWords() throws IOException {
        return answers.lines().collect(Collectors.joining("\n"));
    }

    /** The id of the process. */
    long pid() {
        return process.pid();
    }

    /** Ends the process with SIGKILL, so that it cleans up nothing. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Lets the process end in order, as at the end of its main method, and waits for it. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
