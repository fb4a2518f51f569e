package dev.stele.migrations.diff;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;

/** Makes a scratch database and prints why it cannot: {@code url user password}. */
final class ScratchProgram {
    private ScratchProgram() {}

    public static void main(String[] args) {
        try (ScratchDatabase made =
                ScratchServer.of(DatabaseConfig.of(args[0], args[1], args[2])).create()) {
            System.out.println("made " + made.name());
        } catch (DatabaseException e) {
            System.out.println(e.getMessage());
        }
    }
}
