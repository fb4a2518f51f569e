package dev.stele.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private static final String NAME = "must be 1 to 64 letters, digits, \"_\" or \"-\"";
    private static final String EMAIL = "must be an e-mail address of at most 254 characters";

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-b_9", "0123456789012345678901234567890123456789012345678901234567890123"})
    void takesGoodNames(String name) {
        assertThat(new Team.Create(name, null, Workflow.SEQUENTIAL, 1).faults()).isEmpty();
        assertThat(new Member.Create(name, "role", MemberType.WORKER, 1).faults())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "ä",
                "line\n",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesBadNames(String name) {
        assertThat(new Team.Create(name, null, Workflow.SEQUENTIAL, 1).faults()).containsExactly(entry("name", NAME));
        assertThat(new Member.Create(name, "role", MemberType.WORKER, 1).faults())
                .containsExactly(entry("name", NAME));
        assertThat(new Team.Update(Field.of(name), Field.unset()).faults()).containsExactly(entry("name", NAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "ignore", "error"})
    void refusesReservedMemberNames(String name) {
        assertThat(new Member.Create(name, "role", MemberType.WORKER, 1).faults())
                .containsExactly(entry("name", "must not be user, ignore or error"));
    }

    @Test
    void tellsAllFaultsAtOnceInTheirOrder() {
        Map<String, String> faults = new Member.Create("a b", "role", MemberType.WORKER, 1)
                .withModel("openai", "gpt-4o", 2.1)
                .faults();

        assertThat(faults).containsExactly(entry("name", NAME), entry("temperature", "must be 0 to 2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "ada@", "@example.com", "ada@example.com ", "a@b@c"})
    void refusesWhatIsNoAddress(String email) {
        assertThat(new User.Create(email, null, "hash").faults()).containsExactly(entry("email", EMAIL));
        assertThat(new User.UpdateSelf(Field.of(email), Field.unset()).faults()).containsExactly(entry("email", EMAIL));
    }

    @Test
    void leavesNullToTheColumn() {
        assertThat(new Team.Update(Field.of(null), Field.of(null)).faults()).isEmpty();
        assertThat(new Team.Update(Field.unset(), Field.unset()).faults()).isEmpty();
    }
}
