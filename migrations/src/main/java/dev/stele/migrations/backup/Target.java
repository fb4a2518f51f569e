package dev.stele.migrations.backup;

import java.io.IOException;
import java.io.OutputStream;

/** Where the files of a backup go; safe for use by many threads. */
interface Target extends AutoCloseable {
    /** Begins a file; it is there when the stream is closed. */
    OutputStream create(String name) throws IOException;

    /** Makes the backup complete and durable; called once, after the last file. */
    void complete() throws IOException;

    /** Removes what there is unless it was completed. */
    @Override
    void close();
}
