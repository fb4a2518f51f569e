package dev.stele.examples.benchmarks.peers;

import dev.stele.core.Database;
import dev.stele.crud.Dao;
import dev.stele.crud.Upserted;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.examples.benchmarks.sample.BulkPeer;
import dev.stele.examples.benchmarks.sample.Entities;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Note_;
import dev.stele.examples.benchmarks.sample.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The calls of a DAO that take many records. */
public final class SteleBulk implements BulkPeer {
    private final Database database;
    private final Dao<Note, Long> notes;
    private final Key<Note> code;

    /** Opens the target as an application does. */
    public SteleBulk(Target target) {
        this.database = Database.open(target.config(), Entities.with(Note.class));
        this.notes = new Dao<>(database, Note.class);
        this.code = Key.on(Note_.code);
    }

    @Override
    public List<Long> insertAll(List<Note.Create> all) {
        return notes.insertAll(all);
    }

    @Override
    public long patchAll(Map<Long, Note.Update> updates) {
        return notes.patchAll(updates);
    }

    @Override
    public List<Note.Out> upsertAll(List<Note.Create> all) {
        return notes.upsertAll(all, code, Note.Out.class).stream()
                .map(Upserted::view)
                .toList();
    }

    @Override
    public long copyIn(Stream<Note.Create> all) {
        return notes.copyIn(Note.Create.class, all);
    }

    @Override
    public long streamAll() {
        return database.tx()
                .readOnly()
                .timeout(Duration.ofHours(1))
                .call(() -> notes.stream(
                        Note.Out.class, Where.everything(Note.class), Sort.byId(), rows -> rows.mapToLong(Note.Out::id)
                                .filter(id -> id > 0)
                                .count()));
    }

    @Override
    public void close() {
        database.close();
    }
}
