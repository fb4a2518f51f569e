package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Environment;
import dev.stele.core.config.RoleCheck;
import dev.stele.core.error.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleAuditIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String WORD = "a-word-of-the-test";
    private static final List<String> ROLES = List.of("audit_modest", "audit_maker", "audit_owner", "audit_member");

    @BeforeAll
    static void makeRoles() {
        postgres.execute(
                "create role audit_modest login password '" + WORD + "'",
                "create role audit_maker login createrole bypassrls password '" + WORD + "'",
                "create role audit_owner login password '" + WORD + "'",
                "create role audit_member login password '" + WORD + "'",
                "grant audit_owner to audit_member",
                "create table item (id int)",
                "grant all on item to audit_modest, audit_maker",
                "alter table item owner to audit_owner");
    }

    @AfterAll
    static void dropRoles() {
        ROLES.forEach(role -> postgres.execute("drop owned by " + role + " cascade", "drop role " + role));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "audit_maker; bypasses row-level security, makes roles",
                "audit_owner; owns tables that it uses",
                "audit_member; owns tables that it uses"
            })
    void refusesARoleThatIsTooPowerfulAndSaysWhy(String role, String powers) {
        assertThatThrownBy(() -> Database.open(login(role).withRoleCheck(RoleCheck.REFUSE)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the database cannot be opened:\n  - role \"" + role
                        + "\" may do more than an application should: it " + powers + "\n"
                        + "  hint: log in as a role that only reads and writes rows, such as that of"
                        + " Changelog.roles(...), or set STELE_ROLE_CHECK=off");
    }

    @Test
    void refusesASuperuser() {
        DatabaseConfig config = postgres.config().withRoleCheck(RoleCheck.REFUSE);

        assertThatThrownBy(() -> Database.open(config)).hasMessageContaining("it is a superuser\n");
    }

    @Test
    void letsAModestRoleIn() {
        try (Database database = Database.open(login("audit_modest").withRoleCheck(RoleCheck.REFUSE))) {
            assertThat(database.health().pool().active()).isZero();
        }
    }

    @Test
    void onlyWarnsUnlessToldToRefuseAndAsksNothingOnADevelopersMachine() {
        DatabaseConfig local = login("audit_owner");

        assertThat(local.roleCheck()).isEqualTo(RoleCheck.OFF);
        assertThat(local.withEnvironment(Environment.PRODUCTION).roleCheck()).isEqualTo(RoleCheck.WARN);
        assertThat(local.withRoleCheck(RoleCheck.REFUSE)
                        .withEnvironment(Environment.PRODUCTION)
                        .roleCheck())
                .isEqualTo(RoleCheck.REFUSE);
        Database.open(local.withEnvironment(Environment.PRODUCTION)).close();
    }

    private static DatabaseConfig login(String role) {
        return postgres.config().withDatabase(postgres.jdbcUrl(), role, WORD);
    }
}
