package dev.stele.examples.slow;

import static java.util.Objects.requireNonNull;

import dev.stele.Stele;
import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.Draft;
import dev.stele.migrations.advice.Advice;
import dev.stele.migrations.advice.AdvisorOptions;
import dev.stele.migrations.advice.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds what is slow in a forum, mends it, and measures both. */
public final class SlowQueries {
    private static final List<String> CHANGELOG = List.of("0001-create-forum.sql", "0002-forum-indexes.sql");

    /** A round that no workload has. */
    private static final int MEASURED = 99;

    private final DatabaseConfig config;
    private final Path folder;
    private final PrintStream out;

    SlowQueries(DatabaseConfig config, Path folder, PrintStream out) {
        this.config = config;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Runs on a temporary server.
     *
     * <p>System properties: {@code stele.forum.threads} (1,000,000), {@code stele.forum.folder}
     * ({@code .stele/slow-queries}), where the drafts and the page go.
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        Sample sample = new Sample(Long.getLong("stele.forum.threads", 1_000_000));
        Path folder = Path.of(System.getProperty("stele.forum.folder", ".stele/slow-queries"));
        try (DevServer server = DevServer.temporary()) {
            new SlowQueries(server.config(), folder, System.out).run(sample);
        }
    }

    /**
     * What was seen.
     *
     * @param slow the advice on the forum as it was written first
     * @param mended the advice on the forum once that was followed
     * @param compared both, problem by problem
     */
    record Result(Advice slow, Advice mended, List<Comparison> compared) {}

    Result run(Sample sample) throws IOException, SQLException {
        Path changelog = copied(folder.resolve("changelog"));
        Advice slow;
        Map<Planted, Measured> before;
        try (Stele stele = start(changelog)) {
            Forum forum = new Forum(stele, sample);
            stele.database().statements().pause();
            forum.fill();
            stele.database().statements().resume();
            new Workload(forum).slow();
            slow = advised(stele);
            before = measured(forum, Planted::slow);
            tell(slow);
            Draft draft = slow.toDraft("mend slow queries", stele.migrations());
            out.println(draft);
            draft.write(changelog);
            slow.writeHtml(folder.resolve("advice.html"));
        }
        // The next start of the application applies the draft, and has the code that the advice names.
        try (Stele stele = start(changelog)) {
            Forum forum = new Forum(stele, sample);
            forum.vacuum();
            new Workload(forum).mended();
            Advice mended = advised(stele);
            Map<Planted, Measured> after = measured(forum, Planted::mended);
            List<Comparison> compared = new ArrayList<>();
            before.forEach((planted, measured) ->
                    compared.add(Comparison.of(planted, measured, slow, requireNonNull(after.get(planted)), mended)));
            Comparison.print(compared, out);
            out.println("findings left: " + mended.findings().size());
            out.println("the whole advice: " + folder.resolve("advice.html").toUri());
            return new Result(slow, mended, compared);
        }
    }

    /** The indexes are minutes old; the usual options call none unused that is not older than a week. */
    private static Advice advised(Stele stele) {
        return stele.advisor()
                .with(AdvisorOptions.defaults().withUnusedFor(Duration.ZERO))
                .examine();
    }

    private void tell(Advice advice) {
        advice.findings()
                .forEach(finding ->
                        out.println(finding.problem() + " " + finding.subject() + ": " + finding.sentence()));
        advice.proposals().forEach(proposal -> {
            out.println("-> " + proposal.sentence());
            if (proposal.remedy() instanceof Remedy.Code code) {
                out.println(code.call().indent(3).stripTrailing());
            }
        });
    }

    private static Map<Planted, Measured> measured(Forum forum, Function<Planted, Planted.Call> calls) {
        Map<Planted, Measured> all = new LinkedHashMap<>();
        for (Planted planted : Planted.ALL) {
            all.put(planted, Measured.of(forum.database(), () -> calls.apply(planted)
                    .on(forum, MEASURED)));
        }
        return all;
    }

    private Stele start(Path changelog) {
        return Stele.builder()
                .config(config)
                .withoutFamilies()
                .entities(Author.class, ForumThread.class)
                .changelog(Changelog.directory(changelog, "db/changelog/forum"))
                .kept("forum_thread_*_idx")
                .start();
    }

    /** A real application writes drafts into src/main/resources/db/changelog and checks them in. */
    private static Path copied(Path changelog) throws IOException {
        if (Files.exists(changelog)) {
            try (var old = Files.list(changelog)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(changelog);
        for (String name : CHANGELOG) {
            try (InputStream in = SlowQueries.class.getResourceAsStream("/db/changelog/forum/" + name)) {
                Files.copy(in, changelog.resolve(name));
            }
        }
        return changelog;
    }
}
