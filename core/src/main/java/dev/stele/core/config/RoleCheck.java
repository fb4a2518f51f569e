package dev.stele.core.config;

/** What is done about a role that could do more than an application's should. */
public enum RoleCheck {
    /** Nothing; the server is not asked. The default where the environment is local. */
    OFF,
    /** One query at start, and a warning in the log. The default elsewhere. */
    WARN,
    /** One query at start; such a role is refused. */
    REFUSE
}
