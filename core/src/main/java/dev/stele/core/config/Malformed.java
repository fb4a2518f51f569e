package dev.stele.core.config;

/** Text that does not have the form it should have; the message says what was found and holds no secret. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        super(message);
    }
}
