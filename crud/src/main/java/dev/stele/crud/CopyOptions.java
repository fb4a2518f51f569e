package dev.stele.crud;

import dev.stele.crud.query.Key;
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
 */
record CopyOptions(
        long every,
        @Nullable LongConsumer progress,
        @Nullable Consumer<? super Rejected> setAside,
        @Nullable Key<?> key) {
    static final CopyOptions NONE = new CopyOptions(1, null, null, null);

    CopyOptions withProgress(long records, LongConsumer listener) {
        return new CopyOptions(records, listener, setAside, key);
    }

    CopyOptions withSetAside(Consumer<? super Rejected> listener) {
        return new CopyOptions(every, progress, listener, key);
    }

    CopyOptions withKey(Key<?> unique) {
        return new CopyOptions(every, progress, setAside, unique);
    }
}
