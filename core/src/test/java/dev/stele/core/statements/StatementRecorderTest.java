package dev.stele.core.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatementRecorderTest {
    private final StatementRecorder recorder = StatementRecorder.started();

    private void run(StatementShape shape, long nanos, long rows) {
        recorder.record(shape, null, System.nanoTime() - nanos, rows);
    }

    @Test
    void countsAndTimesByText() {
        StatementShape page = recorder.shape("select a from t limit ?", "Thread.page");
        run(page, 1_000_000, 20);
        run(page, 3_000_000, 5);
        recorder.recordFailure(page, null, System.nanoTime() - 9_000_000);

        StatementFigures figures = recorder.figures().get(0);

        assertThat(figures.sql()).isEqualTo("select a from t limit ?");
        assertThat(figures.operation()).isEqualTo("Thread.page");
        assertThat(List.of(figures.calls(), figures.failures(), figures.rows())).containsExactly(3L, 1L, 25L);
        assertThat(figures.times().least()).isGreaterThanOrEqualTo(Duration.ofMillis(1));
        assertThat(figures.times().median()).isGreaterThanOrEqualTo(Duration.ofMillis(3));
        assertThat(figures.times().most()).isGreaterThanOrEqualTo(Duration.ofMillis(9));
        assertThat(figures.times().p99()).isEqualTo(figures.times().most());
        assertThat(figures.times().total()).isGreaterThanOrEqualTo(Duration.ofMillis(13));
    }

    @Test
    void theSameTextOfTwoOperationsIsToldOfTwice() {
        run(recorder.shape("select a", "A.list"), 1_000, 3);
        run(recorder.shape("select a", "A.offsetPage"), 1_000, 4);
        run(recorder.shape("select a", "A.list"), 1_000, 5);

        assertThat(recorder.figures())
                .extracting(StatementFigures::operation, StatementFigures::rows)
                .containsExactlyInAnyOrder(tuple("A.list", 8L), tuple("A.offsetPage", 4L));
    }

    @Test
    void tellsFirstWhatTookMostTimeInAll() {
        run(recorder.shape("once", "A.once"), 5_000_000, 1);
        IntStream.range(0, 10).forEach(i -> run(recorder.shape("often", "A.often"), 2_000_000, 1));

        assertThat(recorder.figures()).extracting(StatementFigures::sql).containsExactly("often", "once");
    }

    @Test
    void noRunIsLostHoweverManyThreadsRecord() throws InterruptedException {
        int threads = 8;
        int each = 100_000;
        List<StatementShape> shapes = IntStream.range(0, 5)
                .mapToObj(i -> recorder.shape("select " + i, "A.find"))
                .toList();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                await(start);
                for (int i = 0; i < each; i++) {
                    run(shapes.get(i % shapes.size()), 20_000 + i % 1000, 2);
                }
            });
            thread.start();
            running.add(thread);
        }

        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }

        assertThat(recorder.figures()).hasSize(shapes.size()).allSatisfy(figures -> {
            assertThat(figures.calls()).isEqualTo(threads * each / shapes.size());
            assertThat(figures.rows()).isEqualTo(2 * figures.calls());
        });
        assertThat(recorder.operation("A.find").calls()).isEqualTo(threads * each);
        assertThat(recorder.dropped()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tenMillionRunsTakeNoMoreMemoryThanAHundredThousand() {
        List<StatementShape> shapes = IntStream.range(0, 100)
                .mapToObj(i -> recorder.shape("select " + i, "A.find"))
                .toList();
        for (int i = 0; i < 100_000; i++) {
            run(shapes.get(i % 100), 20_000 + i, 1);
        }
        long before = heapInUse();

        for (int i = 0; i < 9_900_000; i++) {
            run(shapes.get(i % 100), 20_000 + i % 100_000, 1);
        }

        // A page for each of the shapes would be 400 kB; ten million longs would be 80 MB.
        assertThat(heapInUse() - before).isLessThan(400_000);
        assertThat(recorder.operation("A.find").calls()).isEqualTo(10_000_000);
    }

    private static long heapInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void everNewTextsMakeRoomForEachOtherAndAreCountedAsDropped() {
        StatementShape slow = recorder.shape("slow", "A.slow");
        run(slow, 60_000_000_000L, 1);

        for (int i = 0; i < 20_000; i++) {
            run(recorder.shape("select " + i + " from t", "A.find"), 1_000, 1);
        }
        run(slow, 1_000, 1);

        long told =
                recorder.figures().stream().mapToLong(StatementFigures::calls).sum();
        assertThat(recorder.figures()).hasSizeLessThanOrEqualTo(StatementRecorder.MOST_SHAPES);
        assertThat(recorder.figures().get(0).sql()).isEqualTo("slow");
        assertThat(recorder.figures().get(0).calls()).isEqualTo(2);
        assertThat(recorder.dropped()).isPositive().isEqualTo(20_002 - told);
    }

    @Test
    void aShapeThatMadeRoomIsCountedAgainWhenItRuns() {
        StatementShape early = recorder.shape("early", "A.early");
        run(early, 1, 1);
        for (int i = 0; i < StatementRecorder.MOST_SHAPES; i++) {
            run(recorder.shape("select " + i, "A.find"), 1_000_000, 1);
        }
        assertThat(recorder.figures()).noneMatch(figures -> figures.sql().equals("early"));

        run(early, 1, 1);

        assertThat(recorder.figures()).anyMatch(figures -> figures.sql().equals("early") && figures.calls() == 1);
    }

    @Test
    void everNewOperationsAreCountedTogether() {
        for (int i = 0; i < 1_000; i++) {
            run(recorder.shape("select " + i, "A.m" + i), 1_000, 1);
        }

        assertThat(recorder.operations()).hasSizeLessThanOrEqualTo(301);
        assertThat(recorder.operation("other").calls()).isEqualTo(700);
    }

    @Test
    void tellsOfEachOperationOnce() {
        List<String> told = new ArrayList<>();
        run(recorder.shape("a", "A.a"), 1, 1);
        recorder.eachOperation(told::add);

        run(recorder.shape("b", "A.b"), 1, 1);
        run(recorder.shape("b2", "A.b"), 1, 1);

        assertThat(told).containsExactly("A.a", "A.b");
    }

    @Test
    void clearForgetsFiguresRepetitionsAndDropsButNotOperations() {
        StatementShape shape = recorder.shape("a", "A.a");
        StatementUnit unit = recorder.unit();
        IntStream.range(0, 10).forEach(i -> recorder.record(shape, unit, System.nanoTime(), 1));
        unit.end();
        assertThat(recorder.repetitions()).hasSize(1);

        recorder.clear();

        assertThat(recorder.figures()).isEmpty();
        assertThat(recorder.repetitions()).isEmpty();
        assertThat(recorder.dropped()).isZero();
        assertThat(recorder.operation("A.a").calls()).isEqualTo(10);
        run(shape, 1, 1);
        assertThat(recorder.figures()).hasSize(1);
    }

    @Test
    void aStatementTenTimesInATransactionIsARepetition() {
        StatementShape find = recorder.shape("find", "User.find");
        StatementShape other = recorder.shape("other", "User.page");
        transaction(find, 12);
        transaction(find, 30);
        transaction(other, 9);

        assertThat(recorder.repetitions()).singleElement().satisfies(repetition -> {
            assertThat(repetition.sql()).isEqualTo("find");
            assertThat(repetition.operation()).isEqualTo("User.find");
            assertThat(repetition.units()).isEqualTo(2);
            assertThat(repetition.most()).isEqualTo(30);
            assertThat(repetition.total()).isPositive();
        });
        assertThat(recorder.chattyUnits()).isEmpty();
    }

    private void transaction(StatementShape shape, int times) {
        StatementUnit unit = recorder.unit();
        IntStream.range(0, times).forEach(i -> recorder.record(shape, unit, System.nanoTime() - 1_000, 1));
        unit.end();
    }

    @Test
    void aTransactionOfAHundredStatementsIsChatty() {
        StatementUnit unit = recorder.unit();
        for (int i = 0; i < 120; i++) {
            recorder.record(recorder.shape("select " + i, "A.find"), unit, System.nanoTime() - 1_000, 1);
        }
        unit.end();

        assertThat(recorder.repetitions()).isEmpty();
        assertThat(recorder.chattyUnits()).singleElement().satisfies(chatty -> {
            assertThat(chatty.units()).isEqualTo(1);
            assertThat(chatty.most()).isEqualTo(120);
        });
    }

    @Test
    void outsideOfTransactionsAStatementForEachRowOfAListIsARepetition() {
        StatementShape list = recorder.shape("list", "Thread.page");
        StatementShape find = recorder.shape("find", "User.find");
        StatementShape messages = recorder.shape("messages", "Message.page");
        now(list, 20);
        for (int i = 0; i < 20; i++) {
            now(find, 1);
            now(messages, 50);
        }
        now(list, 20);

        assertThat(recorder.repetitions())
                .extracting(Repetition::sql, Repetition::units, Repetition::most)
                .containsExactlyInAnyOrder(tuple("find", 1L, 20), tuple("messages", 1L, 20));
    }

    @Test
    void outsideOfTransactionsWhatRunsMoreOftenThanTheListHasRowsIsNone() {
        StatementShape list = recorder.shape("list", "Thread.page");
        StatementShape find = recorder.shape("find", "User.find");
        now(list, 20);
        IntStream.range(0, 50).forEach(i -> now(find, 1));
        now(list, 20);
        IntStream.range(0, 5).forEach(i -> now(find, 1));
        now(list, 5);
        IntStream.range(0, 15).forEach(i -> now(find, 1));
        now(list, 20);

        assertThat(recorder.repetitions()).isEmpty();
    }

    @Test
    void anInnerListIsTheListForWhatFollowsIt() {
        now(recorder.shape("outer", "A.list"), 12);
        now(recorder.shape("inner", "B.list"), 15);
        IntStream.range(0, 15).forEach(i -> now(recorder.shape("find", "C.find"), 1));
        now(recorder.shape("outer", "A.list"), 12);

        assertThat(recorder.repetitions()).singleElement().satisfies(repetition -> assertThat(repetition.most())
                .isEqualTo(15));
    }

    private void now(StatementShape shape, long rows) {
        recorder.record(shape, null, System.nanoTime(), rows);
    }

    @Test
    void refusesANegativeThreshold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> recorder.logSlowerThan(Duration.ofMillis(-1)))
                .withMessage("threshold must not be negative but was PT-0.001S");
    }
}
