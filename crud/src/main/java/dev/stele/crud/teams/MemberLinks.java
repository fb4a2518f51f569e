package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.BoundSql.Items;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What a member is linked with: its skills, or its uploads.
 *
 * <p>A link is made only with what the actor may use, or with what is linked already.
 */
final class MemberLinks {
    static final MemberLinks SKILLS =
            new MemberLinks("skills", "memberskillslink", "skill_id", "skill", "e.managed or e.owner_id = ?");
    static final MemberLinks UPLOADS =
            new MemberLinks("uploads", "memberuploadslink", "upload_id", "upload", "e.owner_id = ?");

    private final String field;
    private final String replace;
    private final String usable;

    private MemberLinks(String field, String table, String column, String element, String usable) {
        this.field = field;
        this.usable = usable;
        this.replace = """
                , usable as (
                    select e.id from %3$s e, member
                    where e.id in (select id from wanted)
                        and (e.id in (select %2$s from %1$s where member_id = member.id) or %4$s)
                ), missing as (
                    select id from wanted except select id from usable
                ), gone as (
                    delete from %1$s l using member
                    where l.member_id = member.id and l.%2$s not in (select id from wanted)
                        and not exists (select from missing)
                ), come as (
                    insert into %1$s (member_id, %2$s)
                    select member.id, usable.id from member, usable where not exists (select from missing)
                    on conflict do nothing
                )
                select array(select id from missing order by id limit %5$s), (select count(*) from missing)
                """.formatted(table, column, element, "(%s)", NamedIds.MOST);
    }

    /**
     * Links the member with exactly these.
     *
     * @throws NotFound if the actor sees no such member
     * @throws Invalid if some do not exist or may not be used, naming ten; nothing is changed
     */
    void replace(Database database, Person actor, MemberKey key, Collection<Long> ids) {
        database.tx().run(() -> {
            lock(database, actor, key);
            String missing = replaceLocked(database, actor, key, ids);
            if (!missing.isEmpty()) {
                throw new Invalid(field, "must exist and be yours to use, but these are not: " + missing);
            }
        });
    }

    // A statement of its own: the next one must see the links of whoever held the lock before.
    private static void lock(Database database, Person actor, MemberKey key) {
        BoundSql sql = BoundSql.of(
                        "select m.id from member m join team t on t.id = m.belongs_to"
                                + " where m.id = ? and m.belongs_to = ? and ",
                        key.id(),
                        key.teamId())
                .add(Guard.teamSql(actor))
                .add(" for no key update of m");
        if (sql.first(database, row -> row.getLong(1)).isEmpty()) {
            throw new NotFound("Member", key.id());
        }
    }

    private String replaceLocked(Database database, Person actor, MemberKey key, Collection<Long> ids) {
        BoundSql sql = BoundSql.of("with member as (select ?::bigint as id)", key.id())
                .add(", wanted as (select distinct unnest(?::bigint[]) as id)", new Items("bigint", ids.toArray()));
        sql = actor.superuser() ? sql.add(replace.formatted("true")) : sql.add(replace.formatted(usable), actor.id());
        return sql.first(database, row -> NamedIds.of(longs(row.getArray(1)), row.getLong(2)))
                .orElseThrow();
    }

    private static List<Long> longs(Array array) throws SQLException {
        return Arrays.asList((Long[]) array.getArray());
    }

    /**
     * A member within a team.
     *
     * @param teamId the team the caller names
     * @param id the member
     */
    record MemberKey(long teamId, long id) {}
}
