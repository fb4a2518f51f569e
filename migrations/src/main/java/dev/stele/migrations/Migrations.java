package dev.stele.migrations;

/** Brings a database's schema to a version. */
public final class Migrations {
    private Migrations() {}
}
