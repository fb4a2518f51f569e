package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.core.error.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void itsTextLeadsBackToIt() {
        assertThat(new Position(2, 0x16B3748)).hasToString("2-16b3748");
        assertThat(Position.parse("2-16b3748")).isEqualTo(new Position(2, 0x16B3748));
        assertThat(Position.parse("ffffffff-7fffffffffffffff")).isEqualTo(new Position(0xFFFFFFFFL, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1",
                "1-",
                "-1",
                "0-1",
                "1-8000000000000000",
                "1-1-1",
                "1/1",
                "1-1 ",
                "100000000-1",
                "1-G"
            })
    void whatIsNoPositionIsInvalid(String text) {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> Position.parse(text))
                .withMessage("the input is not valid: position is not one that this system gave out");
    }

    @Test
    void refusesNumbersThatNoServerHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Position(0, 1))
                .withMessage("timeline must be 1 to 4294967295 but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Position(1, -1))
                .withMessage("lsn must not be negative but was -1");
    }
}
