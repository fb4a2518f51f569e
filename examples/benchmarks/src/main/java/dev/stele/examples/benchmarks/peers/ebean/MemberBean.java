package dev.stele.examples.benchmarks.peers.ebean;

import dev.stele.crud.teams.Teams;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A member. */
@Entity
@Table(name = "member")
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class MemberBean {
    @Id
    private long id;

    private String name;
    private String role;
    private String type;

    @Column(name = "belongs_to")
    private long teamId;

    @Column(name = "owner_of")
    private @Nullable Long ownerOfId;

    private @Nullable String backstory;

    @Column(name = "position_x")
    private double positionX;

    @Column(name = "position_y")
    private double positionY;

    @Column(name = "source")
    private @Nullable Long sourceId;

    private String provider;
    private String model;
    private double temperature;
    private boolean interrupt;
    private @Nullable String baseUrl;
    private long version;
    private Instant createdAt;
    private Instant updatedAt;

    @ManyToMany
    @JoinTable(
            name = "memberskillslink",
            joinColumns = @JoinColumn(name = "member_id"),
            inverseJoinColumns = @JoinColumn(name = "skill_id"))
    private List<SkillBean> skills;

    @ManyToMany
    @JoinTable(
            name = "memberuploadslink",
            joinColumns = @JoinColumn(name = "member_id"),
            inverseJoinColumns = @JoinColumn(name = "upload_id"))
    private List<UploadBean> uploads;

    /** For Ebean. */
    public MemberBean() {}

    Member.Out out() {
        return new Member.Out(
                id,
                name,
                role,
                MemberType.valueOf(type.toUpperCase(Locale.ROOT)),
                teamId,
                ownerOfId,
                backstory,
                positionX,
                positionY,
                sourceId,
                provider,
                model,
                temperature,
                interrupt,
                baseUrl,
                version,
                createdAt,
                updatedAt);
    }

    Teams.Node node() {
        return new Teams.Node(
                out(),
                skills.stream()
                        .sorted(Comparator.comparingLong(SkillBean::id))
                        .map(SkillBean::tool)
                        .toList(),
                uploads.stream()
                        .sorted(Comparator.comparingLong(UploadBean::id))
                        .map(UploadBean::ref)
                        .toList());
    }
}
