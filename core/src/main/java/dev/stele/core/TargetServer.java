package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;

/** Which of several servers is wanted, by the driver's names. */
enum TargetServer {
    ANY("server"),
    PRIMARY("primary"),
    SECONDARY("standby"),
    PREFER_PRIMARY("server"),
    PREFER_SECONDARY("server");

    private final String noun;

    TargetServer(String noun) {
        this.noun = noun;
    }

    /** What the settings ask for; that is the primary where there are several servers and nothing else is said. */
    static TargetServer of(DatabaseConfig config) {
        return switch (config.driverProperties().getOrDefault("targetServerType", "any")) {
            case "primary" -> PRIMARY;
            case "secondary" -> SECONDARY;
            case "preferPrimary" -> PREFER_PRIMARY;
            case "preferSecondary" -> PREFER_SECONDARY;
            default -> ANY;
        };
    }

    /** Whether a server is wanted, and no other one would be better. */
    boolean isBest(ServerFacts server) {
        return switch (this) {
            case ANY -> true;
            case PRIMARY, PREFER_PRIMARY -> !server.standby();
            case SECONDARY, PREFER_SECONDARY -> server.standby();
        };
    }

    /** Whether a server will do where there is no better one. */
    boolean allows(ServerFacts server) {
        return this == PREFER_PRIMARY || this == PREFER_SECONDARY || isBest(server);
    }

    /** The wanted one, in a message. */
    String noun() {
        return noun;
    }
}
