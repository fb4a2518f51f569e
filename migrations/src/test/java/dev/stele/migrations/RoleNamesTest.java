package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleNamesTest {
    @Test
    void areWrittenInTheQuotesThatThePlaceHas() {
        RoleNames names = RoleNames.of("acme.é");

        assertThat(names.into("grant :\"owner\" to :\"migrator\"; select :'app', :'readOnly', :'backup'"))
                .isEqualTo("grant \"acme.é_owner\" to \"acme.é_migrator\";"
                        + " select 'acme.é_app', 'acme.é_read_only', 'acme.é_backup'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a\"b",
                "a'b",
                "a;b",
                "a$b",
                "a$stele$b",
                "a\\b",
                "a\nb",
                "a\0b",
                "a%sb",
                "a:b",
                "pg_x",
                "public",
                "none",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void refusesNamesThatCouldEndTheirQuotes(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new RoleNames(name, "m", "a", "r", "b", RoleNames.Staging.REFUSED, RoleNames.Rows.OPEN))
                .withMessage("the name of a role must be 1 to 63 bytes of letters, digits, _, -, . and @,"
                        + " not begin with pg_, and not be public or none");
    }

    @Test
    void refusesOneNameForTwoRoles() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new RoleNames("a", "m", "a", "r", "b", RoleNames.Staging.REFUSED, RoleNames.Rows.OPEN))
                .withMessage("each role needs a name of its own, but \"a\" is there twice");
    }
}
