package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Migrates in several threads at once when it is told to: {@code url user password folder threads}. */
public final class StartingProgram {
    private StartingProgram() {}

    /** Gets ready, waits for a byte on standard input, migrates, and prints how many changesets it applied. */
    public static void main(String[] args) throws Exception {
        DatabaseConfig config = MigratingProgram.patient(args);
        Changelog changelog = Changelog.directory(Path.of(args[3]), "start");
        changelog.script("base", "head");
        int threads = Integer.parseInt(args[4]);
        Callable<Integer> start =
                () -> Migrations.of(config, MigrationSettings.defaults().withChangelog(changelog))
                        .upgrade()
                        .applied()
                        .size();
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        ExecutorService all = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            started.add(all.submit(start));
        }
        int applied = 0;
        for (Future<Integer> one : started) {
            applied += one.get();
        }
        all.shutdown();
        System.out.println(applied);
    }
}
