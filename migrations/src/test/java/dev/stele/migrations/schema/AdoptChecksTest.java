package dev.stele.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdoptChecksTest {
    @RegisterExtension
    static final PostgresExtension python = PostgresExtension.freshDatabase().withSql(SchemaChangeset.pythonDatabase());

    @Test
    void theExampleDatabaseCanBeAdopted() {
        for (AdoptCheck check : AdoptCheck.all()) {
            assertThat(python.query(check.sql())).as(check.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user-email-case      | update "user" set email = 'ADA@example.com' where id = 3   | user, 3, has the same address as user 2 but for case
            team-name            | update team set name = repeat('x', 65) where id = 4        | team, 4, name has 65 characters
            team-workflow        | update team set workflow = 'secret' where id = 4           | team, 4, workflow is unknown
            member-name          | update member set name = repeat('x', 70) where id = 9      | member, 9, name has 70 characters
            member-name          | update member set name = '' where id = 9                   | member, 9, name has 0 characters
            member-name-reserved | update member set name = 'ignore' where id = 9             | member, 9, name is reserved
            member-type          | update member set type = 'secret' where id = 9             | member, 9, type is unknown
            member-temperature   | update member set temperature = 'NaN' where id = 9         | member, 9, temperature is out of range
            member-source        | update member set source = 999 where id = 9                | member, 9, source 999 does not exist
            member-owner-of      | update member set owner_of = 999 where id = 9              | member, 9, team 999 does not exist
            member-root          | update member set type = 'root' where id = 10              | member, 10, team 2 has root member 9
            skill-managed-name   | update skill set name = 'skill-1' where id = 2             | skill, 2, has the name of managed skill 1
            skill-tool-definition| update skill set tool_definition = null where id = 5       | skill, 5, tool_definition is no JSON object
            skill-tool-definition| update skill set tool_definition = 'null' where id = 5     | skill, 5, tool_definition is no JSON object
            skill-tool-definition-text| update skill set tool_definition = '{"a":"\\u0000"}' where id = 5 | skill, 5, tool_definition holds U+0000
            """)
    void namesTheRowThatStandsInTheWay(String check, String fault, String found) throws SQLException {
        try (Connection connection = python.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(fault);

            assertThat(rowsAtFault(statement)).containsExactly(check + ": " + found);
            assertThatThrownBy(() -> mend(statement))
                    .as("without the check the changesets would fail half-way")
                    .isInstanceOf(SQLException.class);
            connection.rollback();
        }
    }

    @Test
    void anEscapedBackslashBeforeU0000IsNoFault() throws SQLException {
        try (Connection connection = python.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update skill set tool_definition = '{\"a\":\"\\\\u0000\"}' where id = 5");

            assertThat(rowsAtFault(statement)).isEmpty();
            connection.rollback();
        }
    }

    @Test
    void everyCheckIsTried() {
        Set<String> names = new TreeSet<>();
        AdoptCheck.all().forEach(check -> assertThat(names.add(check.name())).isTrue());

        assertThat(names)
                .containsExactly(
                        "member-name",
                        "member-name-reserved",
                        "member-owner-of",
                        "member-root",
                        "member-source",
                        "member-temperature",
                        "member-type",
                        "skill-managed-name",
                        "skill-tool-definition",
                        "skill-tool-definition-text",
                        "team-name",
                        "team-workflow",
                        "user-email-case");
    }

    private static List<String> rowsAtFault(Statement statement) throws SQLException {
        List<String> found = new ArrayList<>();
        for (AdoptCheck check : AdoptCheck.all()) {
            try (var rows = statement.executeQuery(check.sql())) {
                while (rows.next()) {
                    found.add(check.name() + ": " + rows.getString("table_name") + ", " + rows.getString("row_id")
                            + ", " + rows.getString("detail"));
                }
            }
        }
        return found;
    }

    private static void mend(Statement statement) throws SQLException {
        for (SchemaChangeset mend : SchemaChangeset.mends()) {
            if (mend.inTransaction()) {
                statement.execute(mend.up());
            }
        }
    }
}
