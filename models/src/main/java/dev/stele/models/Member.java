package dev.stele.models;

import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.jspecify.annotations.Nullable;

/** An agent of a team; it dies with its team, and its links to skills and uploads with it. */
@Entity
@Table(
        name = "member",
        uniqueConstraints =
                @UniqueConstraint(
                        name = "unique_team_and_name",
                        columnNames = {"name", "belongs_to"}),
        indexes = {
            @Index(name = "member_belongs_to_idx", columnList = "belongs_to, id"),
            @Index(name = "member_source_idx", columnList = "source"),
            @Index(name = "member_owner_of_idx", columnList = "owner_of"),
            @Index(
                    name = "member_root_key",
                    columnList = "(belongs_to)",
                    unique = true,
                    options = "where type in ('root', 'freelancer_root')")
        },
        check = {
            @CheckConstraint(name = "member_name_check", constraint = "name ~ '" + Team.NAME_PATTERN + "'"),
            @CheckConstraint(
                    name = "member_name_reserved_check",
                    constraint = "name not in ('user', 'ignore', 'error')"),
            @CheckConstraint(name = "member_temperature_check", constraint = "temperature between 0 and 2")
        })
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class Member extends Versioned {
    /** Names that agents use for themselves. */
    public static final Set<String> RESERVED_NAMES = Set.of("user", "ignore", "error");

    /** The provider of a member's model where none is named. */
    public static final String DEFAULT_PROVIDER = "openai";

    /** A member's model where none is named. */
    public static final String DEFAULT_MODEL = "gpt-4o-mini";

    /** A member's temperature where none is named. */
    public static final double DEFAULT_TEMPERATURE = 0.7;

    private static final String FINITE = "must be a finite number";

    @Column(name = "name", nullable = false, columnDefinition = "varchar")
    private String name;

    @Column(name = "backstory", columnDefinition = "varchar")
    private @Nullable String backstory;

    @Column(name = "role", nullable = false, columnDefinition = "varchar")
    private String role;

    // Hibernate adds the check of the values, member_type_check.
    @Enumerated(EnumType.STRING)
    @Column(name = "type", nullable = false, columnDefinition = "varchar")
    private MemberType type;

    @ColumnDefault("0")
    @Column(name = "position_x", nullable = false)
    private double positionX;

    @ColumnDefault("0")
    @Column(name = "position_y", nullable = false)
    private double positionY;

    @ColumnDefault("'openai'")
    @Column(name = "provider", nullable = false, columnDefinition = "varchar")
    private String provider;

    @ColumnDefault("'gpt-4o-mini'")
    @Column(name = "model", nullable = false, columnDefinition = "varchar")
    private String model;

    @ColumnDefault("0.7")
    @Column(name = "temperature", nullable = false)
    private double temperature;

    @ColumnDefault("false")
    @Column(name = "interrupt", nullable = false)
    private boolean interrupt;

    @Column(name = "base_url", columnDefinition = "varchar")
    private @Nullable String baseUrl;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "belongs_to", nullable = false, foreignKey = @ForeignKey(name = "member_belongs_to_fkey"))
    @OnDelete(action = OnDeleteAction.CASCADE)
    private Team team;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "source", foreignKey = @ForeignKey(name = "member_source_fkey"))
    @OnDelete(action = OnDeleteAction.SET_NULL)
    private @Nullable Member source;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "owner_of", foreignKey = @ForeignKey(name = "member_owner_of_fkey"))
    @OnDelete(action = OnDeleteAction.SET_NULL)
    private @Nullable Team ownerOf;

    @ManyToMany
    @JoinTable(
            name = "memberskillslink",
            joinColumns = @JoinColumn(name = "member_id", nullable = false),
            inverseJoinColumns = @JoinColumn(name = "skill_id", nullable = false),
            foreignKey =
                    @ForeignKey(
                            name = "memberskillslink_member_id_fkey",
                            foreignKeyDefinition = "foreign key (member_id) references member on delete cascade"),
            inverseForeignKey =
                    @ForeignKey(
                            name = "memberskillslink_skill_id_fkey",
                            foreignKeyDefinition = "foreign key (skill_id) references skill on delete cascade"),
            indexes = @Index(name = "memberskillslink_skill_id_idx", columnList = "skill_id, member_id"))
    private Set<Skill> skills;

    @ManyToMany
    @JoinTable(
            name = "memberuploadslink",
            joinColumns = @JoinColumn(name = "member_id", nullable = false),
            inverseJoinColumns = @JoinColumn(name = "upload_id", nullable = false),
            foreignKey =
                    @ForeignKey(
                            name = "memberuploadslink_member_id_fkey",
                            foreignKeyDefinition = "foreign key (member_id) references member on delete cascade"),
            inverseForeignKey =
                    @ForeignKey(
                            name = "memberuploadslink_upload_id_fkey",
                            foreignKeyDefinition = "foreign key (upload_id) references upload on delete cascade"),
            indexes = @Index(name = "memberuploadslink_upload_id_idx", columnList = "upload_id, member_id"))
    private Set<Upload> uploads;

    /** For Hibernate. */
    protected Member() {}

    /** The member's name, unique in its team. */
    public String getName() {
        return name;
    }

    /** Who the member is, if said. */
    public @Nullable String getBackstory() {
        return backstory;
    }

    /** What the member does. */
    public String getRole() {
        return role;
    }

    /** The part it plays in its team. */
    public MemberType getType() {
        return type;
    }

    /** Where it is drawn, to the right. */
    public double getPositionX() {
        return positionX;
    }

    /** Where it is drawn, downwards. */
    public double getPositionY() {
        return positionY;
    }

    /** Who runs its model. */
    public String getProvider() {
        return provider;
    }

    /** The model it thinks with. */
    public String getModel() {
        return model;
    }

    /** How freely its model writes, 0 to 2. */
    public double getTemperature() {
        return temperature;
    }

    /** Whether it asks before it uses a skill. */
    public boolean isInterrupt() {
        return interrupt;
    }

    /** Where its model is served, if not at the provider's usual address. */
    public @Nullable String getBaseUrl() {
        return baseUrl;
    }

    /** Whose member it is. */
    public Team getTeam() {
        return team;
    }

    /** The member of the same team that it follows, if any. */
    public @Nullable Member getSource() {
        return source;
    }

    /** The team it leads, if it is that team's root. */
    public @Nullable Team getOwnerOf() {
        return ownerOf;
    }

    /** What it can do. */
    public Set<Skill> getSkills() {
        return skills;
    }

    /** The files it can search. */
    public Set<Upload> getUploads() {
        return uploads;
    }

    private static boolean isFree(String name) {
        return !RESERVED_NAMES.contains(name);
    }

    private static boolean isTemperature(double temperature) {
        return temperature >= 0 && temperature <= 2;
    }

    private static Faults position(Faults faults, @Nullable Double x, @Nullable Double y) {
        return faults.expect("positionX", x, Double::isFinite, FINITE).expect("positionY", y, Double::isFinite, FINITE);
    }

    private static Faults nameAndTemperature(@Nullable String name, @Nullable Double temperature) {
        return new Faults()
                .expect("name", name, Member::isFree, "must not be user, ignore or error")
                .expect("name", name, Team::isName, Team.NAME_EXPECTED)
                .expect("temperature", temperature, Member::isTemperature, "must be 0 to 2");
    }

    /**
     * A new member; a part left null has its default.
     *
     * @param name its name, unique in its team
     * @param role what it does
     * @param type the part it plays in its team
     * @param teamId whose member it is
     * @param backstory who it is, if said
     * @param positionX where it is drawn, to the right; 0 if null
     * @param positionY where it is drawn, downwards; 0 if null
     * @param sourceId the member of the same team that it follows, if any
     * @param provider who runs its model; {@value Member#DEFAULT_PROVIDER} if null
     * @param model the model it thinks with; {@value Member#DEFAULT_MODEL} if null
     * @param temperature how freely its model writes, 0 to 2; {@value Member#DEFAULT_TEMPERATURE} if null
     * @param interrupt whether it asks before it uses a skill; false if null
     * @param baseUrl where its model is served, if not at the provider's usual address
     */
    public record Create(
            String name,
            String role,
            MemberType type,
            long teamId,
            @Nullable String backstory,
            @Nullable Double positionX,
            @Nullable Double positionY,
            @Nullable Long sourceId,
            @Nullable String provider,
            @Nullable String model,
            @Nullable Double temperature,
            @Nullable Boolean interrupt,
            @Nullable String baseUrl)
            implements CreateOf<Member> {

        /** Puts the defaults where nothing was said. */
        public Create {
            positionX = positionX == null ? Double.valueOf(0) : positionX;
            positionY = positionY == null ? Double.valueOf(0) : positionY;
            provider = provider == null ? DEFAULT_PROVIDER : provider;
            model = model == null ? DEFAULT_MODEL : model;
            temperature = temperature == null ? Double.valueOf(DEFAULT_TEMPERATURE) : temperature;
            interrupt = interrupt == null ? Boolean.FALSE : interrupt;
        }

        /** A member with the defaults. */
        public Create(String name, String role, MemberType type, long teamId) {
            this(name, role, type, teamId, null, null, null, null, null, null, null, null, null);
        }

        /** The same with a backstory. */
        public Create withBackstory(String text) {
            return new Create(
                    name,
                    role,
                    type,
                    teamId,
                    text,
                    positionX,
                    positionY,
                    sourceId,
                    provider,
                    model,
                    temperature,
                    interrupt,
                    baseUrl);
        }

        /** The same, drawn elsewhere. */
        public Create withPosition(double x, double y) {
            return new Create(
                    name,
                    role,
                    type,
                    teamId,
                    backstory,
                    x,
                    y,
                    sourceId,
                    provider,
                    model,
                    temperature,
                    interrupt,
                    baseUrl);
        }

        /** The same, after a member of the same team. */
        public Create withSource(long memberId) {
            return new Create(
                    name,
                    role,
                    type,
                    teamId,
                    backstory,
                    positionX,
                    positionY,
                    memberId,
                    provider,
                    model,
                    temperature,
                    interrupt,
                    baseUrl);
        }

        /** The same, thinking with another model. */
        public Create withModel(String newProvider, String newModel, double newTemperature) {
            return new Create(
                    name,
                    role,
                    type,
                    teamId,
                    backstory,
                    positionX,
                    positionY,
                    sourceId,
                    newProvider,
                    newModel,
                    newTemperature,
                    interrupt,
                    baseUrl);
        }

        @Override
        public Map<String, String> faults() {
            return position(nameAndTemperature(name, temperature), positionX, positionY)
                    .found();
        }
    }

    /**
     * What may be changed of a member; its team may not.
     *
     * @param name its name, unique in its team
     * @param role what it does
     * @param type the part it plays in its team
     * @param backstory who it is, or null
     * @param positionX where it is drawn, to the right
     * @param positionY where it is drawn, downwards
     * @param sourceId the member of the same team that it follows, or null
     * @param provider who runs its model
     * @param model the model it thinks with
     * @param temperature how freely its model writes, 0 to 2
     * @param interrupt whether it asks before it uses a skill
     * @param baseUrl where its model is served, or null
     */
    public record Update(
            Field<String> name,
            Field<String> role,
            Field<MemberType> type,
            Field<@Nullable String> backstory,
            Field<Double> positionX,
            Field<Double> positionY,
            Field<@Nullable Long> sourceId,
            Field<String> provider,
            Field<String> model,
            Field<Double> temperature,
            Field<Boolean> interrupt,
            Field<@Nullable String> baseUrl)
            implements PatchOf<Member> {
        @Override
        public Map<String, String> faults() {
            return position(
                            nameAndTemperature(Faults.given(name), Faults.given(temperature)),
                            Faults.given(positionX),
                            Faults.given(positionY))
                    .found();
        }
    }

    /**
     * A member.
     *
     * @param id its number
     * @param name its name, unique in its team
     * @param role what it does
     * @param type the part it plays in its team
     * @param teamId whose member it is
     * @param ownerOfId the team it leads, if it is that team's root
     * @param backstory who it is, if said
     * @param positionX where it is drawn, to the right
     * @param positionY where it is drawn, downwards
     * @param sourceId the member that it follows, if any
     * @param provider who runs its model
     * @param model the model it thinks with
     * @param temperature how freely its model writes, 0 to 2
     * @param interrupt whether it asks before it uses a skill
     * @param baseUrl where its model is served, if not at the provider's usual address
     * @param version how often the row was changed
     * @param createdAt when it was inserted
     * @param updatedAt when it was last changed
     */
    public record Out(
            long id,
            String name,
            String role,
            MemberType type,
            long teamId,
            @Nullable Long ownerOfId,
            @Nullable String backstory,
            double positionX,
            double positionY,
            @Nullable Long sourceId,
            String provider,
            String model,
            double temperature,
            boolean interrupt,
            @Nullable String baseUrl,
            long version,
            Instant createdAt,
            Instant updatedAt)
            implements ViewOf<Member> {}
}
