package dev.stele.crud.page;

/**
 * A place in a list, to be sent to a client and back as text.
 *
 * <p>The text is signed but not encrypted. It holds for the list it came from: the same entity, condition and order.
 *
 * @param text what to send
 */
public record Cursor(String text) {
    /** The text to send. */
    @Override
    public String toString() {
        return text;
    }
}
