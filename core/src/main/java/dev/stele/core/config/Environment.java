package dev.stele.core.config;

/** Where the application runs; decides how strict the settings are. */
public enum Environment {
    /** A developer's machine: an embedded server is allowed, weak passwords are warned about. */
    LOCAL,
    /** A shared test system: weak passwords are refused. */
    STAGING,
    /** The real thing: weak passwords are refused. */
    PRODUCTION
}
