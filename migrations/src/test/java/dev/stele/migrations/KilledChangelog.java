package dev.stele.migrations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A changelog with everything to die in: many statements, slow ones, CONCURRENTLY; each step leaves a row. */
final class KilledChangelog {
    private static final String TABLES = """
            --liquibase formatted sql
            --changeset kill:tally
            create table tally (step text not null);
            create table load (id int primary key, text text not null);
            insert into load select i, 'text ' || i from generate_series(1, 100) i;
            create type mood as enum ('glad');
            --rollback drop table load;
            --rollback drop type mood;
            --rollback drop table tally;

            --changeset kill:slow splitStatements:false
            create function slow(int) returns int language plpgsql immutable as $$
            begin
                perform pg_sleep(0.0002);
                return $1;
            end $$;
            --rollback drop function slow(int);
            """;

    private static final String LOOSE = """
            --liquibase formatted sql
            --changeset kill:indexes runInTransaction:false
            insert into tally values ('indexes 1');
            create index concurrently load_slow_idx on load (slow(id));
            insert into tally values ('indexes 2');
            create unique index concurrently load_text_key on load (text);
            alter table load add constraint load_text_key unique using index load_text_key;
            create index concurrently load_gone_idx on load (slow(id + 1));
            drop index concurrently load_gone_idx;
            insert into tally values ('indexes 3');
            reindex index concurrently load_slow_idx;
            --rollback delete from tally where step = 'indexes 3';
            --rollback reindex table concurrently load;
            --rollback alter table load drop constraint load_text_key;
            --rollback drop index concurrently load_slow_idx;
            --rollback delete from tally where step like 'indexes %';

            --changeset kill:moods runInTransaction:false
            alter type mood add value 'sad';
            insert into tally values ('moods 1');
            alter type mood add value 'bored' before 'sad';
            alter table load add column mood mood default 'bored';
            --rollback alter table load drop column mood;
            --rollback delete from tally where step like 'moods %';
            --rollback drop type mood;
            --rollback create type mood as enum ('glad');
            """;

    private static final String PARTITIONS = """
            --liquibase formatted sql
            --changeset kill:parts
            create table part (id int not null) partition by range (id);
            create table part_low partition of part for values from (0) to (10);
            create table part_high partition of part for values from (10) to (20);
            insert into part select i from generate_series(0, 19) i;
            --rollback drop table part;

            --changeset kill:detach runInTransaction:false
            alter table part detach partition part_low concurrently;
            insert into tally values ('detach 1');
            alter table part_low add constraint part_low_ours_check check (id >= 0) not valid;
            alter table part_low validate constraint part_low_ours_check;
            insert into tally values ('detach 2');
            --rollback alter table part_low drop constraint part_low_ours_check;
            --rollback alter table part_low drop constraint if exists part_low_id_check;
            --rollback alter table part attach partition part_low for values from (0) to (10);
            --rollback delete from tally where step like 'detach %';
            """;

    private KilledChangelog() {}

    /** Writes it below {@code folder} and returns its own folder. */
    static Path write(Path folder) throws IOException {
        Path versions = Files.createDirectory(folder.resolve("versions"));
        Files.writeString(versions.resolve("0001-tables.sql"), TABLES);
        Files.writeString(versions.resolve("0002-many.sql"), many("many", 40, ""));
        Files.writeString(versions.resolve("0003-loose.sql"), LOOSE);
        Files.writeString(versions.resolve("0004-sleeps.sql"), many("sleeps", 6, "select pg_sleep(0.02);\n"));
        Files.writeString(versions.resolve("0005-partitions.sql"), PARTITIONS);
        return versions;
    }

    private static String many(String name, int count, String between) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> between + "insert into tally values ('" + name + " " + i + "');\n")
                .collect(Collectors.joining(
                        "",
                        "--liquibase formatted sql\n--changeset kill:" + name + "\n",
                        "--rollback delete from tally where step like '" + name + " %';\n"));
    }
}
