package dev.stele.crud.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorSignerTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final List<Object> VALUES = Arrays.asList(
            null,
            7L,
            "text",
            UUID.fromString("00000000-0000-4000-8000-000000000001"),
            Instant.parse("2026-11-22T20:00:00.123456Z"),
            OffsetDateTime.parse("2026-11-22T20:00:00Z"),
            LocalDate.parse("2026-11-22"),
            LocalDateTime.parse("2026-11-22T20:00"),
            new BigDecimal("1.50"),
            0.1,
            true);

    @Test
    void processesWithOneSecretReadEachOthersCursors() {
        Cursor cursor = CursorSigner.of(SECRET).sign("list", List.of("filter"), VALUES);

        assertThat(CursorSigner.of(SECRET).read("list", List.of("filter"), cursor))
                .isEqualTo(VALUES);
    }

    @Test
    void processesWithoutASecretRefuseEachOthersCursors() {
        Cursor cursor = CursorSigner.random().sign("list", List.of(), VALUES);

        assertThatThrownBy(() -> CursorSigner.random().read("list", List.of(), cursor))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid: cursor is not one of this list; start again from the first page");
    }

    @Test
    void holdsForOneListAndOneFilterOnly() {
        CursorSigner signer = CursorSigner.of(SECRET);
        Cursor cursor = signer.sign("list", List.of("a", List.of(1L, 2L)), VALUES);

        assertThat(signer.read("list", List.of("a", List.of(1L, 2L)), cursor)).isEqualTo(VALUES);
        assertThatThrownBy(() -> signer.read("lists", List.of("a", List.of(1L, 2L)), cursor))
                .isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> signer.read("list", List.of("a", List.of(1L), 2L), cursor))
                .isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> signer.read("list", List.of("a1", List.of(2L)), cursor))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void refusesAShortSecretWithoutShowingIt() {
        assertThatThrownBy(() -> CursorSigner.of("s3cret"))
                .isInstanceOf(Misuse.class)
                .hasMessage("a secret for cursors must have at least 32 characters but had 6\n"
                        + "  hint: make one with: openssl rand -base64 32");
    }
}
