package dev.stele.core.config;

/** Where the application runs; decides how strict the settings are. */
public enum Environment {
    /** A developer's machine: an embedded server and weak passwords are allowed. */
    LOCAL,
    /** A shared test system: weak passwords are refused. */
    STAGING,
    /** The real thing: weak passwords are refused. */
    PRODUCTION
}
