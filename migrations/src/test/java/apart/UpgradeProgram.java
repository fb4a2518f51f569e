package apart;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.Migrations;

/** An application on the class path whose libraries are modules: {@code url user password}. */
public final class UpgradeProgram {
    private UpgradeProgram() {}

    /** Upgrades to head. */
    public static void main(String[] args) {
        Migrations migrations = Migrations.of(DatabaseConfig.of(args[0], args[1], args[2]));
        migrations.upgrade();
        if (!Migrations.class.getModule().isNamed()) {
            throw new IllegalStateException("not a module");
        }
    }
}
