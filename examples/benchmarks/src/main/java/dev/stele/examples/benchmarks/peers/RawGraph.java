package dev.stele.examples.benchmarks.peers;

import dev.stele.crud.teams.Teams;
import dev.stele.models.Member;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A team for a chat by three queries written by hand: the team with its members, their skills, their uploads. */
final class RawGraph {
    /** The team, and behind its columns those of each member. */
    static final String MEMBERS = "select " + Rows.TEAM + ", " + Rows.MEMBER
            + " from team t join member m on m.belongs_to = t.id where t.id = ? order by m.id";
    /** The number of a member, and each of its skills. */
    static final String SKILLS = "select l.member_id, s.id, s.name, s.description, s.managed, s.tool_definition"
            + " from memberskillslink l join skill s on s.id = l.skill_id where l.member_id = any(?) order by 1, 2";
    /** The number of a member, and each of its uploads. */
    static final String UPLOADS = "select l.member_id, u.id, u.name, u.description, u.status"
            + " from memberuploadslink l join upload u on u.id = l.upload_id where l.member_id = any(?) order by 1, 2";

    private final DataSource pool;

    RawGraph(DataSource pool) {
        this.pool = pool;
    }

    Teams.Graph read(long teamId) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            List<Team.Out> teams = new ArrayList<>();
            List<Member.Out> members = members(connection, teamId, teams);
            Array ids = connection.createArrayOf(
                    "bigint", members.stream().map(Member.Out::id).toArray());
            Map<Long, List<Skill.Tool>> skills = byMember(connection, SKILLS, ids, Rows::skill);
            Map<Long, List<Upload.Ref>> uploads = byMember(connection, UPLOADS, ids, Rows::upload);
            return assemble(teams.get(0), members, skills, uploads);
        }
    }

    /** Puts the parts together. */
    static Teams.Graph assemble(
            Team.Out team,
            Iterable<Member.Out> members,
            Map<Long, List<Skill.Tool>> skills,
            Map<Long, List<Upload.Ref>> uploads) {
        List<Teams.Node> nodes = new ArrayList<>();
        for (Member.Out member : members) {
            nodes.add(new Teams.Node(
                    member, skills.getOrDefault(member.id(), List.of()), uploads.getOrDefault(member.id(), List.of())));
        }
        return new Teams.Graph(team, nodes);
    }

    private static List<Member.Out> members(Connection connection, long teamId, List<Team.Out> teams)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MEMBERS)) {
            statement.setLong(1, teamId);
            List<Member.Out> members = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (teams.isEmpty()) {
                        teams.add(Rows.team(row));
                    }
                    members.add(Rows.member(row, 8));
                }
            }
            return members;
        }
    }

    private static <T> Map<Long, List<T>> byMember(Connection connection, String sql, Array members, Reading<T> reading)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, members);
            Map<Long, List<T>> all = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    all.computeIfAbsent(row.getLong(1), id -> new ArrayList<>()).add(reading.of(row));
                }
            }
            return all;
        }
    }

    /** Reads a value from a row. */
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }
}
