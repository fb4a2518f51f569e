package dev.stele.core;

import dev.stele.core.error.Misuse;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stands for a data source that is still being opened, so that Hibernate's mapping can be built meanwhile. */
final class LateSource extends ForwardingSource {
    private volatile @Nullable DataSource target;

    /** Says which one it is. */
    void is(DataSource opened) {
        target = opened;
    }

    @Override
    DataSource target() {
        DataSource opened = target;
        if (opened == null) {
            throw new Misuse("the database is not open yet", "wait for Database.open to return");
        }
        return opened;
    }
}
