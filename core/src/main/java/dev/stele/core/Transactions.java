package dev.stele.core;

import java.time.Duration;
import java.util.function.Consumer;
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
    private static final Duration FRESH_WITHIN = Duration.ofMillis(500);
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
    private final @Nullable Duration proof;
    private final @Nullable String tenant;
    private final Replicas.@Nullable Freshness replica;

    Transactions(UnitsOfWork units) {
        this(new Draft(units));
    }

    private Transactions(Draft draft) {
        this.units = draft.units;
        this.isolation = draft.isolation;
        this.readOnly = draft.readOnly;
        this.timeout = draft.timeout;
        this.retries = draft.retries;
        this.proof = draft.proof;
        this.tenant = draft.tenant;
        this.replica = draft.replica;
    }

    /** Each statement sees what was committed before it began; the default. */
    public Transactions readCommitted() {
        return with(draft -> draft.isolation = Isolation.READ_COMMITTED);
    }

    /** All statements see the same snapshot; a write to a row changed since then fails as {@code Retryable}. */
    public Transactions repeatableRead() {
        return with(draft -> draft.isolation = Isolation.REPEATABLE_READ);
    }

    /** As if transactions ran one after the other; conflicts fail as {@code Retryable}, so use {@link #retry}. */
    public Transactions serializable() {
        return with(draft -> draft.isolation = Isolation.SERIALIZABLE);
    }

    /** The server refuses every write in it. */
    public Transactions readOnly() {
        return with(draft -> draft.readOnly = true);
    }

    /**
     * Reads on a replica, which may lag behind; on the primary where {@code POSTGRES_REPLICAS} is not set or none serves.
     *
     * <p>The work is read-only. What needs {@link #serializable} is read on the primary, as standbys do not have it.
     */
    public Transactions replica() {
        return onReplica(new Replicas.Freshness(null, Duration.ZERO));
    }

    /** Reads on a replica that has come to {@code position} within half a second, or on the primary. */
    public Transactions replica(Position position) {
        return replica(position, FRESH_WITHIN);
    }

    /**
     * Reads on a replica that has come to {@code position} within {@code limit}, or on the primary.
     *
     * <p>So a caller sees what it wrote before {@link Database#position} was asked for.
     */
    public Transactions replica(Position position, Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit must not be negative but was " + limit);
        }
        return onReplica(new Replicas.Freshness(position, limit));
    }

    private Transactions onReplica(Replicas.Freshness wanted) {
        return with(draft -> {
            draft.replica = wanted;
            draft.readOnly = true;
        });
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
        return with(draft -> draft.timeout = limit);
    }

    /**
     * Runs the work again when it meets another transaction (40001, 40P01), up to 30 seconds after it began.
     *
     * <p>With a {@link #receipt} also when the server was lost and nothing was kept.
     *
     * <p>The work must be repeatable: what it did outside the database is done again. Only the outermost unit retries.
     *
     * @param attempts how often it may run in all, at least 1
     */
    public Transactions retry(int attempts) {
        return retry(attempts, BUDGET);
    }

    /**
     * Runs the work again when it meets another transaction (40001, 40P01); see {@link #retry(int)}.
     *
     * @param attempts how often it may run in all, at least 1
     * @param budget no attempt begins later than this after the first
     */
    public Transactions retry(int attempts, Duration budget) {
        Retries wanted = new Retries(attempts, budget);
        return with(draft -> draft.retries = wanted);
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
        return with(draft -> draft.tenant = name);
    }

    /**
     * Writes a row with the commit, by which it is proven made or not made when its answer is lost; up to 30 seconds.
     *
     * <p>See {@link #receipt(Duration)}.
     */
    public Transactions receipt() {
        return receipt(Receipts.BUDGET);
    }

    /**
     * Writes a row with the commit, by which it is proven made or not made when its answer is lost.
     *
     * <p>A commit proven made is a success. Where nothing was kept, the work is run again if {@link #retry} allows, and
     * else fails as {@code Unavailable} with {@code NOTHING_KEPT}. The row is in the table {@code stele_receipt}, which is
     * created where it is missing. Read-only work writes none.
     *
     * @param budget how long a primary is asked, at least one second; counted anew for each attempt
     */
    public Transactions receipt(Duration budget) {
        if (budget.toMillis() < 1000) {
            throw new IllegalArgumentException("budget must be at least 1 s but was " + budget);
        }
        return with(draft -> draft.proof = budget);
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

    /** How long proof of a commit is looked for; null where it leaves none. */
    @Nullable
    Duration proof() {
        return readOnly ? null : proof;
    }

    @Nullable
    String tenant() {
        return tenant;
    }

    /** How fresh a replica must be; null where the primary is to serve. */
    Replicas.@Nullable Freshness freshness() {
        return isolation == Isolation.SERIALIZABLE ? null : replica;
    }

    /** What a replica must have seen; null where it may lag. */
    @Nullable
    Position position() {
        return replica == null ? null : replica.position();
    }

    private Transactions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Transactions(draft);
    }

    /** The options while they are put together. */
    private static final class Draft {
        private final UnitsOfWork units;
        private Isolation isolation = Isolation.READ_COMMITTED;
        private boolean readOnly;
        private @Nullable Duration timeout;
        private Retries retries = new Retries(1, BUDGET);
        private @Nullable Duration proof;
        private @Nullable String tenant;
        private Replicas.@Nullable Freshness replica;

        Draft(UnitsOfWork units) {
            this.units = units;
        }

        Draft(Transactions options) {
            this(options.units);
            isolation = options.isolation;
            readOnly = options.readOnly;
            timeout = options.timeout;
            retries = options.retries;
            proof = options.proof;
            tenant = options.tenant;
            replica = options.replica;
        }
    }
}
