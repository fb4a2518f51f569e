package dev.stele.examples.slow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What is in the forum: the same for the same number of threads.
 *
 * @param size how many threads there are, at least 1000
 */
record Sample(long size) {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int WORDS = 20_000;
    private static final List<String> VOCABULARY = vocabulary();

    Sample {
        if (size < 1000) {
            throw new IllegalArgumentException("stele.forum.threads must be at least 1000 but was " + size);
        }
    }

    Stream<Author.Create> authors() {
        return LongStream.range(0, size / 50).mapToObj(n -> new Author.Create("author" + n));
    }

    Stream<ForumThread.Create> threads(List<Long> authors) {
        return LongStream.range(0, size)
                .mapToObj(n -> new ForumThread.Create(
                        reference(n),
                        "How do " + word(n) + " and " + word(n * 31 + 7) + " get on?",
                        product(n),
                        openedAt(n),
                        (int) (mixed(n) % 1000),
                        labels(n),
                        authors.get((int) (mixed(n + size) % authors.size()))));
    }

    /** Unique, and in no order that the rows have. */
    String reference(long thread) {
        return "R%08x-%d".formatted(mixed(thread) & 0xffffffffL, thread);
    }

    /** Twenty threads each. */
    String product(long thread) {
        return "General catalogue, spring collection, product line %06d".formatted(mixed(thread) % (size / 20));
    }

    Instant openedAt(long thread) {
        return BEGIN.plusSeconds(thread * 7);
    }

    /** Fifty threads for each customer. */
    Map<String, Object> labels(long thread) {
        return Map.of("customer", "C-" + mixed(thread + 3) % (size / 50), "channel", thread % 3 == 0 ? "mail" : "web");
    }

    Map<String, Object> customer(long thread) {
        return Map.of("customer", "C-" + mixed(thread + 3) % (size / 50));
    }

    /** One of the words in the thread's title. */
    String word(long thread) {
        return VOCABULARY.get((int) (mixed(thread) % WORDS));
    }

    /** A thread for the given round of a workload, another one each time. */
    long picked(int round) {
        return mixed(round * 7919L) % size;
    }

    private static long mixed(long n) {
        long mixed = (n + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 31)) * 0xBF58476D1CE4E5B9L;
        return (mixed ^ (mixed >>> 29)) & Long.MAX_VALUE;
    }

    private static List<String> vocabulary() {
        Random random = new Random(1);
        return IntStream.range(0, WORDS)
                .mapToObj(n -> random.ints(8, 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .toList();
    }
}
