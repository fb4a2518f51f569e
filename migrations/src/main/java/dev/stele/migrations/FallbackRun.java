package dev.stele.migrations;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.core.error.Unavailable;
import dev.stele.migrations.FallbackPlan.Step;
import dev.stele.migrations.backup.Backup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of the fallback did.
 *
 * @param steps each step in its order
 * @param before the backup of what was there
 * @param after the backup of what is there now
 * @param left what is still different from what the entities need
 */
public record FallbackRun(List<Step> steps, Path before, Path after, Report left) {
    /** How many steps there are until it has created what was missing. */
    private static final int CREATE = 4;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Copies the steps. */
    public FallbackRun {
        steps = List.copyOf(steps);
    }

    static FallbackRun of(Fallback fallback, Backup backup, FallbackPlan plan) {
        Steps steps = new Steps(plan);
        String time = TIME.format(Instant.now());
        Path before = plan.backups().resolve("before-" + time);
        Path after = plan.backups().resolve("after-" + time);
        Backup made = backup.with(plan.options());
        steps.run("verify", () -> described(fallback.verify()));
        steps.run("plan", () -> {
            Draft draft = fallback.dryRun();
            return draft.isEmpty() ? "nothing is missing" : draft.sql();
        });
        steps.run("back up before", () -> before + ": " + made.to(before).rows() + " rows");
        List<String> unguarded = new ArrayList<>();
        steps.run("create", () -> {
            Report created = fallback.create();
            created.findings().stream()
                    .filter(finding -> finding.endsWith(Fallback.UNGUARDED))
                    .forEach(unguarded::add);
            return described(created);
        });
        steps.run("load", () -> {
            plan.load().run();
            return "done";
        });
        steps.run("back up after", () -> after + ": " + made.to(after).rows() + " rows");
        List<Report> left = new ArrayList<>();
        steps.run("verify again", () -> {
            left.add(fallback.verify().and(unguarded));
            return described(left.get(0));
        });
        return new FallbackRun(steps.done, before, after, left.get(0));
    }

    private static String described(Report report) {
        return report.isClean() ? "all is there" : String.join("\n", report.findings());
    }

    /** Runs one step after another and tells of each. */
    private static final class Steps {
        private final FallbackPlan plan;
        private final List<Step> done = new ArrayList<>();

        Steps(FallbackPlan plan) {
            this.plan = plan;
        }

        void run(String name, Work work) {
            long began = System.nanoTime();
            try {
                tell(new Step(name, work.run(), false, since(began)));
            } catch (DatabaseException e) {
                tell(new Step(name, String.valueOf(e.getMessage()), true, since(began)));
                throw e instanceof Unavailable gone && done.size() > CREATE ? afterCreating(name, gone) : e;
            } catch (Exception e) {
                tell(new Step(name, e.getClass().getName(), true, since(began)));
                throw new MigrationException(
                        "the fallback failed at the step \"" + name + "\"",
                        "what was created is kept; run it again when the cause is mended",
                        null,
                        e);
            }
        }

        /** Of the step nothing may be kept, and yet of the run. */
        private static Unavailable afterCreating(String name, Unavailable gone) {
            return new Unavailable(
                    "the fallback lost the server at the step \"" + name + "\"",
                    "what was created is kept; see what of the data is there, and run it again",
                    gone.sqlState(),
                    gone);
        }

        private void tell(Step step) {
            done.add(step);
            plan.listener().accept(step);
        }

        private static Duration since(long began) {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    /** What a step does; returns what came of it. */
    private interface Work {
        String run() throws Exception;
    }
}
