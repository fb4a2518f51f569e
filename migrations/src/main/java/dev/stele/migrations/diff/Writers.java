package dev.stele.migrations.diff;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which class writes which kind of object. */
final class Writers {
    private static final Map<ObjectKind, KindWriter> ALL = new EnumMap<>(ObjectKind.class);

    static {
        ALL.put(ObjectKind.SCHEMA, new SchemaWriter());
        ALL.put(ObjectKind.TABLE, new TableWriter());
        ALL.put(ObjectKind.COLUMN, new ColumnWriter());
        ALL.put(ObjectKind.DEFAULT, new DefaultWriter());
    }

    private Writers() {}

    static @Nullable KindWriter of(ObjectKind kind) {
        return ALL.get(kind);
    }

    static KindWriter get(ObjectKind kind) {
        KindWriter writer = of(kind);
        if (writer == null) {
            throw new IllegalStateException("nothing writes " + kind.words());
        }
        return writer;
    }
}
