package dev.stele.migrations.direct;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.socket.PatientSockets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes the driver's own data sources, which open a connection each time they are asked. */
public final class DirectSource {
    private DirectSource() {}

    /**
     * Leads to the database of {@code config}, by its direct address where it has one.
     *
     * @param purpose stands behind the application's name, where the server shows its sessions
     */
    public static PGSimpleDataSource of(DatabaseConfig config, String purpose) {
        DatabaseConfig direct = config.direct();
        PGSimpleDataSource source =
                of(direct.jdbcUrl(), direct.driverProperties(), direct.applicationName() + " " + purpose);
        source.setUser(direct.user());
        source.setPassword(direct.password());
        return source;
    }

    /**
     * Leads to the database at {@code url}; names no user.
     *
     * @param properties pgjdbc's, of which those that it does not know are left out
     * @param applicationName what the server shows
     * @throws ConfigurationException if a value is none that the driver takes
     */
    public static PGSimpleDataSource of(String url, Map<String, String> properties, String applicationName) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        try {
            for (Map.Entry<String, String> property : properties.entrySet()) {
                // The driver overlooks names that it does not know; its data source would not.
                if (PGProperty.forName(property.getKey()) != null) {
                    source.setProperty(property.getKey(), property.getValue());
                }
            }
            // The detail of an error quotes rows.
            source.setProperty(PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
            // Each statement runs a few times at most, and behind a pooler a named one may be somebody else's.
            source.setProperty(PGProperty.PREPARE_THRESHOLD, "0");
            source.setProperty(PGProperty.APPLICATION_NAME, applicationName);
            if (url.contains(",") && source.getProperty(PGProperty.TARGET_SERVER_TYPE) == null) {
                source.setProperty(PGProperty.TARGET_SERVER_TYPE, "primary");
            }
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "cannot use the connection properties",
                    List.of(String.valueOf(e.getMessage())),
                    e.getSQLState(),
                    e);
        }
        return source;
    }

    /**
     * Lets an answer take as long as it takes, for work such as building an index, as long as the server answers others.
     *
     * <p>It is asked after each silence as long as the source's limit for the socket; where there is none, never.
     */
    public static PGSimpleDataSource patient(PGSimpleDataSource source) {
        if (source.getSocketFactory() == null && isVisibleToTheDriver(PatientSockets.class)) {
            source.setSocketFactory(PatientSockets.class.getName());
        } else {
            source.setSocketTimeout(0);
        }
        source.setTcpKeepAlive(true);
        return source;
    }

    /** A container may have loaded the driver where our classes are not seen. */
    private static boolean isVisibleToTheDriver(Class<?> type) {
        try {
            return Class.forName(type.getName(), false, PGSimpleDataSource.class.getClassLoader()) == type;
        } catch (ClassNotFoundException hidden) {
            return false;
        }
    }
}
