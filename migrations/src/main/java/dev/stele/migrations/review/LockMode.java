package dev.stele.migrations.review;

import java.util.Locale;

/** PostgreSQL's table locks, weakest first, and what each stops while it is held or waited for. */
public enum LockMode {
    /** Taken by every {@code SELECT}. */
    ACCESS_SHARE,
    /** Taken by {@code SELECT … FOR UPDATE}, and on the referenced table when a foreign key is validated. */
    ROW_SHARE,
    /** Taken by every write. */
    ROW_EXCLUSIVE,
    /** Stops no reads and no writes; stops other schema changes, vacuum and concurrent index builds. */
    SHARE_UPDATE_EXCLUSIVE,
    /** Stops writes. */
    SHARE,
    /** Stops writes, and every other lock of its kind. */
    SHARE_ROW_EXCLUSIVE,
    /** Stops writes and {@code SELECT … FOR UPDATE}. */
    EXCLUSIVE,
    /** Stops everything, plain reads included. */
    ACCESS_EXCLUSIVE;

    /** The mode as SQL writes it, such as {@code ACCESS EXCLUSIVE}. */
    public String sql() {
        return name().replace('_', ' ');
    }

    /** Whether a plain {@code SELECT} waits. */
    public boolean blocksReads() {
        return this == ACCESS_EXCLUSIVE;
    }

    /** Whether {@code INSERT}, {@code UPDATE} and {@code DELETE} wait. */
    public boolean blocksWrites() {
        return compareTo(SHARE) >= 0;
    }

    /** What waits, in words. */
    public String blocks() {
        if (blocksReads()) {
            return "reads and writes";
        }
        if (blocksWrites()) {
            return "writes";
        }
        return this == SHARE_UPDATE_EXCLUSIVE ? "other schema changes and vacuum" : "only what needs it alone";
    }

    /** Reads the name that {@code pg_locks} uses, such as {@code AccessExclusiveLock}. */
    static LockMode ofCatalog(String mode) {
        String words = mode.replaceFirst("Lock$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        return valueOf(words.toUpperCase(Locale.ROOT));
    }
}
