package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words after the class name: a command, what it is about, and options. */
final class CommandLine {
    private static final Path DEFAULT_FOLDER = Path.of("src", "main", "resources", "db", "changelog");
    private static final Set<String> FLAGS = Set.of("--without-bundled", "--allow-data-loss", "--help");
    private static final Set<String> FORMATS = Set.of("text", "markdown", "json", "sarif");
    private static final Set<String> VALUES = Set.of(
            "--changelog",
            "--recorded-as",
            "--entities",
            "--keep",
            "--allow-drop",
            "--rename-table",
            "--rename-column",
            "--format",
            "--url",
            "--env-file");

    private final List<String> words = new ArrayList<>();
    private final Map<String, List<String>> options = new LinkedHashMap<>();

    private CommandLine() {}

    /** A fault of the caller; the message says what is wrong. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static CommandLine parse(String... arguments) {
        CommandLine line = new CommandLine();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            String name = argument.startsWith("--") && equals > 0 ? argument.substring(0, equals) : argument;
            if (!argument.startsWith("--")) {
                line.words.add(argument);
            } else if (FLAGS.contains(name) && name.equals(argument)) {
                line.add(name, "");
            } else if (!VALUES.contains(name)) {
                throw new UsageException("unknown option \"" + name + "\"");
            } else if (!name.equals(argument)) {
                line.add(name, argument.substring(equals + 1));
            } else if (i + 1 < arguments.length) {
                line.add(name, arguments[++i]);
            } else {
                throw new UsageException("option \"" + name + "\" needs a value");
            }
        }
        return line;
    }

    /** The command, or empty where none is given. */
    String command() {
        return words.isEmpty() ? "" : words.get(0);
    }

    /** What the command is about, such as a title or versions. */
    List<String> subjects() {
        return words.subList(Math.min(1, words.size()), words.size());
    }

    /** The one subject of a command that needs one. */
    String subject(String what) {
        if (subjects().size() != 1) {
            throw new UsageException(
                    command() + " needs " + what + ", but " + subjects().size() + " are given");
        }
        return subjects().get(0);
    }

    /** Refuses whatever is given beside a command that is about nothing else. */
    void noSubject() {
        if (!subjects().isEmpty()) {
            throw new UsageException(
                    command() + " takes no argument, but \"" + String.join(" ", subjects()) + "\" is given");
        }
    }

    /** Refuses a command that compares with the entities where none are named. */
    void needsEntities() {
        if (list("--entities").isEmpty()) {
            throw new UsageException(command() + " needs --entities, with entity classes or packages");
        }
    }

    /** How a review is printed. */
    String format() {
        String format = value("--format");
        String plain = format == null ? "text" : format.toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(plain)) {
            throw new UsageException(
                    "option \"--format\" must be text, markdown, json or sarif but was \"" + format + "\"");
        }
        return plain;
    }

    boolean has(String flag) {
        return options.containsKey(flag);
    }

    @Nullable
    String value(String option) {
        List<String> values = options.getOrDefault(option, List.of());
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    /** The settings of the library: the address given, else what {@code .env} and the environment say. */
    DatabaseConfig config() {
        String url = value("--url");
        String file = value("--env-file");
        if (url != null) {
            return DatabaseConfig.of(url);
        }
        return file == null ? DatabaseConfig.load() : DatabaseConfig.load(Path.of(file));
    }

    /** The folder of the application's versions. */
    Path folder() {
        String folder = value("--changelog");
        return folder == null ? DEFAULT_FOLDER : Path.of(folder);
    }

    MigrationSettings settings() {
        List<String> kept = list("--keep");
        MigrationSettings settings =
                MigrationSettings.defaults().withChangelog(changelog()).withKept(kept.toArray(String[]::new));
        List<String> entities = list("--entities");
        if (entities.isEmpty()) {
            return settings;
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return settings.withEntities(
                new EntityScan(loader == null ? CommandLine.class.getClassLoader() : loader).find(entities));
    }

    DraftOptions draftOptions() {
        DraftOptions options =
                DraftOptions.defaults().allowingDrop(list("--allow-drop").toArray(String[]::new));
        for (String rename : list("--rename-table")) {
            String[] names = names("--rename-table", rename);
            options = options.renamingTable(names[0], names[1]);
        }
        for (String rename : list("--rename-column")) {
            String[] names = names("--rename-column", rename);
            options = options.renamingColumn(names[0], names[1]);
        }
        return has("--allow-data-loss") ? options.allowingDataLoss() : options;
    }

    private Changelog changelog() {
        Changelog ours = has("--without-bundled") ? Changelog.empty() : Changelog.bundled();
        if (value("--changelog") != null && !Files.isDirectory(folder())) {
            throw new UsageException("the changelog folder \"" + folder() + "\" does not exist");
        }
        if (!Files.isDirectory(folder()) || !ChangelogFolder.hasVersions(folder())) {
            return ours;
        }
        return ours.then(Changelog.directory(folder(), recordedAs()));
    }

    /** How the class path would name the folder, since that is what the history of a running application has. */
    private String recordedAs() {
        String said = value("--recorded-as");
        if (said != null) {
            return said;
        }
        return RecordedName.of(folder(), Path.of("").toAbsolutePath().normalize());
    }

    private static String[] names(String option, String text) {
        String[] names = text.split("=", -1);
        if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
            throw new UsageException("option \"" + option + "\" needs old=new but was \"" + text + "\"");
        }
        return names;
    }

    private List<String> list(String option) {
        return options.getOrDefault(option, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private void add(String option, String value) {
        options.computeIfAbsent(option, name -> new ArrayList<>()).add(value);
    }
}
