package dev.stele.crud;

import dev.stele.core.Database;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.MissingReference;
import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.CopyText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.function.BiConsumer;

/** One bulk load: by COPY into the table itself where that does it, else into a temporary table and from there. */
final class Loading<C> {
    /** What COPY cannot do on a table, such as one with row-level security. */
    private static final String UNSUPPORTED = "0A000";

    private final EntityPlans plans;
    private final Class<C> type;
    private final CopyOptions options;
    private final RowSink sink;
    private final CreatePlan create;
    private final CopyPlan copy;

    Loading(EntityPlans plans, Class<C> type, CopyOptions options, RowSink sink) {
        this.plans = plans;
        this.type = type;
        this.options = options;
        this.sink = sink;
        this.create = plans.create(type);
        this.copy = new CopyPlan(create);
    }

    Copied load(Iterator<? extends C> records) {
        Database database = plans.database();
        if (database.inTransaction()) {
            return load(new RecordFeed<>(records, type, options, RecordFeed.Limit.OF_THE_TRANSACTION));
        }
        RecordFeed<C> feed = new RecordFeed<>(records, type, options, RecordFeed.Limit.OWN);
        return database.tx().timeout(options.limit()).call(() -> load(feed));
    }

    private Copied load(RecordFeed<C> feed) {
        boolean direct = copy.writesText() && options.setAside() == null && options.key() == null && !sink.wantsRows();
        if (direct) {
            try {
                // A refusal must not end a transaction that can go on another way.
                return new Copied(plans.database().savepoint(() -> direct(feed)), 0, 0);
            } catch (Misuse e) {
                if (!UNSUPPORTED.equals(e.sqlState())) {
                    throw e;
                }
            }
        }
        return staged(feed);
    }

    private long direct(RecordFeed<C> feed) {
        FirstSeen seen = new FirstSeen(create);
        String sql = "copy " + plans.entity().sqlTable() + " " + copy.columnList() + " from stdin";
        try {
            return plans.database().copyIn(shape(sql), out -> write(out, feed, seen));
        } catch (MissingReference e) {
            throw seen.numbered(e);
        }
    }

    /** Has the statement known as one of the entity. */
    private String shape(String sql) {
        return plans.shape(sql, "copyIn").text();
    }

    private Copied staged(RecordFeed<C> feed) {
        Database database = plans.database();
        Stage stage = new Stage(plans, create, options, sink);
        stage.create();
        long staged = copy.writesText()
                ? database.copyIn(shape(stage.copySql()), out -> stage(out, feed, stage.width()))
                : stage.fill(feed);
        Copied copied = stage.insert(feed, staged);
        stage.drop();
        return copied;
    }

    /** Writes all records for the table itself. */
    private void write(OutputStream out, RecordFeed<C> feed, FirstSeen seen) throws IOException {
        write(out, feed, (text, record) -> {
            copy.write(text, record, feed.number());
            seen.see(record, feed.number());
        });
    }

    /** Writes the first {@code fields} of all records with their numbers. */
    private void stage(OutputStream out, RecordFeed<C> feed, int fields) throws IOException {
        write(out, feed, (text, record) -> {
            copy.write(text, record, feed.number(), fields);
            text.field();
            text.number(feed.number());
        });
    }

    private void write(OutputStream out, RecordFeed<C> feed, BiConsumer<CopyText, C> row) throws IOException {
        CopyText text = new CopyText(out);
        for (C record = feed.next(create); record != null; record = feed.next(create)) {
            try {
                row.accept(text, record);
                text.endRow();
            } catch (Invalid e) {
                text.undoRow();
                feed.refuse(e);
            }
            feed.sent();
        }
        text.flush();
    }
}
