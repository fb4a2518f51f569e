package dev.stele.examples.handbook;

import static dev.stele.crud.query.Path.path;
import static dev.stele.crud.query.Sort.byId;
import static dev.stele.crud.query.Sort.desc;
import static dev.stele.crud.query.Where.contains;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.isNull;
import static dev.stele.crud.query.Where.not;

import dev.stele.core.Database;
import dev.stele.crud.Copied;
import dev.stele.crud.Dao;
import dev.stele.crud.Upserted;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.SortKeys;
import dev.stele.crud.query.Where;
import dev.stele.models.Field;
import dev.stele.models.Team_;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What docs/dao.md and docs/queries-and-pages.md show of a DAO. */
final class Memos {
    static final SortKeys<Memo> SORTS =
            SortKeys.of(Memo.class).key("updated", Memo_.updatedAt).key("team", path(Memo_.team, Team_.name));

    private final Database database;
    private final Dao<Memo, Long> memos;

    Memos(Database database) {
        this.database = database;
        this.memos = new Dao<>(database, Memo.class);
    }

    boolean write(long teamId) {
        long id = memos.insert(new Memo.Create("hello", null, teamId));
        Memo.Out out = memos.patch(id, new Memo.Update(Field.of("world")), Memo.Out.class);
        Upserted<Memo.Out> up = memos.upsert(
                new Memo.Create("hello", "again", teamId), Key.on(Memo_.team, Memo_.title), Memo.Out.class);
        return !up.inserted() && up.view().id() == out.id();
    }

    Page<Memo.Out> find(long userId, @Nullable String part) {
        Where<Memo> where = eq(path(Memo_.team, Team_.owner), userId)
                .andIf(part, text -> contains(Memo_.title, text))
                .and(not(isNull(Memo_.body)));
        Page<Memo.Out> first = memos.page(Memo.Out.class, where, desc(Memo_.updatedAt), PageRequest.first(20));
        Page<Memo.Out> second =
                memos.page(Memo.Out.class, where, desc(Memo_.updatedAt), PageRequest.after(first.next(), 20));
        return second;
    }

    long load(List<Memo.Create> aMillion) {
        long rows = memos.copyIn(Memo.Create.class, aMillion);
        return rows;
    }

    long replace(Stream<Memo.Create> records, List<String> log) {
        Copied done = memos.copying(Memo.Create.class)
                .upserting(Key.on(Memo_.team, Memo_.title))
                .settingAside(bad -> log.add(bad.number() + ": " + bad.reason().getMessage()))
                .progress(100_000, sent -> log.add(sent + " sent"))
                .from(records);
        return done.inserted() + done.updated();
    }

    void workOff(Consumer<Memo.Out> work) {
        database.tx().run(() -> memos.claim(Memo.Out.class, isNull(Memo_.body), byId(), 10)
                .forEach(work));
    }
}
