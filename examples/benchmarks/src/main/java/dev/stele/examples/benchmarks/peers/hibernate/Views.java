package dev.stele.examples.benchmarks.peers.hibernate;

import dev.stele.crud.teams.Teams;
import dev.stele.models.Member;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Makes records of entities. */
public final class Views {
    private Views() {}

    /** A member without its skills and uploads. */
    public static Member.Out of(Member member) {
        Team ownerOf = member.getOwnerOf();
        Member source = member.getSource();
        return new Member.Out(
                member.getId(),
                member.getName(),
                member.getRole(),
                member.getType(),
                member.getTeam().getId(),
                ownerOf == null ? null : ownerOf.getId(),
                member.getBackstory(),
                member.getPositionX(),
                member.getPositionY(),
                source == null ? null : source.getId(),
                member.getProvider(),
                member.getModel(),
                member.getTemperature(),
                member.isInterrupt(),
                member.getBaseUrl(),
                member.getVersion(),
                member.getCreatedAt(),
                member.getUpdatedAt());
    }

    /** A team with these members, whose skills and uploads are loaded. */
    public static Teams.Graph graph(Team team, List<Member> members) {
        return new Teams.Graph(
                of(team),
                members.stream()
                        .map(member -> new Teams.Node(of(member), tools(member.getSkills()), refs(member.getUploads())))
                        .toList());
    }

    private static Team.Out of(Team team) {
        return new Team.Out(
                team.getId(),
                team.getName(),
                team.getDescription(),
                team.getWorkflow(),
                team.getOwner().getId(),
                team.getVersion(),
                team.getCreatedAt(),
                team.getUpdatedAt());
    }

    private static List<Skill.Tool> tools(Collection<Skill> skills) {
        return skills.stream()
                .sorted(Comparator.comparingLong(Skill::getId))
                .map(skill -> new Skill.Tool(
                        skill.getId(),
                        skill.getName(),
                        skill.getDescription(),
                        skill.isManaged(),
                        skill.getToolDefinition()))
                .toList();
    }

    private static List<Upload.Ref> refs(Collection<Upload> uploads) {
        return uploads.stream()
                .sorted(Comparator.comparingLong(Upload::getId))
                .map(upload ->
                        new Upload.Ref(upload.getId(), upload.getName(), upload.getDescription(), upload.getStatus()))
                .toList();
    }
}
