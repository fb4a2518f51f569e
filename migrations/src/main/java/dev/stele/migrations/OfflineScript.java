package dev.stele.migrations;

/** The script of an upgrade or a downgrade. */
final class OfflineScript {
    private OfflineScript() {}

    static String write(Changelog changelog, Version from, Version to) {
        return "";
    }
}
