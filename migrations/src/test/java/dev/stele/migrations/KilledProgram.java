package dev.stele.migrations;

import java.nio.file.Path;

/** Migrates when it is told to, so that it can be killed in the midst: {@code url user password folder up|down}. */
public final class KilledProgram {
    private KilledProgram() {}

    /** Gets ready, waits for a byte on standard input, and migrates. */
    public static void main(String[] args) throws Exception {
        Changelog changelog = Changelog.directory(Path.of(args[3]), "kill");
        Migrations migrations = Migrations.of(
                MigratingProgram.patient(args), MigrationSettings.defaults().withChangelog(changelog));
        // Loads what a migration loads, so that the time until the kill is spent in statements.
        changelog.script("base", "head");
        migrations.current();
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        if (args[4].equals("up")) {
            migrations.upgrade();
        } else {
            migrations.downgradeTo("base");
        }
    }
}
