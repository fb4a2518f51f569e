package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void runsAStatementInAutocommit() {
        try (Database database = Database.open(postgres.config())) {
            boolean autocommit = database.sql(connection -> connection.getAutoCommit());

            assertThat(autocommit).isTrue();
            assertThat(database.inTransaction()).isFalse();
        }
    }

    @Test
    void saysWhichPasswordWasRefused() {
        DatabaseConfig right = postgres.config();
        DatabaseConfig wrong = DatabaseConfig.of(right.jdbcUrl(), right.user(), "s3cret");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Database.open(wrong))
                .withMessageContaining("refused the password of user \"" + right.user() + "\" (SQLSTATE 28P01)")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void refusesToWorkAfterItIsClosed() {
        Database database = Database.open(postgres.config());
        database.close();

        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.sql(connection -> null))
                .withMessage("the database is closed\n  hint: keep it open until the last unit of work has ended");
    }
}
