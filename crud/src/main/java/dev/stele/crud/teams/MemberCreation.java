package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.Member;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Inserts a member into a team that the actor may change, which the one statement itself looks up. */
final class MemberCreation {
    private static final String INSERT = """
            insert into member (name, role, type, belongs_to, backstory, position_x, position_y, source,
                provider, model, temperature, interrupt, base_url)
            select ?, ?, ?, t.id, ?, ?, ?, ?::bigint, ?, ?, ?, ?, ?
            from team t
            """;
    private static final String INTO_TEAM = """
            where t.id = ?
                and (?::bigint is null or exists (select from member s where s.id = ? and s.belongs_to = t.id))
                and\s""";

    private static final String RETURNING = " returning id, position_x, position_y, provider, model, temperature,"
            + " interrupt, version, created_at, updated_at";

    private final Database database;

    MemberCreation(Database database) {
        this.database = database;
    }

    Member.Out insert(Person actor, Member.Create member) {
        new Required()
                .value("name", member.name())
                .value("role", member.role())
                .value("type", member.type())
                .unless(
                        member.type() == null || !member.type().isRoot(),
                        "type",
                        "must not be a root: a team has exactly one")
                .faults(member.faults())
                .check();
        return BoundSql.of(INSERT, member.name(), member.role(), member.type().column(), member.backstory())
                .add("", member.positionX(), member.positionY(), member.sourceId())
                .add("", member.provider(), member.model(), member.temperature())
                .add("", member.interrupt(), member.baseUrl())
                .add(INTO_TEAM, member.teamId(), member.sourceId(), member.sourceId())
                .add(Guard.teamSql(actor))
                .add(RETURNING)
                .first(database, row -> out(row, member))
                .orElseThrow(() -> refused(actor, member.teamId()));
    }

    private DatabaseException refused(Person actor, long team) {
        return Guard.seesTeam(database, actor, team)
                ? new Invalid("sourceId", "must be a member of the same team")
                : new NotFound("Team", team);
    }

    private static Member.Out out(ResultSet row, Member.Create member) throws SQLException {
        return new Member.Out(
                row.getLong(1),
                member.name(),
                member.role(),
                member.type(),
                member.teamId(),
                null,
                member.backstory(),
                row.getDouble(2),
                row.getDouble(3),
                member.sourceId(),
                row.getString(4),
                row.getString(5),
                row.getDouble(6),
                row.getBoolean(7),
                member.baseUrl(),
                row.getLong(8),
                BoundSql.instant(row, 9),
                BoundSql.instant(row, 10));
    }
}
