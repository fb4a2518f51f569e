package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.crud.Seed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first superuser, inserted where nobody has that e-mail address in any case.
 *
 * <p>Whoever has it keeps everything: the password, the rights, the name. So an address that somebody registered before
 * gives that person no rights, and a password changed since stays changed.
 */
public final class SuperuserSeed implements Seed {
    private static final Logger LOG = LoggerFactory.getLogger(SuperuserSeed.class);
    private static final String FIND = """
            select u.is_superuser and u.is_active, u.id,
                exists (select from "user" s where s.is_superuser and s.is_active)
            from "user" u where lower(u.email) = lower(?)""";
    private static final String INSERT = """
            insert into "user" (email, hashed_password, is_active, is_superuser) values (?, ?, true, true)
            on conflict do nothing""";

    private final FirstSuperuser account;
    private final PasswordHasher hasher;

    /** Declares the account; its password is hashed only where it is inserted. */
    public SuperuserSeed(FirstSuperuser account, PasswordHasher hasher) {
        this.account = account;
        this.hasher = hasher;
    }

    @Override
    public String name() {
        return "superusers";
    }

    @Override
    public Changes apply(Database database) {
        // A look first: hashing is slow on purpose, and the account is there on all starts but one.
        Found found = BoundSql.of(FIND, account.email())
                .first(database, row -> new Found(row.getBoolean(1), row.getLong(2), row.getBoolean(3)))
                .orElse(null);
        if (found == null) {
            long inserted = BoundSql.of(INSERT, account.email(), hasher.hash(account.password()))
                    .update(database);
            return new Changes(inserted, 0, 1 - inserted, 0);
        }
        found.warn();
        return Changes.unchanged(1);
    }

    /**
     * The account with that address.
     *
     * @param able whether it is an active superuser
     * @param id its id
     * @param anyAble whether anybody is
     */
    private record Found(boolean able, long id, boolean anyAble) {
        private void warn() {
            if (!anyAble) {
                LOG.warn(
                        "there is no active superuser, and the account named by FIRST_SUPERUSER is left as it is; to make it"
                                + " one: update \"user\" set is_superuser = true, is_active = true where id = {}",
                        id);
            } else if (!able) {
                LOG.warn("the account named by FIRST_SUPERUSER exists but is not an active superuser; it is left as it"
                        + " is");
            }
        }
    }
}
