package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.migrations.CommandLine.UsageException;
import dev.stele.migrations.review.Review;
import dev.stele.migrations.review.ReviewOptions;
import dev.stele.migrations.review.Severity;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The migrations as a command, for a build or a shell: {@code java … dev.stele.migrations.MigrationCommand check}.
 *
 * <p>Ends with 0 where all is well, 1 where it found something, 2 where it was called wrongly, 3 where it failed.
 */
public final class MigrationCommand {
    private static final int FOUND = 1;
    private static final int MISUSED = 2;
    private static final int FAILED = 3;

    private static final String USAGE = """
            usage: MigrationCommand <command> [options]

              generate <title>     write the version that brings the changelog to where the entities are
              review [file ...]    say what versions would lock, rewrite or lose; without a file, the newest
              upgrade [version]    apply what is missing
              downgrade <version>  take back every version after this one, with its data
              script <from> <to>   print the SQL between two versions
              merge [file ...]     give the newer of two versions with one number the next number
              validate             compare the history with the changelog
              verify               compare the database with its changelog
              drift                print the SQL that takes back what was changed by hand
              check                compare the changelog with the entities; needs no database
              status               say where the database stands
              history              list what was applied

              --changelog <folder>       the application's versions (src/main/resources/db/changelog)
              --recorded-as <name>       the folder's name in the history (what follows "resources/", else its
                                         path from the working directory, else its own name)
              --without-bundled          leave out the versions that come with Stele
              --entities <names>         entity classes or packages, separated by commas
              --keep <patterns>          what is to stay though no entity asks for it
              --allow-drop <names>       what may be dropped where it is empty
              --allow-data-loss          drop and narrow whatever it holds
              --rename-table <old=new>   keep a table's rows under another name
              --rename-column <table.old=new>
              --format <name>            of a review: text, markdown, json or sarif
              --url <address>            the database; else what .env and the environment say
              --env-file <file>          another file than .env

            ends with: 0 all is well, 1 something was found, 2 called wrongly, 3 failed
            """;

    private final CommandLine line;
    private final PrintStream out;

    private MigrationCommand(CommandLine line, PrintStream out) {
        this.line = line;
        this.out = out;
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            CommandLine line = CommandLine.parse(arguments);
            if (line.has("--help") || line.command().equals("help")) {
                out.print(USAGE);
                return 0;
            }
            return new MigrationCommand(line, out).run();
        } catch (UsageException | IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print("\n" + USAGE);
            return MISUSED;
        } catch (DatabaseException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private int run() {
        String format = line.format();
        return switch (line.command()) {
            case "generate" -> generate();
            case "review" -> review(format);
            case "merge" -> merge();
            case "upgrade" -> upgrade();
            case "downgrade" -> downgrade();
            case "script" -> script();
            case "validate", "verify", "drift", "check", "status", "history" -> ask();
            case "" -> throw new UsageException("no command is given");
            default -> throw new UsageException("unknown command \"" + line.command() + "\"");
        };
    }

    private int ask() {
        line.noSubject();
        return switch (line.command()) {
            case "validate" -> report(migrations().validate());
            case "verify" -> report(migrations().verify());
            case "drift" -> drift();
            case "check" -> check();
            case "status" -> status();
            default -> history();
        };
    }

    private int check() {
        line.needsEntities();
        return report(offline().check());
    }

    private int generate() {
        String title = line.subject("one title");
        DraftOptions options = line.draftOptions();
        line.needsEntities();
        Draft draft = offline().generate(title, options);
        out.println(draft);
        if (!draft.isEmpty()) {
            out.println("review: " + count(draft, Severity.ERROR, "error") + ", "
                    + count(draft, Severity.WARNING, "warning") + "; the command \"review\" says more");
        }
        draft.write(line.folder()).ifPresent(file -> out.println("written: " + file));
        return 0;
    }

    private static String count(Draft draft, Severity severity, String word) {
        long count = draft.review().findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
        return count + " " + word + (count == 1 ? "" : "s");
    }

    private int review(String format) {
        List<Path> files = line.subjects().stream().map(Path::of).toList();
        Review review = Review.of(
                files.isEmpty() ? List.of(newest()) : files,
                ReviewOptions.defaults().runByMigrations());
        out.println(
                switch (format) {
                    case "markdown" -> review.markdown();
                    case "json" -> review.json();
                    case "sarif" -> review.sarif();
                    default -> review.terminalText();
                });
        return review.passes() ? 0 : FOUND;
    }

    private int merge() {
        if (!Files.isDirectory(line.folder())) {
            throw new UsageException("the changelog folder \"" + line.folder() + "\" does not exist");
        }
        List<Version> renamed = Changelog.merge(line.folder(), line.subjects().toArray(String[]::new));
        renamed.forEach(version -> out.println("renamed to " + version.number() + "-" + version.name() + ".sql"));
        if (renamed.isEmpty()) {
            out.println("nothing to do: no number is there twice");
        }
        return 0;
    }

    private int drift() {
        Draft back = migrations().drift();
        out.println(back.isEmpty() ? back.toString() : back.sql().strip());
        return back.isEmpty() ? 0 : FOUND;
    }

    private Path newest() {
        List<ChangelogFile> files = line.settings().changelog().files();
        ChangelogFile last = files.isEmpty() ? null : files.get(files.size() - 1);
        if (last == null || last.version().isOurs()) {
            throw new UsageException("the folder \"" + line.folder() + "\" holds no version to review");
        }
        return line.folder().resolve(last.path().substring(last.path().lastIndexOf('/') + 1));
    }

    private int upgrade() {
        List<String> to = line.subjects();
        if (to.size() > 1) {
            throw new UsageException("upgrade needs one version at most, but " + to.size() + " are given");
        }
        Upgrade done = to.isEmpty() ? migrations().upgrade() : migrations().upgrade(to.get(0));
        done.applied().forEach(id -> out.println("applied " + id));
        out.println(
                done.applied().isEmpty()
                        ? "nothing to do: the database is at " + done.to()
                        : "the database is at " + done.to() + " after "
                                + done.elapsed().toMillis() + " ms");
        return 0;
    }

    private int downgrade() {
        Downgrade done = migrations().downgradeTo(line.subject("one version"));
        done.reverted().forEach(id -> out.println("took back " + id));
        out.println("the database is at " + done.to());
        return 0;
    }

    private int script() {
        List<String> versions = line.subjects();
        if (versions.size() != 2) {
            throw new UsageException("script needs two versions, but " + versions.size() + " are given");
        }
        out.print(line.settings().changelog().script(versions.get(0), versions.get(1)));
        return 0;
    }

    private int report(Report report) {
        if (report.isClean()) {
            out.println(report.checked() + " is as it should be");
        } else {
            out.println(report.checked() + " is not as it should be:\n  - " + String.join("\n  - ", report.findings()));
        }
        if (!report.extras().isEmpty()) {
            out.println("there is more, which is no fault:\n  - " + String.join("\n  - ", report.extras()));
        }
        return report.isClean() ? 0 : FOUND;
    }

    private int status() {
        Status status = migrations().status();
        out.println("the database is at " + status.current() + ", the changelog at " + status.head());
        if (!status.pending().isEmpty()) {
            out.println(status.pending().stream()
                    .map(id -> "  - " + id)
                    .collect(Collectors.joining("\n", "not applied yet:\n", "")));
        }
        return status.isAtHead() ? 0 : FOUND;
    }

    private int history() {
        migrations().history().forEach(entry -> out.println(entry.appliedAt() + "  " + entry.changeset()));
        return 0;
    }

    private Migrations migrations() {
        MigrationSettings settings = line.settings();
        DatabaseConfig config = line.config();
        if (!config.isConfigured()) {
            throw new UsageException(line.command()
                    + " needs a database: give --url, or set DATABASE_URL or POSTGRES_DB in .env or the environment");
        }
        return Migrations.of(config, settings);
    }

    /** The database's server is only where scratch databases are made, so there may be none. */
    private Migrations offline() {
        DatabaseConfig config = line.config();
        return config.isConfigured()
                ? Migrations.of(config, line.settings())
                : Migrations.withoutDatabase(line.settings());
    }
}
