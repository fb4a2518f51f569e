package dev.stele.crud;

import dev.stele.core.Database;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.crud.page.CursorSigner;

/** The signer of a database's cursors: by the secret of its settings, else by a key of this process. */
final class Cursors {
    private static final CursorSigner OF_THIS_PROCESS = CursorSigner.random();

    private Cursors() {}

    static CursorSigner signer(Database database) {
        return database.config()
                .flatMap(DatabaseConfig::cursorSecret)
                .map(CursorSigner::of)
                .orElse(OF_THIS_PROCESS);
    }
}
