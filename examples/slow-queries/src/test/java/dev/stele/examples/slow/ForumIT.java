package dev.stele.examples.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.Stele;
import dev.stele.core.PostgresExtension;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.advice.Problem;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is planted in the forum is slow indeed, and what a person would do about it helps. */
class ForumIT {
    /** An index nobody reads costs writes, and its call reads no less without it. */
    private static final Set<Problem> NOT_READ = Set.of(Problem.UNUSED_INDEX, Problem.ROW_BY_ROW);

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void asksForFewerBuffersOnceAPersonHasMendedIt() throws Exception {
        try (Stele stele = Stele.builder()
                .config(postgres.config())
                .withoutFamilies()
                .entities(Author.class, ForumThread.class)
                .changelog(Changelog.classPath("db/changelog/forum"))
                .kept("forum_thread_*_idx")
                .start()) {
            Forum forum = new Forum(stele, new Sample(20_000));
            forum.fill();
            stele.migrations().check().requireClean();

            Map<Problem, Measured> before = new EnumMap<>(Problem.class);
            Planted.ALL.forEach(
                    planted -> before.put(planted.problem(), Measured.of(forum.database(), () -> planted.slow()
                            .on(forum, 99))));
            postgres.execute(
                    "create extension pg_trgm",
                    "create index on forum_thread (reference)",
                    "create index on forum_thread using gin (labels jsonb_path_ops)",
                    "create index on forum_thread using gin (title gin_trgm_ops)",
                    "create index on forum_thread (product, opened_at desc, id desc)",
                    "drop index forum_thread_votes_idx");
            forum.vacuum();

            assertThat(Planted.ALL).hasSize(8).allSatisfy(planted -> {
                Measured slow = before.get(planted.problem());
                Measured mended =
                        Measured.of(forum.database(), () -> planted.mended().on(forum, 99));
                if (!NOT_READ.contains(planted.problem())) {
                    assertThat(mended.buffers() * 3).as(planted.name()).isLessThan(slow.buffers());
                }
                assertThat(mended.statements())
                        .as(planted.name())
                        .hasSize(
                                planted.problem() == Problem.ROW_BY_ROW
                                        ? 1
                                        : slow.statements().size());
            });
            assertThat(before.get(Problem.ROW_BY_ROW).statements()).hasSize(21);
        }
    }

    @Test
    void refusesAForumTooSmallToBeSlow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sample(999))
                .withMessage("stele.forum.threads must be at least 1000 but was 999");
    }
}
