package dev.stele.core.junit;

import dev.stele.core.Database;
import dev.stele.core.Database.Observation;
import dev.stele.core.StatementObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails a test that runs more statements than it may, and lists them; one that runs per row stands out.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final StatementBudget budget = StatementBudget.of(() -> database);
 *
 * @Test
 * @Statements(max = 1)
 * void readsATeamInOneStatement() { … }
 * }</pre>
 *
 * <p>The statements of all threads count, so tests that share a database and have budgets must not run side by side.
 */
@SuppressWarnings("exports") // JUnit is optional: who uses this class requires it
public final class StatementBudget implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(StatementBudget.class);

    private final Supplier<Database> database;

    private StatementBudget(Supplier<Database> database) {
        this.database = database;
    }

    /** Watches the database that {@code database} returns when a test begins. */
    public static StatementBudget of(Supplier<Database> database) {
        return new StatementBudget(database);
    }

    /**
     * Runs {@code work}, which must run exactly {@code count} statements; a batch counts as one.
     *
     * @throws AssertionError listing the statements, if it runs more or fewer
     */
    public void expect(int count, Runnable work) {
        expect(count, () -> {
            work.run();
            return null;
        });
    }

    /** Runs {@code work}, which must run exactly {@code count} statements, and returns what it returned. */
    public <T extends @Nullable Object> T expect(int count, Supplier<T> work) {
        Recording recording = new Recording(database.get());
        T result;
        try (recording) {
            result = work.get();
        }
        if (recording.statements.size() != count) {
            throw recording.unexpected("expected " + inWords(count));
        }
        return result;
    }

    /** Starts counting where the test has a budget. */
    @Override
    public void beforeTestExecution(ExtensionContext context) {
        if (budget(context).isPresent()) {
            store(context).put(this, new Recording(database.get()));
        }
    }

    /** Ends counting and compares; a test that failed already keeps its own failure. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        Recording recording = store(context).remove(this, Recording.class);
        if (recording == null) {
            return;
        }
        recording.close();
        int max = budget(context).map(Statements::max).orElse(Integer.MAX_VALUE);
        if (recording.statements.size() > max && context.getExecutionException().isEmpty()) {
            throw recording.unexpected("expected at most " + inWords(max));
        }
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    private static Optional<Statements> budget(ExtensionContext context) {
        Optional<Statements> onMethod = AnnotationSupport.findAnnotation(context.getTestMethod(), Statements.class);
        return onMethod.isPresent()
                ? onMethod
                : AnnotationSupport.findAnnotation(context.getTestClass(), Statements.class);
    }

    private static String inWords(int count) {
        return count == 1 ? "1 statement" : count + " statements";
    }

    /** The statements between its creation and its end. */
    private static final class Recording implements AutoCloseable {
        private final List<StatementObserver.Executed> statements = new CopyOnWriteArrayList<>();
        private final Observation observation;

        Recording(Database database) {
            this.observation = database.observe(statements::add);
        }

        @Override
        public void close() {
            observation.close();
        }

        AssertionError unexpected(String expected) {
            Map<String, Long> times = statements.stream()
                    .collect(Collectors.groupingBy(Recording::line, LinkedHashMap::new, Collectors.counting()));
            List<String> lines = new ArrayList<>();
            lines.add(expected + " but " + statements.size() + " ran");
            times.forEach((line, count) -> lines.add("  " + count + " x " + line));
            long most = times.values().stream().mapToLong(Long::longValue).max().orElse(0);
            if (most > 1) {
                lines.add("  hint: the same statement ran " + most
                        + " times (N+1): read or write all its rows with one, as with = any(?) or a batch");
            }
            return new AssertionError(String.join("\n", lines));
        }

        private static String line(StatementObserver.Executed statement) {
            String text = statement.sql().strip().replaceAll("\\s+", " ");
            return statement.batch() == 1 ? text : text + " (batch of " + statement.batch() + ")";
        }
    }
}
