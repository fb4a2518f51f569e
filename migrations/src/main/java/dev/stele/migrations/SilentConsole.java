package dev.stele.migrations;

import liquibase.ui.LoggerUIService;

/** Liquibase's console: what it would print goes to its log, and it never asks. */
final class SilentConsole extends LoggerUIService {
    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }
}
