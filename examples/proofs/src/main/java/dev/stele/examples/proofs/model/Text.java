package dev.stele.examples.proofs.model;

/** Writes text as Java does. */
final class Text {
    private Text() {}

    static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
