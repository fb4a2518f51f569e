package dev.stele.crud;

import dev.stele.core.Database;
import dev.stele.core.error.Invalid;
import dev.stele.core.mapping.CopyText;
import java.io.OutputStream;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Fills a stage by parameters, for types that have no text of ours. For one load.
 *
 * @param <C> the class of the records
 */
final class StageFill<C> {
    private static final int MAX_PARAMETERS = 65_535;

    private final Database database;
    private final CreatePlan create;
    private final String row;
    private final String into;
    private final int most;
    private final List<C> records = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    private final CopyText scratch = new CopyText(OutputStream.nullOutputStream());

    /** For the stage of this name, which keeps the first {@code width} fields of each record and its number. */
    StageFill(Database database, CreatePlan create, String stage, int width) {
        this.database = database;
        this.create = create;
        this.into = "insert into " + stage + " values ";
        this.row = create.values(width - create.attributes().size()).replaceFirst("\\)$", ", ?)");
        this.most = Math.max(1, MAX_PARAMETERS / (width + 1) / 2);
    }

    /** Writes all records and returns how many. */
    long all(RecordFeed<C> feed) {
        long written = 0;
        for (C record = feed.next(create); record != null; record = feed.next(create)) {
            try {
                create.requireWritable(record, feed.number(), scratch);
                records.add(record);
                numbers.add(feed.number());
            } catch (Invalid e) {
                feed.refuse(e);
            }
            feed.sent();
            if (records.size() == most) {
                written += write();
            }
        }
        return records.isEmpty() ? written : written + write();
    }

    private long write() {
        String sql = into + String.join(", ", Collections.nCopies(records.size(), row));
        long written = database.sql(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int next = 1;
                for (int i = 0; i < numbers.size(); i++) {
                    next = create.bind(statement, next, records.get(i));
                    statement.setLong(next++, numbers.get(i));
                }
                return statement.executeLargeUpdate();
            }
        });
        records.clear();
        numbers.clear();
        return written;
    }
}
