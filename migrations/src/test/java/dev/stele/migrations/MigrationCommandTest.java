package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The migrations as a command: what it prints, and the number it ends with. */
class MigrationCommandTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String AUTHOR = "dev.stele.migrations.Models$Author";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void theFiveStepsAsProcesses() throws Exception {
        Ended generated = process("generate", "create author", "--entities", AUTHOR);
        assertThat(generated.out()).isEqualTo("""
                0001-create-author.sql
                  create table public.author
                proof: applied and rolled back in a scratch database; no difference was left either time
                review: 0 errors, 0 warnings; the command "review" says more
                written: %s
                """.formatted(folder.resolve("0001-create-author.sql")));
        assertThat(generated).isEqualTo(new Ended(0, generated.out(), ""));

        assertThat(process("review").code()).isZero();
        assertThat(process("status")).isEqualTo(new Ended(1, """
                the database is at base, the changelog at app:0001
                not applied yet:
                  - changeset "app:0001-create-author" of db/changelog/0001-create-author.sql
                """, ""));
        assertThat(process("upgrade").out())
                .startsWith("applied changeset \"app:0001-create-author\" of db/changelog/0001-create-author.sql\n"
                        + "the database is at app:0001 after ");
        assertThat(process("verify")).isEqualTo(new Ended(0, "the database schema is as it should be\n", ""));
        assertThat(process("check", "--entities", AUTHOR))
                .isEqualTo(new Ended(0, "the changelog is as it should be\n", ""));
    }

    @Test
    void differencesEndWithOne() throws IOException {
        version("create table author (id bigint, constraint author_pkey primary key (id))");
        assertThat(run("upgrade")).isZero();
        postgres.execute("alter table author add more int");

        assertThat(run("verify")).isZero();
        assertThat(printed())
                .isEqualTo("the database schema is as it should be\n"
                        + "there is more, which is no fault:\n  - column \"public.author.more\"\n");

        postgres.execute("alter table author alter id type int");
        assertThat(run("verify")).isEqualTo(1);
        assertThat(printed())
                .startsWith("the database schema is not as it should be:\n"
                        + "  - column \"public.author.id\": type is \"integer\" but should be \"bigint\"\n");

        assertThat(run("check", "--entities", "dev.stele.migrations.Models$Vehicle"))
                .isEqualTo(1);
        assertThat(printed())
                .isEqualTo("the changelog is not as it should be:\n"
                        + "  - create table public.vehicle\n  - drop table public.author\n");
    }

    @Test
    void aFindingOfTheReviewEndsWithOne() throws IOException {
        version("create index author_id_idx on author (id)");

        assertThat(run("review")).isEqualTo(1);
        assertThat(printed()).contains("create index author_id_idx on author (id)");
        assertThat(run("review", "--format", "json")).isEqualTo(1);
        assertThat(printed()).startsWith("{");
    }

    @Test
    void whatIsRefusedEndsWithThree() throws IOException {
        version("create table legacy (id int)");

        assertThat(run("generate", "tidy", "--entities", AUTHOR)).isEqualTo(3);
        assertThat(said())
                .startsWith("cannot generate \"tidy\": the entities do not have what the changelog has\n"
                        + "  - table \"public.legacy\"\n")
                .contains(
                        "or --allow-drop public.legacy\n",
                        "or --keep public.legacy\n",
                        "--rename-column table.old=new");
        assertThat(run("generate", "tidy", "--entities", AUTHOR, "--keep", "legacy"))
                .isZero();
        assertThat(folder.resolve("0002-tidy.sql")).exists();
    }

    @Test
    void anAbsoluteFolderIsRecordedByAName() throws IOException {
        version("create table author (id bigint)");
        String file = folder.getFileName() + "/0001-by-hand.sql";

        assertThat(runAsIs("upgrade", folder.toString())).isZero();
        assertThat(printed()).startsWith("applied changeset \"app:by-hand\" of " + file + "\n");
        assertThat(runAsIs("status", folder + "/")).isZero();
        assertThat(runAsIs("verify", folder.toString())).isZero();
        assertThat(run("status")).isZero();
    }

    @Test
    void aLeadingSlashIsLeftOut() throws IOException {
        version("create table author (id bigint)");

        assertThat(Changelog.directory(folder, "/db/changelog/").script("base", "head"))
                .contains("db/changelog/0001-by-hand.sql")
                .doesNotContain("/db/changelog/");
        assertThatThrownBy(() -> Changelog.directory(folder, "/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the folder's name in the history must be relative, such as \"db/changelog\", but was \"/\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/opt/app/src/main/resources/db/changelog, db/changelog",
        "src/main/resources/db/changelog/, db/changelog",
        "/home/ann/app/src/main/resources/db/changelog, db/changelog",
        "db/changes, db/changes",
        "/opt/app/db/changes, db/changes",
        "./myresources/../db, db",
        "../shared/changes, changes",
        "/srv/changes, changes",
        "., app",
        "/, changelog"
    })
    void theNameOfAFolderIsNeverAbsolute(String changelog, String name) {
        assertThat(RecordedName.of(Path.of(changelog), Path.of("/opt/app"))).isEqualTo(name);
    }

    @Test
    void validatesAndTellsTheDrift() throws IOException {
        version("create table author (id bigint default 1)");
        run("upgrade");

        assertThat(run("validate")).isZero();
        assertThat(printed()).isEqualTo("the migration history is as it should be\n");
        assertThat(run("drift")).isZero();
        assertThat(printed()).isEqualTo("nothing to do: the database has all that its changesets make\n");

        postgres.execute("alter table author alter id drop default");
        assertThat(run("drift")).isEqualTo(1);
        assertThat(printed()).containsIgnoringCase("set default 1");
        version("create table author (id int)");
        assertThat(run("validate")).isEqualTo(1);
        assertThat(printed()).contains("edited after it was applied");
    }

    @Test
    void mergesTwoVersionsOfOneNumber() throws IOException {
        version("create table author (id bigint)");
        Files.copy(folder.resolve("0001-by-hand.sql"), folder.resolve("0001-more.sql"));

        assertThat(run("merge")).isZero();
        assertThat(printed()).isEqualTo("renamed to 0002-more.sql\n");
        assertThat(run("merge")).isZero();
        assertThat(printed()).isEqualTo("nothing to do: no number is there twice\n");
    }

    @Test
    void aPackageNamesItsEntities() throws IOException {
        version("create table author (id bigint, constraint author_pkey primary key (id))");

        assertThat(run("check", "--entities", AUTHOR + ",dev.stele.models")).isEqualTo(1);
        assertThat(printed()).contains("create table public.team\n").doesNotContain("public.author\n");
    }

    @Test
    void downgradesAndScriptsAndTellsTheHistory() throws IOException {
        version("create table author (id bigint)");
        run("upgrade");
        printed();

        assertThat(run("history")).isZero();
        assertThat(printed()).matches("\\S+  changeset \"app:by-hand\" of db/changelog/0001-by-hand.sql\n");
        assertThat(run("script", "base", "head")).isZero();
        assertThat(printed()).contains("create table author (id bigint)");
        assertThat(run("downgrade", "base")).isZero();
        assertThat(printed())
                .isEqualTo("took back changeset \"app:by-hand\" of db/changelog/0001-by-hand.sql\n"
                        + "the database is at base\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                           | no command is given
            migrate                        | unknown command "migrate"
            upgrade 1 2                    | upgrade needs one version at most, but 2 are given
            generate                       | generate needs one title, but 0 are given
            script head                    | script needs two versions, but 1 are given
            status --verbose               | unknown option "--verbose"
            check --entities               | option "--entities" needs a value
            status --changelog=/nowhere    | the changelog folder "/nowhere" does not exist
            check                          | check needs --entities, with entity classes or packages
            generate x                     | generate needs --entities, with entity classes or packages
            verify all                     | verify takes no argument, but "all" is given
            check it now --entities x      | check takes no argument, but "it now" is given
            review none.sql --format xml   | option "--format" must be text, markdown, json or sarif but was "xml"
            merge --changelog=/nowhere     | the changelog folder "/nowhere" does not exist
            generate x --rename-table a    | option "--rename-table" needs old=new but was "a"
            """)
    void aWrongCallEndsWithTwoAndTheUsage(String arguments, String fault) {
        String[] words = arguments == null ? new String[0] : arguments.split(" ");

        int code = MigrationCommand.run(print(out), print(err), words);

        assertThat(code).isEqualTo(2);
        assertThat(said()).startsWith(fault + "\n\nusage: MigrationCommand <command> [options]\n");
        assertThat(printed()).isEmpty();
    }

    @Test
    void whereTheDatabaseIsHasToBeSaid() throws IOException {
        Path none = Files.createTempFile(folder, "none", ".env");

        int code = MigrationCommand.run(print(out), print(err), "upgrade", "--env-file", none.toString());

        assertThat(code).isEqualTo(2);
        assertThat(said())
                .startsWith("upgrade needs a database: give --url, or set DATABASE_URL or POSTGRES_DB in .env or the"
                        + " environment\n\nusage: ");
    }

    @Test
    void helpIsNoFault() {
        assertThat(MigrationCommand.run(print(out), print(err), "--help")).isZero();
        assertThat(printed()).startsWith("usage: MigrationCommand <command> [options]\n");
    }

    @Test
    void whatIsNoEntityIsNamed() {
        assertThat(run("check", "--entities", "com.example.Nothing,com.example.other"))
                .isEqualTo(3);
        assertThat(said())
                .isEqualTo(
                        "the entities cannot be found:\n"
                                + "  - \"com.example.Nothing\" is neither a class nor a package with entities on the class path\n"
                                + "  - \"com.example.other\" is neither a class nor a package with entities on the class path\n");
    }

    private record Ended(int code, String out, String err) {}

    private Ended process(String... arguments) throws IOException, InterruptedException {
        Path printed = Files.createTempFile("command", ".out");
        Path said = Files.createTempFile("command", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.jboss.logging.provider=slf4j",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                MigrationCommand.class.getName()));
        command.addAll(List.of(withPlace(arguments)));
        Process process = new ProcessBuilder(command)
                .redirectOutput(printed.toFile())
                .redirectError(said.toFile())
                .start();
        return new Ended(process.waitFor(), Files.readString(printed), Files.readString(said));
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return MigrationCommand.run(print(out), print(err), withPlace(arguments));
    }

    private int runAsIs(String command, String changelog) {
        out.reset();
        err.reset();
        return MigrationCommand.run(
                print(out), print(err), command, "--url", url(), "--without-bundled", "--changelog", changelog);
    }

    private static String url() {
        return postgres.jdbcUrl()
                .replaceFirst(
                        "^jdbc:postgresql://",
                        "postgresql://" + postgres.config().user() + ":"
                                + postgres.config().password() + "@");
    }

    private String[] withPlace(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", url(), "--without-bundled", "--changelog", folder.toString()));
        all.addAll(List.of("--recorded-as", "db/changelog"));
        return all.toArray(String[]::new);
    }

    private void version(String statement) throws IOException {
        Files.writeString(
                folder.resolve("0001-by-hand.sql"),
                "--liquibase formatted sql\n--changeset app:by-hand\n" + statement
                        + ";\n--rollback drop table if exists author;\n");
    }

    private String printed() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
