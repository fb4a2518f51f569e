package dev.stele.core;

import dev.stele.core.error.ConfigurationException;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Tells a login that this side broke off, since it cannot trust the server, from a server that is not there.
 *
 * <p>The driver has the code of a lost connection for both, but waiting mends the second only.
 */
final class ServerTrust {
    private static final String NAME_VERIFIER = "PgjdbcHostnameVerifier";
    private static final String KEY_MODE = "(0600)";
    private static final String WEAKER = "; or name a weaker POSTGRES_SSLMODE";

    private ServerTrust() {}

    /** Whether the certificate, the encryption or the login's binding to it is why there is no connection. */
    static boolean isRefused(@Nullable Throwable thrown) {
        return fault(thrown).isPresent();
    }

    /** Says what was not trusted, and what would be. */
    static ConfigurationException refused(SQLException e, String address) {
        String hint = fault(e).orElse("check POSTGRES_SSLMODE and POSTGRES_SSLROOTCERT");
        return new ConfigurationException(
                "the database cannot be opened",
                List.of("the server at %s is not trusted (SQLSTATE %s): %s\n  hint: %s"
                        .formatted(address, e.getSQLState(), ServerWait.reason(e), hint)),
                e.getSQLState(),
                e);
    }

    private static Optional<String> fault(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException
                    || cause instanceof FileNotFoundException
                    || cause instanceof NoSuchFileException) {
                return Optional.of("set POSTGRES_SSLROOTCERT to a file with the root certificate of the server,"
                        + " or to system where a public authority signed it" + WEAKER);
            }
            if (cause instanceof PSQLException driver && driver.getServerErrorMessage() == null) {
                Optional<String> hint = ofDriver(driver, String.valueOf(driver.getMessage()));
                if (hint.isPresent()) {
                    return hint;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofDriver(PSQLException driver, String text) {
        // The name of the class is in the text in every language, and so is the mode; nothing else tells these
        // failures.
        if (text.contains(NAME_VERIFIER)) {
            return Optional.of("connect by a name that the server's certificate has" + WEAKER);
        }
        if (text.contains(KEY_MODE)) {
            return Optional.of("let nobody but its owner read the file that sslkey names");
        }
        if (!PSQLState.CONNECTION_REJECTED.getState().equals(driver.getSQLState())) {
            return Optional.empty();
        }
        if (text.contains("hannel")) {
            return Optional.of("let the server encrypt and ask for scram-sha-256, without a pooler in between;"
                    + " or set POSTGRES_CHANNELBINDING=prefer");
        }
        return Optional.of("let the server encrypt (ssl = on) and take the password" + WEAKER);
    }
}
