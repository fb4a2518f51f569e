package dev.stele.core;

import java.io.IOException;
import java.io.OutputStream;

/** What {@link Database#copyIn} sends to the server. */
@FunctionalInterface
public interface CopySource {
    /**
     * Writes the rows in the format that the statement names; must not close the stream.
     *
     * @throws IOException if they cannot be had, or from the stream; nothing is kept then
     */
    void writeTo(OutputStream out) throws IOException;
}
