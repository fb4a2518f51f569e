package dev.stele.crud.teams;

import dev.stele.core.Database;
import java.util.List;

/** Finds the API key that a client sent: one probe of a unique index for all but adopted keys on first use. */
final class ApiKeyProbe {
    private static final String LIVE = " and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())";

    // The stamp is written at most once a minute and never waited for: a busy key must not become a queue.
    private static final String BY_DIGEST = """
            with hit as (
                select k.id, k.digest, k.last_used_at from apikey k where k.digest = ? and k.team_id = ?""" + LIVE + """
            ), due as (
                select k.id from apikey k
                where k.id = (select id from hit
                              where last_used_at is null or last_used_at < now() - interval '1 minute')
                for no key update skip locked
            ), used as (
                update apikey k set last_used_at = now(), updated_at = now(), version = k.version + 1
                from due where k.id = due.id
            )
            select id, digest from hit""";
    private static final String ADOPTED = """
            select k.id, k.hashed_key from apikey k
            where k.team_id = ? and k.short_key = ? and k.digest is null and k.hashed_key is not null""" + LIVE + " order by k.id";
    private static final String GAIN_DIGEST = """
            update apikey k
            set digest = ?, last_used_at = now(), updated_at = now(), version = k.version + 1
            where k.id = ? and k.digest is null and k.hashed_key = ?""" + LIVE;

    private final Database database;
    private final PasswordHasher hasher;

    ApiKeyProbe(Database database, PasswordHasher hasher) {
        this.database = database;
        this.hasher = hasher;
    }

    boolean opens(long teamId, KeyText key) {
        boolean found = BoundSql.of(BY_DIGEST, key.digest(), teamId)
                .first(database, row -> key.hasDigest(row.getBytes("digest")))
                .orElse(false);
        return found || (!key.isOurs() && opensAsAdopted(teamId, key));
    }

    private boolean opensAsAdopted(long teamId, KeyText key) {
        List<Adopted> candidates = BoundSql.of(ADOPTED, teamId, key.shortForm())
                .list(database, row -> new Adopted(row.getLong("id"), row.getString("hashed_key")));
        for (Adopted candidate : candidates) {
            if (hasher.verify(key.clear(), candidate.hash())) {
                // No row: another caller was quicker, or the key was revoked since; either way nothing is to be
                // written.
                BoundSql.of(GAIN_DIGEST, key.digest(), candidate.id(), candidate.hash())
                        .update(database);
                return true;
            }
        }
        return false;
    }

    private record Adopted(long id, String hash) {}
}
