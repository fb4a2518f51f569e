package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.crud.Seed;
import dev.stele.crud.teams.BoundSql.Binding;
import dev.stele.crud.teams.BoundSql.Items;
import dev.stele.models.Skill;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The skills that an application offers to all its users, kept as its code declares them.
 *
 * <p>Only managed skills are looked at: one that a user named alike is that user's own and stays as it is. New ones
 * belong to the superuser with the lowest id. Immutable.
 */
public final class ManagedSkillsSeed implements Seed {
    private static final String APPLY = """
            with declared as (
                select * from unnest(?::varchar[], ?::varchar[], %s::jsonb[]) as d (name, description, tool_definition)
            ), owner as (
                select min(id) as id from "user" where is_superuser
            ), inserted as (
                insert into skill (name, description, tool_definition, managed, owner_id)
                select d.name, d.description, d.tool_definition, true, owner.id from declared d, owner
                where owner.id is not null
                  and not exists (select from skill s where s.managed and s.name = d.name)
                order by d.name
                returning 1
            ), updated as (
                update skill s
                set description = d.description, tool_definition = d.tool_definition,
                    version = s.version + 1, updated_at = now()
                from declared d
                where s.managed and s.name = d.name
                  and (s.description <> d.description or s.tool_definition is distinct from d.tool_definition)
                returning 1
            ), removed as (
                delete from skill s
                where ? and s.managed and s.name not in (select d.name from declared d)
                returning 1
            )
            select (select count(*) from inserted), (select count(*) from updated), (select count(*) from removed),
                   (select count(*) from skill s join declared d on d.name = s.name where s.managed),
                   (select id is not null from owner)""";

    private final Map<String, ManagedSkill> skills;
    private final boolean removing;

    private ManagedSkillsSeed(Map<String, ManagedSkill> skills, boolean removing) {
        this.skills = skills;
        this.removing = removing;
    }

    /** Declares all managed skills there are to be. */
    public static ManagedSkillsSeed of(ManagedSkill... skills) {
        return of(Arrays.asList(skills));
    }

    /**
     * Declares all managed skills there are to be.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static ManagedSkillsSeed of(List<ManagedSkill> skills) {
        Map<String, ManagedSkill> byName = new LinkedHashMap<>();
        for (ManagedSkill skill : skills) {
            if (byName.put(skill.name(), skill) != null) {
                throw new IllegalArgumentException(
                        "managed skill \"%s\" must be declared once but is declared twice".formatted(skill.name()));
            }
        }
        return new ManagedSkillsSeed(byName, true);
    }

    /** Copies so that managed skills which are declared no more stay; without this they are removed. */
    public ManagedSkillsSeed keepingOthers() {
        return new ManagedSkillsSeed(skills, false);
    }

    @Override
    public String name() {
        return "managed skills";
    }

    @Override
    public Changes apply(Database database) {
        ColumnCodec definitions = database.mappings()
                .get(Skill.class)
                .attribute("toolDefinition")
                .orElseThrow()
                .column()
                .codec();
        List<@Nullable Map<String, Object>> tools =
                skills.values().stream().map(ManagedSkill::toolDefinition).collect(Collectors.toList());
        Binding toolDefinitions = (statement, index) -> definitions.bindArray(statement, index, tools);
        return BoundSql.of(
                        APPLY.formatted(definitions.arrayPlaceholder()),
                        Items.of("varchar", skills.values(), ManagedSkill::name),
                        Items.of("varchar", skills.values(), ManagedSkill::description),
                        toolDefinitions,
                        removing)
                .first(database, row -> {
                    if (!row.getBoolean(5) && row.getLong(4) < skills.size()) {
                        throw new Misuse(
                                "managed skills cannot be inserted: there is no superuser to own them",
                                "set FIRST_SUPERUSER and FIRST_SUPERUSER_PASSWORD, to an address that no user has yet, or make a"
                                        + " user one: update \"user\" set is_superuser = true, is_active = true"
                                        + " where id = …");
                    }
                    long updated = row.getLong(2);
                    return new Changes(row.getLong(1), updated, row.getLong(4) - updated, row.getLong(3));
                })
                .orElseThrow();
    }

    /**
     * A skill that is a function of the application.
     *
     * @param name its name, unique among managed skills
     * @param description what it does, for members to choose by
     * @param toolDefinition how to call it, or null where the application knows; only superusers and the agents see it
     */
    public record ManagedSkill(
            String name, String description, @Nullable Map<String, Object> toolDefinition) {
        /** A skill that the application knows how to call. */
        public ManagedSkill(String name, String description) {
            this(name, description, null);
        }

        /** Shows no definition, which may hold secrets. */
        @Override
        public String toString() {
            return "ManagedSkill[name=" + name + "]";
        }
    }
}
