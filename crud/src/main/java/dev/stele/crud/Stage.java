package dev.stele.crud;

import dev.stele.core.Database;
import dev.stele.core.error.ConstraintViolation;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.ColumnMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table that records go through on their way to the entity's own, with their numbers.
 *
 * <p>From there one INSERT takes them all. If it fails, all that break the same constraint are set aside where that is
 * wanted, and of the parts that still fail those that are at fault by themselves; else a part is halved, in order and each
 * half behind a savepoint, until the records at fault are found: the first of them is thrown, or all are set aside.
 */
final class Stage {
    private static final String NUMBER = Staged.NUMBER;
    private static final int PART = 10_000;
    private static final int FETCH_SIZE = 1_000;
    private static final AtomicLong NAMES = new AtomicLong();

    private final String name = "stele_load_" + NAMES.incrementAndGet();
    private final Staged staged;
    private final Database database;
    private final CreatePlan create;
    private final CopyOptions options;
    private final RowSink sink;
    private final boolean upserts;
    private final StageInsert insert;
    private final AlikeFaults alike;
    private final @Nullable UpdateThenInsert pair;

    private long inserted;
    private long updated;
    private long refused;
    private boolean delivering;
    private boolean repeating;

    Stage(EntityPlans plans, CreatePlan create, CopyOptions options, RowSink sink) {
        this.database = plans.database();
        this.create = create;
        this.options = options;
        this.sink = sink;
        List<ColumnMapping> key = options.key() == null ? List.of() : UpsertKeys.columns(plans.entity(), options.key());
        List<ColumnMapping> all = create.columnMappings();
        int given = create.attributes().size();
        // What is the same for every record is not worth a column, unless records are told apart by it.
        boolean whole = all.subList(given, all.size()).stream().anyMatch(key::contains);
        this.staged = new Staged(name, whole ? all : all.subList(0, given));
        this.alike = new AlikeFaults(plans, staged);
        StringJoiner values = new StringJoiner(", ").add(staged.values());
        (whole ? List.<String>of() : create.expressions()).forEach(values::add);
        String into = create.into() + " select " + values + " from " + name + " as s";
        String conflict = key.isEmpty() ? "" : create.onConflict(key, PatchPlan.always(plans.entity()));
        this.upserts = !key.isEmpty();
        this.insert = new StageInsert(name, into, conflict, key, sink);
        this.pair = key.isEmpty() || sink.wantsRows()
                ? null
                : new UpdateThenInsert(plans, create, key, name, into, Staged::value);
    }

    void create() {
        execute(staged.definition());
    }

    void drop() {
        execute("drop table " + name);
    }

    private void execute(String sql) {
        database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** How many fields of a row are kept here, the first ones. */
    int width() {
        return staged.columns().size();
    }

    String copySql() {
        return "copy " + name + " from stdin";
    }

    /** Writes the records as parameters, for types that have no text of ours, and returns how many. */
    <C> long fill(RecordFeed<C> feed) {
        return new StageFill<C>(database, create, name, width()).all(feed);
    }

    /** Takes the rows over into the entity's table; there are {@code staged}. */
    Copied insert(RecordFeed<?> feed, long staged) {
        Copied all = pair == null ? null : pair.run(staged);
        return all == null ? insert(feed) : new Copied(all.inserted(), all.updated(), feed.setAside());
    }

    private Copied insert(RecordFeed<?> feed) {
        try {
            attempt(null);
        } catch (DatabaseException e) {
            if (delivering || !isOfRecord(e)) {
                throw e;
            }
            if (isTwice(e) && !repeating) {
                repeating = true;
                return insert(feed);
            }
            if (setsAsideAlike(e, new Range(1, feed.number()))) {
                return insert(feed);
            }
            if (repeating || (upserts && options.setAside() != null)) {
                // What is tried alone must not look for its like in the whole load each time.
                execute("delete from " + name + " as s where " + insert.repeated());
                repeating = false;
            }
            execute("create index on " + name + " (" + NUMBER + ")");
            if (options.setAside() == null) {
                insertParts(feed.number(), this::insertHalving);
            } else {
                LoneFaults lone = new LoneFaults(database, staged, insert.between());
                lone.with(() -> insertParts(feed.number(), part -> insertOrSetAside(part, lone)));
            }
        }
        return new Copied(inserted, updated, refused + feed.setAside());
    }

    /** Takes out all that break the same constraint, where that can be told; an upsert has its own idea of duplicates. */
    private boolean setsAsideAlike(DatabaseException failure, Range range) {
        String removal =
                options.setAside() == null || upserts ? null : alike.removal(failure, range.first(), range.last());
        if (removal == null) {
            return false;
        }
        execute("analyze " + name);
        List<Long> numbers = database.sql(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(removal);
                    ResultSet row = statement.executeQuery()) {
                List<Long> removed = new ArrayList<>();
                while (row.next()) {
                    removed.add(row.getLong(1));
                }
                return removed;
            }
        });
        numbers.stream().sorted().forEach(number -> refuse(number, failure));
        return !numbers.isEmpty();
    }

    private static void insertParts(long last, Consumer<Range> insert) {
        for (long first = 1; first <= last; first += PART) {
            insert.accept(new Range(first, Math.min(last, first + PART - 1)));
        }
    }

    /**
     * Tries a part; of one that fails, all that are at fault by themselves are set aside first, then what they are in
     * conflict with each other for: a record is no duplicate of one that is not kept.
     */
    private void insertOrSetAside(Range part, LoneFaults lone) {
        if (failure(part) == null) {
            return;
        }
        SortedMap<Long, String> faults = lone.between(part.first(), part.last());
        Map<String, DatabaseException> reasons = new HashMap<>();
        faults.forEach((number, fault) -> {
            DatabaseException reason = reasons.get(fault);
            if (reason == null) {
                reason = failure(new Range(number, number));
            }
            if (reason != null) {
                reasons.put(fault, reason);
                refuse(number, reason);
            }
        });
        lone.takeOut(faults.keySet());
        DatabaseException left = failure(part);
        while (left != null && setsAsideAlike(left, part)) {
            left = failure(part);
        }
        if (left != null) {
            insertHalving(part);
        }
    }

    private void insertHalving(Range range) {
        DatabaseException e = failure(range);
        if (e != null) {
            if (range.first() < range.last()) {
                long middle = (range.first() + range.last()) / 2;
                insertHalving(new Range(range.first(), middle));
                insertHalving(new Range(middle + 1, range.last()));
            } else {
                refuse(range.first(), e);
            }
        }
    }

    /** Writes a range; where a record is at fault, nothing is written and the failure returned. */
    private @Nullable DatabaseException failure(Range range) {
        try {
            attempt(range);
            return null;
        } catch (DatabaseException e) {
            if (delivering || !isOfRecord(e)) {
                throw e;
            }
            return e;
        }
    }

    private static boolean isOfRecord(DatabaseException e) {
        return e instanceof ConstraintViolation || e instanceof Invalid || isTwice(e);
    }

    /** Whether two records of one statement have the same key (SQLSTATE 21000). */
    static boolean isTwice(DatabaseException e) {
        return e instanceof Misuse && "21000".equals(e.sqlState());
    }

    private void refuse(long number, DatabaseException why) {
        DatabaseException numbered = Numbered.of(why, number);
        if (options.setAside() == null) {
            throw numbered;
        }
        refused++;
        options.setAside().accept(new Rejected(number, numbered));
    }

    private void attempt(@Nullable Range range) {
        database.savepoint(() -> database.sql(connection -> run(connection, range)));
    }

    private long run(Connection connection, @Nullable Range range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert.sql(range != null, repeating))) {
            if (range != null) {
                statement.setLong(1, range.first());
                statement.setLong(2, range.last());
            }
            if (sink.wantsRows()) {
                statement.setFetchSize(FETCH_SIZE);
                deliver(statement);
            } else if (!upserts) {
                inserted += statement.executeLargeUpdate();
            } else {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    inserted += row.getLong(1);
                    updated += row.getLong(2);
                }
            }
            return inserted + updated;
        }
    }

    private void deliver(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            int last = row.getMetaData().getColumnCount();
            delivering = true;
            while (row.next()) {
                if (row.getBoolean(last)) {
                    inserted++;
                } else {
                    updated++;
                }
                sink.reader().read(row);
            }
            delivering = false;
        }
    }

    private record Range(long first, long last) {}
}
