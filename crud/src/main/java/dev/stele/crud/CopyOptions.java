package dev.stele.crud;

import dev.stele.crud.query.Key;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a bulk load beside the records.
 *
 * @param every after how many records to tell of the progress
 * @param progress who is told how many records have been sent
 * @param setAside who is told of records at fault, which then stop nothing
 * @param key what makes a record the same as a row that is there
 * @param limit how long it may take where it has a transaction of its own
 */
record CopyOptions(
        long every,
        @Nullable LongConsumer progress,
        @Nullable Consumer<? super Rejected> setAside,
        @Nullable Key<?> key,
        Duration limit) {
    /** A statement's usual limit is for calls that somebody waits for. */
    static final CopyOptions NONE = new CopyOptions(1, null, null, null, Duration.ofHours(1));

    CopyOptions withProgress(long records, LongConsumer listener) {
        return new CopyOptions(records, listener, setAside, key, limit);
    }

    CopyOptions withSetAside(Consumer<? super Rejected> listener) {
        return new CopyOptions(every, progress, listener, key, limit);
    }

    CopyOptions withKey(Key<?> unique) {
        return new CopyOptions(every, progress, setAside, unique, limit);
    }

    CopyOptions withLimit(Duration other) {
        return new CopyOptions(every, progress, setAside, key, other);
    }
}
