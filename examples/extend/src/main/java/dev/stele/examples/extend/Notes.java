package dev.stele.examples.extend;

import dev.stele.core.Database;
import dev.stele.crud.*;
import dev.stele.crud.page.*;
import dev.stele.crud.query.*;
import dev.stele.models.Team;

/** The notes of teams. */
public final class Notes extends Dao<Note, Long> {
    private static final Key<Note> TITLE_IN_TEAM = Key.on(Note_.team, Note_.title);

    public Notes(Database database) {
        super(database, Note.class, Note.Create.class, Note.Update.class, Note.Out.class);
    }

    public Page<Note.Out> ofTeam(Team.Out team, PageRequest page) {
        return page(Note.Out.class, Where.eq(Note_.team, team.id()), Sort.desc(Note_.updatedAt), page);
    }

    public Upserted<Note.Out> write(Note.Create note) {
        return upsert(note, TITLE_IN_TEAM, Note.Out.class);
    }
}
