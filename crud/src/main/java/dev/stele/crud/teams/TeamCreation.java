package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.models.MemberType;
import dev.stele.models.Team;
import dev.stele.models.Workflow;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Inserts a team and its root in one statement, so that no crash can leave the one without the other. */
final class TeamCreation {
    private static final int LONGEST_NAME = 64;
    private static final String LEADER = "Leader";
    private static final String INSERT = """
            with t as (
                insert into team (name, description, workflow, owner_id) values (?, ?, ?, ?)
                returning id, name, description, owner_id, version, created_at, updated_at
            ), m as (
                insert into member (name, role, type, owner_of, belongs_to)
                select ?, ?, ?, case when ? then t.id end, t.id from t
            )
            select id, name, description, owner_id, version, created_at, updated_at from t
            """;

    private final Database database;

    TeamCreation(Database database) {
        this.database = database;
    }

    Team.Out create(Team.Create team) {
        new Required()
                .value("name", team.name())
                .value("workflow", team.workflow())
                .faults(team.faults())
                .check();
        Root root = Root.of(team);
        return BoundSql.of(
                        INSERT, team.name(), team.description(), team.workflow().column(), team.ownerId())
                .add("", root.name(), root.role(), root.type().column(), root.leads())
                .first(database, row -> out(row, team.workflow()))
                .orElseThrow();
    }

    private static Team.Out out(ResultSet row, Workflow workflow) throws SQLException {
        return new Team.Out(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                workflow,
                row.getLong(4),
                row.getLong(5),
                BoundSql.instant(row, 6),
                BoundSql.instant(row, 7));
    }

    /** The member that a new team begins with. */
    private record Root(String name, String role, MemberType type, boolean leads) {
        static Root of(Team.Create team) {
            return switch (team.workflow()) {
                case HIERARCHICAL ->
                    new Root(
                            leaderOf(team.name()),
                            "Gather inputs from your team and answer the question.",
                            MemberType.ROOT,
                            true);
                case SEQUENTIAL ->
                    new Root("Worker0", "Answer the user's question.", MemberType.FREELANCER_ROOT, false);
            };
        }

        // The leader's name has the same limit as the team's.
        private static String leaderOf(String team) {
            return team.substring(0, Math.min(team.length(), LONGEST_NAME - LEADER.length())) + LEADER;
        }
    }
}
