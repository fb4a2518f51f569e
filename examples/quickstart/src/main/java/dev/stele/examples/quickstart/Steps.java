package dev.stele.examples.quickstart;

import dev.stele.core.error.DatabaseException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Prints one line a step, with the time it took. */
final class Steps {
    private final PrintStream out;

    Steps(PrintStream out) {
        this.out = out;
    }

    /** Runs {@code work} and prints what {@code says} makes of its result. */
    <T> T step(String name, Callable<T> work, Function<T, String> says) {
        long start = System.nanoTime();
        T result;
        try {
            result = work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        out.printf(Locale.ROOT, "%-20s %6d ms  %s%n", name, millis, says.apply(result));
        return result;
    }

    void note(String text) {
        text.lines().forEach(line -> out.printf(Locale.ROOT, "%-20s %9s  %s%n", "", "", line));
    }

    void table(Map<String, Long> rows) {
        out.println();
        rows.forEach((name, count) -> out.printf(Locale.ROOT, "%-20s %,12d rows%n", name, count));
    }

    /** Prints the cause first, as the library words it, then what it came from. */
    void failed(Throwable error) {
        Throwable cause = error;
        for (Throwable inner = error; inner != null; inner = inner.getCause()) {
            if (inner instanceof DatabaseException) {
                cause = inner;
            }
        }
        out.println("FAILED: " + cause.getMessage());
        if (cause != error) {
            out.println("while: " + error.getMessage());
        }
    }
}
