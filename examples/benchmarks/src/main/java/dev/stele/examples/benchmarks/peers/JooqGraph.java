package dev.stele.examples.benchmarks.peers;

import static dev.stele.examples.benchmarks.peers.JooqTables.*;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;

import dev.stele.crud.teams.Teams;
import dev.stele.models.Member;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import dev.stele.models.UploadStatus;
import dev.stele.models.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;

/** A team for a chat by jOOQ's MULTISET, as its manual recommends for what is nested: two queries. */
final class JooqGraph {
    private static final Field<Result<org.jooq.Record5<Long, String, String, Boolean, JSONB>>> OWN_SKILLS = multiset(
                    select(SKILL_ID, SKILL_NAME, SKILL_DESCRIPTION, SKILL_MANAGED, SKILL_DEFINITION)
                            .from(SKILLS)
                            .join(SKILL)
                            .on(SKILL_ID.eq(SKILLS_SKILL))
                            .where(SKILLS_MEMBER.eq(MEMBER_ID))
                            .orderBy(SKILL_ID))
            .as("skills");
    private static final Field<Result<org.jooq.Record4<Long, String, String, String>>> OWN_UPLOADS = multiset(
                    select(UPLOAD_ID, UPLOAD_NAME, UPLOAD_DESCRIPTION, UPLOAD_STATUS)
                            .from(UPLOADS)
                            .join(UPLOAD)
                            .on(UPLOAD_ID.eq(UPLOADS_UPLOAD))
                            .where(UPLOADS_MEMBER.eq(MEMBER_ID))
                            .orderBy(UPLOAD_ID))
            .as("uploads");
    private static final List<SelectField<?>> NODE = node();

    private final DSLContext dsl;

    JooqGraph(DSLContext dsl) {
        this.dsl = dsl;
    }

    Teams.Graph read(long teamId) {
        Team.Out team =
                dsl.select(TEAM_COLUMNS).from(TEAM).where(TEAM_ID.eq(teamId)).fetchSingle(JooqGraph::team);
        return new Teams.Graph(
                team,
                dsl.select(NODE)
                        .from(MEMBER)
                        .where(MEMBER_TEAM.eq(teamId))
                        .orderBy(MEMBER_ID)
                        .fetch(JooqGraph::node));
    }

    static Member.Out member(Record row) {
        return new Member.Out(
                of(row, 0, Long.class),
                of(row, 1, String.class),
                of(row, 2, String.class),
                Rows.type(of(row, 3, String.class)),
                of(row, 4, Long.class),
                (Long) row.get(5),
                (String) row.get(6),
                of(row, 7, Double.class),
                of(row, 8, Double.class),
                (Long) row.get(9),
                of(row, 10, String.class),
                of(row, 11, String.class),
                of(row, 12, Double.class),
                of(row, 13, Boolean.class),
                (String) row.get(14),
                of(row, 15, Long.class),
                of(row, 16, Instant.class),
                of(row, 17, Instant.class));
    }

    private static Team.Out team(Record row) {
        return new Team.Out(
                of(row, 0, Long.class),
                of(row, 1, String.class),
                (String) row.get(2),
                Workflow.valueOf(of(row, 3, String.class).toUpperCase(Locale.ROOT)),
                of(row, 4, Long.class),
                of(row, 5, Long.class),
                of(row, 6, Instant.class),
                of(row, 7, Instant.class));
    }

    private static Teams.Node node(Record row) {
        return new Teams.Node(
                member(row),
                row.get(OWN_SKILLS)
                        .map(skill -> new Skill.Tool(
                                skill.value1(),
                                skill.value2(),
                                skill.value3(),
                                skill.value4(),
                                Rows.json(text(skill.value5())))),
                row.get(OWN_UPLOADS)
                        .map(upload -> new Upload.Ref(
                                upload.value1(),
                                upload.value2(),
                                upload.value3(),
                                UploadStatus.valueOf(upload.value4()))));
    }

    private static List<SelectField<?>> node() {
        List<SelectField<?>> fields = new ArrayList<>(MEMBER_COLUMNS);
        fields.add(OWN_SKILLS);
        fields.add(OWN_UPLOADS);
        return fields;
    }

    private static @Nullable String text(@Nullable JSONB json) {
        return json == null ? null : json.data();
    }

    private static <T> T of(Record row, int column, Class<T> type) {
        return type.cast(Objects.requireNonNull(row.get(column)));
    }
}
