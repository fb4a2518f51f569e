package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.Duplicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The same errors from an installed server whose messages are German. */
class GermanConstraintErrorsIT extends ConstraintErrorsIT {
    private TestServer server;

    @Override
    DatabaseConfig config() {
        assumeTrue(TestServer.isInstalled(), "no installed PostgreSQL: the embedded one has no German messages");
        server = TestServer.german();
        return server.config();
    }

    @Override
    @AfterAll
    void close() {
        if (server != null) {
            super.close();
            server.close();
        }
    }

    @Test
    void hearsGermanFromTheServer() {
        Throwable error = catchThrowable(() -> database.sql(
                connection -> connection.createStatement().execute("insert into team values (1, 'other')")));

        assertThat(error).isInstanceOf(Duplicate.class);
        assertThat(error.getCause()).hasMessageContaining("doppelter Schlüsselwert verletzt Unique-Constraint");
    }
}
