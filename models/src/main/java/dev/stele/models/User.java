package dev.stele.models;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Index;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hibernate.annotations.ColumnDefault;
import org.jspecify.annotations.Nullable;

/** Somebody who signs in. */
@Entity
@Table(
        name = "\"user\"",
        indexes = {
            @Index(name = "ix_user_email", columnList = "email", unique = true),
            @Index(name = "user_email_lower_key", columnList = "(lower(email))", unique = true)
        })
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class User extends Versioned {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final String EMAIL_EXPECTED = "must be an e-mail address of at most 254 characters";

    @Column(name = "email", nullable = false, columnDefinition = "varchar")
    private String email;

    @ColumnDefault("true")
    @Column(name = "is_active", nullable = false)
    private boolean active;

    @ColumnDefault("false")
    @Column(name = "is_superuser", nullable = false)
    private boolean superuser;

    @Column(name = "full_name", columnDefinition = "varchar")
    private @Nullable String fullName;

    @Column(name = "hashed_password", nullable = false, columnDefinition = "varchar")
    private String hashedPassword;

    @OneToMany(mappedBy = "owner")
    private List<Team> teams;

    @OneToMany(mappedBy = "owner")
    private List<Skill> skills;

    @OneToMany(mappedBy = "owner")
    private List<Upload> uploads;

    /** For Hibernate. */
    protected User() {}

    /** The address to sign in with, unique in any case. */
    public String getEmail() {
        return email;
    }

    /** Whether the user may sign in. */
    public boolean isActive() {
        return active;
    }

    /** Whether the user may see and change what others own. */
    public boolean isSuperuser() {
        return superuser;
    }

    /** The user's name, if known. */
    public @Nullable String getFullName() {
        return fullName;
    }

    /** The hash of the password. */
    public String getHashedPassword() {
        return hashedPassword;
    }

    /** The teams the user owns. */
    public List<Team> getTeams() {
        return teams;
    }

    /** The skills the user owns. */
    public List<Skill> getSkills() {
        return skills;
    }

    /** The files the user owns. */
    public List<Upload> getUploads() {
        return uploads;
    }

    private static boolean isEmail(String text) {
        return text.length() <= 254 && EMAIL.matcher(text).matches();
    }

    /**
     * A new user; made by the application, since a client sends a password and no hash.
     *
     * @param email the address to sign in with
     * @param fullName the user's name, if known
     * @param hashedPassword the hash of the password
     * @param active whether the user may sign in
     * @param superuser whether the user may see and change what others own
     */
    public record Create(
            String email, @Nullable String fullName, String hashedPassword, boolean active, boolean superuser)
            implements CreateOf<User> {

        /** An active user without special rights. */
        public Create(String email, @Nullable String fullName, String hashedPassword) {
            this(email, fullName, hashedPassword, true, false);
        }

        @Override
        public Map<String, String> faults() {
            return new Faults()
                    .expect("email", email, User::isEmail, EMAIL_EXPECTED)
                    .found();
        }

        /** Shows no address and no hash. */
        @Override
        public String toString() {
            return "User.Create[active=" + active + ", superuser=" + superuser + "]";
        }
    }

    /**
     * What a superuser may change of a user.
     *
     * @param email the address to sign in with
     * @param fullName the user's name, or null
     * @param active whether the user may sign in
     * @param superuser whether the user may see and change what others own
     */
    public record Update(
            Field<String> email, Field<@Nullable String> fullName, Field<Boolean> active, Field<Boolean> superuser)
            implements PatchOf<User> {
        @Override
        public Map<String, String> faults() {
            return new Faults()
                    .expect("email", Faults.given(email), User::isEmail, EMAIL_EXPECTED)
                    .found();
        }
    }

    /**
     * What users may change of themselves.
     *
     * @param email the address to sign in with
     * @param fullName the user's name, or null
     */
    public record UpdateSelf(Field<String> email, Field<@Nullable String> fullName) implements PatchOf<User> {
        @Override
        public Map<String, String> faults() {
            return new Faults()
                    .expect("email", Faults.given(email), User::isEmail, EMAIL_EXPECTED)
                    .found();
        }
    }

    /**
     * A user as others may see it: without the hash.
     *
     * @param id the user's number
     * @param email the address to sign in with
     * @param fullName the user's name, if known
     * @param active whether the user may sign in
     * @param superuser whether the user may see and change what others own
     * @param version how often the row was changed
     * @param createdAt when the user was inserted
     * @param updatedAt when the user was last changed
     */
    public record Out(
            long id,
            String email,
            @Nullable String fullName,
            boolean active,
            boolean superuser,
            long version,
            Instant createdAt,
            Instant updatedAt)
            implements ViewOf<User> {}
}
