package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.DatabaseException;
import dev.stele.crud.teams.PasswordHasher.Cost;
import dev.stele.migrations.Migrations;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A fresh database with the schema of the eight families, and rows to start from. */
final class TeamsDatabase {
    /** A hasher that costs next to nothing. */
    static final PasswordHasher QUICK = new Argon2idHasher(new Cost(64, 1, 8, Duration.ofSeconds(10)));

    private TeamsDatabase() {}

    /** Opens the database with the entities of the families. */
    static Database open(PostgresExtension postgres) {
        return Database.open(postgres.config(), Families.entities());
    }

    /** A change of some attributes of a member. */
    static Member.Update memberUpdate(
            Field<String> name, Field<String> role, Field<MemberType> type, Field<@Nullable Long> sourceId) {
        return new Member.Update(
                name,
                role,
                type,
                Field.unset(),
                Field.unset(),
                Field.unset(),
                sourceId,
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset());
    }

    /** A client's explicit null for a field that takes none. */
    @SuppressWarnings("unchecked") // what a JSON library makes of {"name": null}
    static <T> Field<T> explicitNull() {
        return (Field<T>) (Field<?>) Field.of(null);
    }

    /** What each of several threads got, a result or an exception, when all did the same at once. */
    static List<Object> atOnce(int threads, Callable<?> work) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Object>> outcomes = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                outcomes.add(pool.submit(() -> {
                    start.await();
                    try {
                        return work.call();
                    } catch (DatabaseException e) {
                        return e;
                    }
                }));
            }
            start.countDown();
            List<Object> all = new ArrayList<>();
            for (Future<Object> outcome : outcomes) {
                try {
                    all.add(outcome.get(30, TimeUnit.SECONDS));
                } catch (ExecutionException | TimeoutException e) {
                    throw new AssertionError("a thread failed", e);
                }
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }

    /** For {@code @RegisterExtension static final PostgresExtension postgres = TeamsDatabase.fresh();}. */
    static PostgresExtension fresh() {
        PostgresExtension postgres = PostgresExtension.freshDatabase();
        Migrations.of(postgres.config()).upgrade();
        return postgres;
    }

    /** Inserts a user who cannot log in, and returns the id. */
    static long user(PostgresExtension postgres, String email) {
        return user(postgres, email, false);
    }

    /** Inserts a superuser who cannot log in, and returns the id. */
    static long superuser(PostgresExtension postgres, String email) {
        return user(postgres, email, true);
    }

    private static long user(PostgresExtension postgres, String email, boolean superuser) {
        return postgres.value(
                Long.class,
                "insert into \"user\" (email, is_superuser, hashed_password) values (?, ?, '') returning id",
                email,
                superuser);
    }

    /** Inserts a team and its leader past the DAO, and returns the team's id. */
    static long team(PostgresExtension postgres, String name, long ownerId) {
        return postgres.value(Long.class, """
                with t as (
                    insert into team (name, owner_id, workflow) values (?, ?, 'hierarchical') returning id, name
                ), m as (
                    insert into member (name, role, type, owner_of, belongs_to)
                    select left(name, 58) || 'Leader', 'leads', 'root', id, id from t
                )
                select id from t
                """, name, ownerId);
    }
}
