package dev.stele.crud.teams;

import dev.stele.core.PostgresExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fresh database with the schema of the eight families, and rows to start from. */
final class TeamsDatabase {
    private static final Path VERSIONS = Path.of("../migrations/src/main/resources/db/changelog/stele/versions");

    private TeamsDatabase() {}

    /** For {@code @RegisterExtension static final PostgresExtension postgres = TeamsDatabase.fresh();}. */
    static PostgresExtension fresh() {
        return PostgresExtension.freshDatabase().withSql(schema().toArray(String[]::new));
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

    private static List<String> schema() {
        try (Stream<Path> files = Files.list(VERSIONS)) {
            List<String> changesets = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                changesets.addAll(changesets(Files.readString(file)));
            }
            return changesets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> changesets(String file) {
        return Arrays.stream(file.split("(?m)^--changeset "))
                .skip(1)
                .map(changeset -> changeset
                        .lines()
                        .skip(1)
                        .filter(line -> !line.startsWith("--rollback"))
                        .collect(Collectors.joining("\n"))
                        .replace("concurrently", ""))
                .toList();
    }
}
