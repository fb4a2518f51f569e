package dev.stele.crud;

import dev.stele.crud.page.CursorSigner;
import org.jspecify.annotations.Nullable;

/** The signer of this process: by the application's secret where it gives one, else by a key of its own. */
final class Cursors {
    private static final String SETTING = "STELE_CURSOR_SECRET";
    private static final CursorSigner SIGNER = signer(System.getProperty(SETTING), System.getenv(SETTING));

    private Cursors() {}

    static CursorSigner signer() {
        return SIGNER;
    }

    static CursorSigner signer(@Nullable String property, @Nullable String environment) {
        String secret = property != null ? property : environment;
        return secret == null || secret.isBlank() ? CursorSigner.random() : CursorSigner.of(secret.strip());
    }
}
