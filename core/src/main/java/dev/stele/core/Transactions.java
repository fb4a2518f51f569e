package dev.stele.core;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a unit of work is to run; immutable, so that one value may be kept and shared.
 *
 * <p>A unit of work started inside another joins it: its statements belong to the outer transaction, which alone
 * commits, and its own retry is not used. When a joined unit of work fails, the outer one cannot commit any more.
 */
public final class Transactions {
    private static final Duration BUDGET = Duration.ofSeconds(30);
    private static final Pattern TENANT = Pattern.compile("[!-~]{1,200}");

    /** How much of what other transactions do is seen; in the order of strength. */
    enum Isolation {
        READ_COMMITTED,
        REPEATABLE_READ,
        SERIALIZABLE;

        String sql() {
            return name().replace('_', ' ');
        }
    }

    private final UnitsOfWork units;
    private final Isolation isolation;
    private final boolean readOnly;
    private final @Nullable Duration timeout;
    private final Retries retries;
    private final @Nullable String tenant;

    Transactions(UnitsOfWork units) {
        this(units, Isolation.READ_COMMITTED, false, null, new Retries(1, BUDGET), null);
    }

    private Transactions(
            UnitsOfWork units,
            Isolation isolation,
            boolean readOnly,
            @Nullable Duration timeout,
            Retries retries,
            @Nullable String tenant) {
        this.units = units;
        this.isolation = isolation;
        this.readOnly = readOnly;
        this.timeout = timeout;
        this.retries = retries;
        this.tenant = tenant;
    }

    /** Each statement sees what was committed before it began; the default. */
    public Transactions readCommitted() {
        return new Transactions(units, Isolation.READ_COMMITTED, readOnly, timeout, retries, tenant);
    }

    /** All statements see the same snapshot; a write to a row changed since then fails as {@code Retryable}. */
    public Transactions repeatableRead() {
        return new Transactions(units, Isolation.REPEATABLE_READ, readOnly, timeout, retries, tenant);
    }

    /** As if transactions ran one after the other; conflicts fail as {@code Retryable}, so use {@link #retry}. */
    public Transactions serializable() {
        return new Transactions(units, Isolation.SERIALIZABLE, readOnly, timeout, retries, tenant);
    }

    /** The server refuses every write in it. */
    public Transactions readOnly() {
        return new Transactions(units, isolation, true, timeout, retries, tenant);
    }

    /**
     * Cuts the transaction off after {@code limit}, at the latest a tenth of it late; it fails as {@code TimedOut}.
     *
     * @param limit at least one millisecond; counted anew for each retry
     */
    public Transactions timeout(Duration limit) {
        if (limit.toMillis() < 1) {
            throw new IllegalArgumentException("timeout must be at least 1 ms but was " + limit);
        }
        return new Transactions(units, isolation, readOnly, limit, retries, tenant);
    }

    /**
     * Runs the work again when it meets another transaction (40001, 40P01), up to 30 seconds after it began.
     *
     * <p>The work must be repeatable: what it did outside the database is done again. Only the outermost unit retries.
     *
     * @param attempts how often it may run in all, at least 1
     */
    public Transactions retry(int attempts) {
        return retry(attempts, BUDGET);
    }

    /**
     * Runs the work again when it meets another transaction (40001, 40P01).
     *
     * @param attempts how often it may run in all, at least 1
     * @param budget no attempt begins later than this after the first
     */
    public Transactions retry(int attempts, Duration budget) {
        return new Transactions(units, isolation, readOnly, timeout, new Retries(attempts, budget), tenant);
    }

    /**
     * Tells policies of row-level security whose rows are meant, as {@code current_setting('stele.tenant', true)}.
     *
     * <p>The setting is local to the transaction, so it ends with it. A unit without a tenant joins one with any.
     *
     * @param name 1 to 200 visible ASCII characters; what they mean is the policies' own
     */
    public Transactions tenant(String name) {
        if (!TENANT.matcher(name).matches()) {
            throw new IllegalArgumentException("a tenant's name must be 1 to 200 visible ASCII characters");
        }
        return new Transactions(units, isolation, readOnly, timeout, retries, name);
    }

    /**
     * Runs {@code work} in a transaction, commits, and returns what it returned.
     *
     * @throws dev.stele.core.error.DatabaseException if the database refuses the work; nothing is kept
     * @throws dev.stele.core.error.Misuse inside a transaction that cannot give what is asked for
     */
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        return units.call(this, work);
    }

    /** Runs {@code work} in a transaction and commits; see {@link #call}. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    Isolation isolation() {
        return isolation;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    Retries retries() {
        return retries;
    }

    @Nullable
    String tenant() {
        return tenant;
    }
}
