package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** The one server that all test classes of this JVM share; started at its first use. */
final class SharedServer {
    private static DatabaseConfig config;

    private SharedServer() {}

    /** Where the server's superuser connects. */
    static synchronized DatabaseConfig config() {
        if (config == null) {
            config = start(System.getProperty("stele.test.server", "embedded"));
        }
        return config;
    }

    private static DatabaseConfig start(String kind) {
        if (kind.startsWith("jdbc:")) {
            return parse(kind);
        }
        return switch (kind) {
            case "embedded", "installed" -> TestServer.start(Map.of()).config();
            case "container" -> container(System.getProperty("stele.test.image", "postgres:15"));
            default ->
                throw new IllegalArgumentException("stele.test.server must be embedded, installed, container"
                        + " or a JDBC URL but was \"" + kind + "\"");
        };
    }

    private static DatabaseConfig parse(String url) {
        Properties properties = Driver.parseURL(url, new Properties());
        return DatabaseConfig.of(
                url.replaceFirst("\\?.*", ""),
                properties.getProperty("user", "postgres"),
                properties.getProperty("password", ""));
    }

    /** Uses Testcontainers reflectively: only runs that ask for a container need it on the class path. */
    private static DatabaseConfig container(String image) {
        try {
            Class<?> type = Class.forName("org.testcontainers.postgresql.PostgreSQLContainer");
            Object container = type.getConstructor(String.class).newInstance(image);
            String[] command = {"postgres", "-c", "fsync=off", "-c", "max_connections=200"};
            type.getMethod("setCommand", String[].class).invoke(container, (Object) command);
            type.getMethod("start").invoke(container);
            return DatabaseConfig.of(
                    ((String) type.getMethod("getJdbcUrl").invoke(container)).replaceFirst("\\?.*", ""),
                    (String) type.getMethod("getUsername").invoke(container),
                    (String) type.getMethod("getPassword").invoke(container));
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(
                    "Testcontainers is not on the class path\n  hint: run with -Dstele.test.server=container", absent);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("could not start a container of " + image, e);
        }
    }
}
