package dev.stele.examples.cluster;

import dev.stele.core.Database;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import dev.stele.examples.cluster.Ledger.Told;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Threads that write and read in every way at random, and put down what they were told of each row.
 *
 * <p>What is written with a receipt bears an even writer's number, all else an odd one.
 */
final class RandomWork implements AutoCloseable {
    static final List<String> TABLES = List.of(
            "create table account (id int primary key, balance bigint not null)",
            "insert into account select k, 0 from generate_series(0, 19) k",
            "create table entry (writer int not null, row int not null, source int, target int, amount bigint)",
            "create index on entry (writer, row)");

    /** Accounts whose balance is not what the transfers say that are there; one row, {@code count}. */
    static final String UNBALANCED = "select count(*) from account a where balance <>"
            + " (select coalesce(sum(amount), 0) from entry where target = a.id)"
            + " - (select coalesce(sum(amount), 0) from entry where source = a.id)";

    private static final int ACCOUNTS = 20;
    private static final int COPIED = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Database database;
    private final Ledger proven;
    private final Ledger plain;
    private final Map<String, Long> longest = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> errors = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;
    private volatile boolean stopping;

    RandomWork(Database database, Ledger proven, Ledger plain, int count, long seed) {
        this.database = database;
        this.proven = proven;
        this.plain = plain;
        this.threads = IntStream.range(0, count)
                .mapToObj(i -> new Thread(() -> new Worker(i, new Random(seed + i)).work(), "soak-" + i))
                .toList();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** What was thrown that is not of the documented kind, and what was read that cannot be. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    int calls() {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Each kind of call: how often, and the longest in milliseconds. */
    String longest() {
        StringBuilder text = new StringBuilder();
        longest.forEach((kind, nanos) -> text.append(
                "\n    %-22s %8d calls, longest %5d ms".formatted(kind, calls.get(kind), nanos / 1_000_000)));
        return text.toString();
    }

    /** How often each error was met. */
    Map<String, Integer> errors() {
        return errors;
    }

    /** Ends the threads after what they are at; false where one does not come to an end. */
    boolean stop(Duration limit) throws InterruptedException {
        stopping = true;
        long end = System.nanoTime() + limit.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    @Override
    public void close() {
        stopping = true;
    }

    /** The work that undoes itself, as an application's own failure does. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final class Worker {
        private final int number;
        private final Random random;
        private int provenRows;
        private int plainRows;
        private int lastDone = -1;

        Worker(int number, Random random) {
            this.number = number;
            this.random = random;
        }

        void work() {
            while (!stopping) {
                int kind = random.nextInt(100);
                if (kind < 25) {
                    withReceipt("insert, receipt", row -> insert(2 * number, row));
                } else if (kind < 50) {
                    withReceipt("transfer, receipt", this::transfer);
                } else if (kind < 58) {
                    serializable();
                } else if (kind < 68) {
                    told("transaction", plain, 2 * number + 1, plainRows++, 1, this::transaction);
                } else if (kind < 78) {
                    told("autocommit", plain, 2 * number + 1, plainRows++, 1, row -> insert(2 * number + 1, row));
                } else if (kind < 82) {
                    told("copy", plain, 2 * number + 1, plainRows, COPIED, this::copy);
                    plainRows += COPIED;
                } else if (kind < 96) {
                    seen("look", this::look);
                } else {
                    seen("stream", this::stream);
                }
            }
        }

        private void withReceipt(String kind, Consumer<Integer> work) {
            told(kind, proven, 2 * number, provenRows++, 1, row -> database.tx()
                    .receipt(PATIENCE)
                    .retry(1000, PATIENCE)
                    .run(() -> work.accept(row)));
        }

        private void serializable() {
            told("serializable, receipt", proven, 2 * number, provenRows++, 1, row -> database.tx()
                    .serializable()
                    .receipt(PATIENCE)
                    .retry(1000, PATIENCE)
                    .run(() -> transfer(row)));
        }

        private void transaction(int row) {
            boolean undone = random.nextInt(4) == 0;
            database.tx().run(() -> {
                insert(2 * number + 1, row);
                if (undone) {
                    throw new Undone();
                }
            });
        }

        private void transfer(int row) {
            int source = random.nextInt(ACCOUNTS);
            int target = (source + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            int amount = 1 + random.nextInt(100);
            update("update account set balance = balance - ? where id = ?", amount, source);
            update("update account set balance = balance + ? where id = ?", amount, target);
            update("insert into entry values (?, ?, ?, ?, ?)", 2 * number, row, source, target, amount);
        }

        private void copy(int first) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < COPIED; i++) {
                lines.append(2 * number + 1).append('\t').append(first + i).append('\n');
            }
            byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
            database.copyIn("copy entry (writer, row) from stdin", out -> out.write(bytes));
        }

        /** What was acknowledged is there once, and money is neither made nor lost. */
        private void look() {
            if (lastDone >= 0) {
                expect(1, "select count(*) from entry where writer = ? and row = ?", 2 * number, lastDone);
            }
            expect(0, "select sum(balance)::bigint from account");
        }

        private void expect(long wanted, String sql, int... values) {
            long found = database.sql(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    bind(statement, values);
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        return row.getLong(1);
                    }
                }
            });
            if (found != wanted) {
                broken.add(
                        "%d instead of %d: %s, writer %d, row %d".formatted(found, wanted, sql, 2 * number, lastDone));
            }
        }

        /** By a cursor, so that the connection is held between fetches. */
        private void stream() {
            database.tx()
                    .readOnly()
                    .call(() -> database.sql(connection -> {
                        long sum = 0;
                        try (Statement statement = connection.createStatement()) {
                            statement.setFetchSize(50);
                            try (ResultSet rows = statement.executeQuery("select row from entry limit 500")) {
                                while (rows.next()) {
                                    sum += rows.getInt(1);
                                }
                            }
                        }
                        return sum;
                    }));
        }

        private void seen(String kind, Runnable work) {
            timed(kind, work);
        }

        private void told(String kind, Ledger ledger, int writer, int row, int rows, Consumer<Integer> work) {
            Told told = timed(kind, () -> work.accept(row));
            for (int i = 0; i < rows; i++) {
                ledger.tell(told, writer, row + i);
            }
            if (told == Told.DONE && ledger == proven) {
                lastDone = row;
            }
        }

        private Told timed(String kind, Runnable work) {
            long began = System.nanoTime();
            try {
                work.run();
                return Told.DONE;
            } catch (Undone e) {
                return Told.NOT_DONE;
            } catch (Unavailable e) {
                count("Unavailable " + e.outcome(), e);
                return e.outcome() == Unavailable.Outcome.NOTHING_KEPT ? Told.NOT_DONE : Told.UNKNOWN;
            } catch (DatabaseException e) {
                count(e.getClass().getSimpleName(), e);
                return Told.NOT_DONE;
            } catch (RuntimeException | Error e) {
                broken.add(kind + ": " + e);
                return Told.UNKNOWN;
            } finally {
                calls.merge(kind, 1, Integer::sum);
                longest.merge(kind, System.nanoTime() - began, Math::max);
            }
        }

        private void count(String error, DatabaseException e) {
            errors.merge(error + (e.sqlState() == null ? "" : " " + e.sqlState()), 1, Integer::sum);
        }

        private void insert(int writer, int row) {
            update("insert into entry values (?, ?)", writer, row);
        }

        private void update(String sql, int... values) {
            database.sql(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    bind(statement, values);
                    return statement.executeUpdate();
                }
            });
        }

        private static void bind(PreparedStatement statement, int... values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                statement.setInt(i + 1, values[i]);
            }
        }
    }
}
