package dev.stele.models;

import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.time.Instant;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.jspecify.annotations.Nullable;

/** A key that opens one team to a program; of the key itself only hashes are kept. It dies with its team. */
@Entity
@Table(
        name = "apikey",
        uniqueConstraints = @UniqueConstraint(name = "apikey_digest_key", columnNames = "digest"),
        indexes = @Index(name = "apikey_team_id_idx", columnList = "team_id, id desc"),
        check = {
            @CheckConstraint(name = "apikey_digest_check", constraint = "octet_length(digest) = 32"),
            @CheckConstraint(name = "apikey_hash_check", constraint = "digest is not null or hashed_key is not null")
        })
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class ApiKey extends Versioned {
    @Column(name = "description", columnDefinition = "varchar")
    private @Nullable String description;

    @Column(name = "short_key", nullable = false, columnDefinition = "varchar")
    private String shortKey;

    @Column(name = "hashed_key", columnDefinition = "varchar")
    private @Nullable String hashedKey;

    @Column(name = "digest")
    private byte @Nullable [] digest;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "team_id", nullable = false, foreignKey = @ForeignKey(name = "apikey_team_id_fkey"))
    @OnDelete(action = OnDeleteAction.CASCADE)
    private Team team;

    /** For Hibernate. */
    protected ApiKey() {}

    /** What the key is for, if said. */
    public @Nullable String getDescription() {
        return description;
    }

    /** The key's first and last characters, to tell it from others. */
    public String getShortKey() {
        return shortKey;
    }

    /** The bcrypt hash of a key made by the Python system. */
    public @Nullable String getHashedKey() {
        return hashedKey;
    }

    /** The SHA-256 digest of the key, or null for a key of the Python system that was not used since. */
    public byte @Nullable [] getDigest() {
        return digest == null ? null : digest.clone();
    }

    /** When the key stops opening its team, if ever. */
    public @Nullable Instant getExpiresAt() {
        return expiresAt;
    }

    /** When the key was revoked, if it was. */
    public @Nullable Instant getRevokedAt() {
        return revokedAt;
    }

    /** When the key last opened its team, if it did. */
    public @Nullable Instant getLastUsedAt() {
        return lastUsedAt;
    }

    /** The team it opens. */
    public Team getTeam() {
        return team;
    }

    /**
     * A new key; made by the application, since a client never chooses one.
     *
     * @param description what the key is for; blank is the same as null
     * @param shortKey the key's first and last characters
     * @param digest the SHA-256 digest of the key
     * @param expiresAt when it stops opening its team, or null for never
     * @param teamId the team it opens
     */
    @SuppressWarnings("ArrayRecordComponent") // a digest is written, never compared
    public record Create(
            @Nullable String description,
            String shortKey,
            byte[] digest,
            @Nullable Instant expiresAt,
            long teamId) implements CreateOf<ApiKey> {

        /** Takes a blank description for none. */
        public Create {
            description = description == null || description.isBlank() ? null : description;
        }

        /** Shows no digest. */
        @Override
        public String toString() {
            return "ApiKey.Create[shortKey=" + shortKey + ", teamId=" + teamId + "]";
        }
    }

    /**
     * What may be changed of a key.
     *
     * @param description what the key is for, or null; blank is the same as null
     * @param expiresAt when it stops opening its team, or null for never
     */
    public record Update(Field<@Nullable String> description, Field<@Nullable Instant> expiresAt)
            implements PatchOf<ApiKey> {

        /** Takes a blank description for none. */
        @SuppressWarnings("NullAway") // a field of a nullable type takes null
        public Update {
            String given = Faults.given(description);
            description = given == null || !given.isBlank() ? description : Field.of(null);
        }
    }

    /**
     * A key as its team's owner sees it: without its hashes.
     *
     * @param id its number
     * @param description what it is for, if said
     * @param shortKey its first and last characters
     * @param teamId the team it opens
     * @param expiresAt when it stops opening its team, if ever
     * @param revokedAt when it was revoked, if it was
     * @param lastUsedAt when it last opened its team, if it did
     * @param createdAt when it was inserted
     */
    public record Out(
            long id,
            @Nullable String description,
            String shortKey,
            long teamId,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt,
            Instant createdAt)
            implements ViewOf<ApiKey> {}
}
