package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.MemberLinks.MemberKey;

/** Which member follows which: within one team, and never in a circle. */
final class MemberSources {
    // UNION ends at a circle that an adopted database may hold.
    private static final String UPWARDS = """
            with recursive up as (
                select id, source from member where id = ? and belongs_to = ?
                union
                select m.id, m.source from member m join up on m.id = up.source
            )
            select count(*) > 0, coalesce(bool_or(id = ?), false) from up
            """;

    private final Database database;

    MemberSources(Database database) {
        this.database = database;
    }

    /**
     * Refuses a source of another team, or one that follows the member; to be called in the transaction that sets it.
     *
     * <p>The team stays locked until the commit: two changes, each harmless alone, could make a circle together.
     */
    void check(Person actor, MemberKey key, long source) {
        BoundSql lock = BoundSql.of("select t.id from team t where t.id = ? and ", key.teamId())
                .add(Guard.teamSql(actor))
                .add(" for no key update");
        if (lock.first(database, row -> row.getLong(1)).isEmpty()) {
            throw new NotFound("Member", key.id());
        }
        Way way = BoundSql.of(UPWARDS, source, key.teamId(), key.id())
                .first(database, row -> new Way(row.getBoolean(1), row.getBoolean(2)))
                .orElseThrow();
        if (!way.exists()) {
            throw new Invalid("sourceId", "must be a member of the same team");
        }
        if (way.leadsBack()) {
            throw new Invalid("sourceId", "must not lead back to the member itself");
        }
    }

    /** What is found on the way from a source upwards. */
    private record Way(boolean exists, boolean leadsBack) {}
}
