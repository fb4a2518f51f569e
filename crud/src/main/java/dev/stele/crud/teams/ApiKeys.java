package dev.stele.crud.teams;

import static dev.stele.crud.query.Path.path;
import static dev.stele.crud.query.Where.eq;

import dev.stele.core.Database;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.Stale;
import dev.stele.crud.Dao;
import dev.stele.crud.page.OffsetPage;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.Actor.TeamKey;
import dev.stele.models.ApiKey;
import dev.stele.models.ApiKey_;
import dev.stele.models.Team_;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that open a team to programs: 256 random bits each, shown once and kept as a SHA-256 digest.
 *
 * <p>A key opens the chat with its team and nothing else, these calls included. A team that the actor does not see has
 * no keys for the actor. Safe for use by many threads.
 */
public final class ApiKeys {
    private static final String ISSUE = """
            insert into apikey as k (description, short_key, digest, expires_at, team_id)
            select ?, ?, ?, e.at, t.id from team t, (values (?::timestamptz)) e (at)
            where t.id = ? and (e.at is null or e.at > now()) and\s""";
    private static final String COLUMNS =
            "k.id, k.description, k.short_key, k.team_id, k.expires_at, k.revoked_at, k.last_used_at, k.created_at";
    private static final String REVOKE = """
            update apikey k
            set revoked_at = coalesce(k.revoked_at, now()), updated_at = now(), version = k.version + 1
            from team t where t.id = k.team_id and k.id = ? and k.team_id = ? and\s""";

    private final Database database;
    private final Dao<ApiKey, Long> keys;
    private final ApiKeyProbe probe;

    /** The keys of this database; adopted ones are hashed as {@link PasswordHasher#argon2id()} verifies them. */
    public ApiKeys(Database database) {
        this(database, PasswordHasher.argon2id());
    }

    /** The keys of this database, adopted ones verified by {@code hasher}. */
    public ApiKeys(Database database, PasswordHasher hasher) {
        this.database = database;
        this.keys = new Dao<>(database, ApiKey.class);
        this.probe = new ApiKeyProbe(database, hasher);
    }

    /**
     * A page of a team's keys, the newest first; a second statement only where it is empty.
     *
     * @throws NotFound if there is no such team that the actor sees
     */
    public Page<ApiKey.Out> ofTeam(Actor actor, long teamId, PageRequest page) {
        Where<ApiKey> ofTeam = mine(actor, teamId, "list ApiKeys");
        Page<ApiKey.Out> found = keys.page(ApiKey.Out.class, ofTeam, Sort.byIdDescending(), page);
        if (found.items().isEmpty()) {
            Guard.requireTeam(database, actor, teamId);
        }
        return found;
    }

    /**
     * The same by number of rows to skip, with how many of them there are.
     *
     * @throws NotFound if there is no such team that the actor sees
     */
    public OffsetPage<ApiKey.Out> ofTeam(Actor actor, long teamId, OffsetRequest page) {
        Where<ApiKey> ofTeam = mine(actor, teamId, "list ApiKeys");
        OffsetPage<ApiKey.Out> found = keys.offsetPage(ApiKey.Out.class, ofTeam, Sort.byIdDescending(), page);
        if (found.items().isEmpty()) {
            Guard.requireTeam(database, actor, teamId);
        }
        return found;
    }

    /** The key; empty if the team has none such, or the actor does not see the team. */
    public Optional<ApiKey.Out> find(Actor actor, long teamId, long id) {
        return keys.one(ApiKey.Out.class, mine(actor, teamId, "read an ApiKey").and(eq(ApiKey_.id, id)));
    }

    /** Issues a key that does not expire; see {@link #issue(Actor, long, String, Instant)}. */
    public Issued issue(Actor actor, long teamId, @Nullable String description) {
        return issue(actor, teamId, description, null);
    }

    /**
     * Issues a key for a team; what it returns is the only place that ever holds the key.
     *
     * @param description what it is for; blank is the same as null
     * @param expiresAt when it stops to open the team, or null for never
     * @throws NotFound if the actor does not see the team; nothing is written
     * @throws Invalid if it would have stopped already; nothing is written
     */
    public Issued issue(Actor actor, long teamId, @Nullable String description, @Nullable Instant expiresAt) {
        Person person = Guard.person(actor, "issue an ApiKey");
        KeyText key = KeyText.random();
        ApiKey.Create row = new ApiKey.Create(description, key.shortForm(), key.digest(), expiresAt, teamId);
        return BoundSql.of(
                        ISSUE,
                        row.description(),
                        row.shortKey(),
                        row.digest(),
                        BoundSql.time("expiresAt", expiresAt),
                        teamId)
                .add(Guard.teamSql(person))
                .add(" returning " + COLUMNS)
                .first(database, result -> new Issued(out(result), key.clear()))
                .orElseThrow(() -> notIssued(person, teamId));
    }

    private DatabaseException notIssued(Person actor, long teamId) {
        return Guard.seesTeam(database, actor, teamId)
                ? new Invalid("expiresAt", "must be in the future by the database's clock")
                : new NotFound("Team", teamId);
    }

    /**
     * Changes what a key is for, or when it ends.
     *
     * @throws NotFound if the team has no such key, or the actor does not see the team
     */
    public ApiKey.Out patch(Actor actor, long teamId, long id, ApiKey.Update update) {
        try {
            return keys.patchIf(id, update, mine(actor, teamId, "change an ApiKey"), ApiKey.Out.class);
        } catch (Stale notOfTeam) {
            throw new NotFound("ApiKey", id);
        }
    }

    /**
     * Ends a key now and for good, but keeps its row; a second time changes nothing.
     *
     * @throws NotFound if the team has no such key, or the actor does not see the team
     */
    public ApiKey.Out revoke(Actor actor, long teamId, long id) {
        return BoundSql.of(REVOKE, id, teamId)
                .add(Guard.teamSql(Guard.person(actor, "revoke an ApiKey")))
                .add(" returning " + COLUMNS)
                .first(database, ApiKeys::out)
                .orElseThrow(() -> new NotFound("ApiKey", id));
    }

    /**
     * Deletes a key, which opens nothing any more.
     *
     * @throws NotFound if the team has no such key, or the actor does not see the team
     */
    public void delete(Actor actor, long teamId, long id) {
        if (!keys.deleteIf(id, mine(actor, teamId, "delete an ApiKey"))) {
            throw new NotFound("ApiKey", id);
        }
    }

    /**
     * Checks a key that a client sent for a team; whom it lets in may then use that team.
     *
     * <p>One statement and one probe of an index, however many keys there are, and a stamp of the use at most once a
     * minute. A key of the Python system is verified against its bcrypt hash the first time and gains its digest by
     * that. Not for read-only transactions.
     *
     * @param sent what the client sent, null if nothing
     * @return the actor; empty if the team has no such key, or it is revoked or expired
     */
    public Optional<TeamKey> authenticate(long teamId, @Nullable String sent) {
        KeyText key = sent == null ? null : KeyText.parse(sent);
        return key != null && probe.opens(teamId, key) ? Optional.of(Actor.teamKey(teamId)) : Optional.empty();
    }

    private static Where<ApiKey> mine(Actor actor, long teamId, String what) {
        Person person = Guard.person(actor, what);
        Where<ApiKey> ofTeam = eq(ApiKey_.team, teamId);
        return person.superuser() ? ofTeam : ofTeam.and(eq(path(ApiKey_.team, Team_.owner), person.id()));
    }

    private static ApiKey.Out out(ResultSet row) throws SQLException {
        return new ApiKey.Out(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                BoundSql.instantOrNull(row, 5),
                BoundSql.instantOrNull(row, 6),
                BoundSql.instantOrNull(row, 7),
                BoundSql.instant(row, 8));
    }

    /**
     * A new key, with the only copy of it in clear.
     *
     * @param key what is kept
     * @param clear the key itself: show it once
     */
    public record Issued(ApiKey.Out key, String clear) {
        /** Hides the key. */
        @Override
        public String toString() {
            return "Issued[key=" + key.shortKey() + ", clear=***]";
        }
    }
}
