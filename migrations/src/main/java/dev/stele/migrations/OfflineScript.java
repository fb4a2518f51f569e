package dev.stele.migrations;

import static dev.stele.migrations.HistoryTable.quoted;

import dev.stele.migrations.ChangesetRun.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the script of an upgrade or a downgrade for psql, without any database. */
final class OfflineScript {
    private static final String LOCK = """
            -- One process migrates a database at a time; the lock ends with this session.
            do $stele$
            begin
                if not pg_try_advisory_lock(%d) then
                    raise exception 'another process is migrating this database'
                        using hint = 'wait until it is done, then look where the database is';
                end if;
            end
            $stele$;
            """.formatted(MigrationLock.KEY);

    private static final String GUARD = """
            -- Nothing is changed unless the database is at %1$s.
            do $stele$
            declare
                known constant text[] := array[%2$s]::text[];
                expected constant text[] := known[1:%3$d];
                found text[] := '{}';
            begin
                if %5$s is not null then
                    raise exception 'a changeset of this database is half done'
                        using hint = 'call upgrade(), which finishes it, then write the script anew';
                end if;
                if %4$s is not null then
                    select coalesce(array_agg(author || ':' || id || ':' || filename), '{}') into found
                    from databasechangelog where author || ':' || id || ':' || filename = any (known);
                end if;
                if not (found @> expected and expected @> found) then
                    raise exception 'this script starts at %1$s, where %% changeset(s) are applied, but the database has %%',
                            cardinality(expected), cardinality(found)
                        using hint = 'write the script from the version where the database is';
                end if;
            end
            $stele$;
            """;

    private final StringBuilder script = new StringBuilder();
    private final Changelog changelog;

    private OfflineScript(Changelog changelog) {
        this.changelog = changelog;
    }

    static String write(Changelog changelog, Version from, Version to) {
        boolean up = changelog.position(from) <= changelog.position(to);
        Direction direction = up ? Direction.UP : Direction.DOWN;
        List<Changeset> changesets =
                new ArrayList<>(FormattedSql.read(up ? changelog.between(from, to) : changelog.between(to, from)));
        if (!up) {
            Rollbacks.require(changesets);
            Collections.reverse(changesets);
        }
        OfflineScript writer = new OfflineScript(changelog);
        writer.header(from, to, changesets.size());
        writer.changesets(changesets, direction);
        return writer.footer();
    }

    private void header(Version from, Version to, int count) {
        String known = changelog.changesets().stream()
                .map(id -> "\n        " + quoted(id.label() + ":" + id.file()))
                .collect(Collectors.joining(","));
        int expected = changelog.between(Version.BASE, from).stream()
                .mapToInt(file -> file.changesets().size())
                .sum();
        script.append("-- From ").append(from).append(" to ").append(to).append(": ");
        script.append(count).append(" changeset(s), each in a transaction with its row of the history.\n");
        script.append("-- Apply with: psql -v ON_ERROR_STOP=1 -f <this file>\n\n");
        script.append("\\set ON_ERROR_STOP on\n");
        script.append("set client_encoding = 'UTF8';\nset standard_conforming_strings = on;\n");
        script.append("set client_min_messages = warning;\nset statement_timeout = 0;\nset lock_timeout = '10s';\n");
        script.append("-- Where row-level security is in force, this is for all tenants.\nset stele.tenant = '*';\n\n");
        script.append(LOCK).append('\n');
        script.append(GUARD.formatted(from, known, expected, HistoryTable.OF_THIS_SCHEMA, UnderWay.OF_THIS_SCHEMA))
                .append('\n');
        script.append("do $stele$\nbegin\n    perform set_config('stele.deployment',\n");
        script.append(
                "        right(floor(extract(epoch from clock_timestamp()) * 1000)::bigint::text, 10), false);\n");
        script.append("end\n$stele$;\n");
        if (from.equals(Version.BASE)) {
            script.append('\n').append(HistoryTable.CREATE).append(";\n");
        }
    }

    private void changesets(List<Changeset> changesets, Direction direction) {
        boolean others = true;
        for (int i = 0; i < changesets.size(); i++) {
            Changeset changeset = changesets.get(i);
            if (SchemaOwner.isOthers(changeset.version()) != others) {
                others = !others;
                script.append('\n').append(others ? "reset role;\n" : SchemaOwner.script());
            }
            boolean begins = i == 0 || !isOne(changesets.get(i - 1), changeset);
            boolean ends = i + 1 == changesets.size() || !isOne(changeset, changesets.get(i + 1));
            script.append(begins ? "\n" : "");
            changeset(changeset, direction, (i + 1) + " of " + changesets.size(), new Edges(begins, ends));
        }
        script.append(others ? "" : "\nreset role;\n");
    }

    /** Whether two that follow each other are of one transaction. */
    private static boolean isOne(Changeset one, Changeset next) {
        return one.together() && one.version().equals(next.version());
    }

    /** Whether a transaction begins and ends with a changeset. */
    private record Edges(boolean begins, boolean ends) {}

    private void changeset(Changeset changeset, Direction direction, String place, Edges edges) {
        script.append("-- ").append(place).append(": ").append(direction == Direction.UP ? "" : "rollback of ");
        script.append(changeset.id()).append('\n');
        String record = direction.record(changeset, "current_setting('stele.deployment')");
        List<String> statements = direction.statements(changeset);
        if (changeset.transactional()) {
            List<String> all = new ArrayList<>(statements);
            all.add(record);
            script.append(edges.begins() ? "begin;\n" : "");
            all.forEach(this::statement);
            script.append(edges.ends() ? "commit;\n" : "");
            return;
        }
        LooseStatement.requireNames(changeset.id(), statements);
        // Noted step by step, as online, so that an upgrade online finishes what a script leaves half done.
        transaction(UnderWay.begin(changeset.id(), direction));
        for (String sql : statements) {
            loose(changeset.id(), sql, LooseStatement.of(sql));
        }
        List<String> end = new ArrayList<>(direction == Direction.UP ? List.of(record) : List.of());
        end.add(UnderWay.forget(changeset.id()));
        end.add(UnderWay.dropWhenEmpty());
        transaction(end);
    }

    private void loose(ChangesetId id, String sql, LooseStatement statement) {
        if (statement.isTransactional()) {
            transaction(List.of(sql, UnderWay.done(id, sql)));
            return;
        }
        script.append("set lock_timeout = 0;\n");
        for (String query : Leftovers.clearing(statement)) {
            script.append(query).append("\n\\gexec\n");
        }
        statement(UnderWay.running(id, sql));
        statement(sql);
        Leftovers.checking(statement).forEach(this::statement);
        statement(UnderWay.done(id, sql));
        script.append("set lock_timeout = '10s';\n");
    }

    private void transaction(List<String> statements) {
        script.append("begin;\n");
        statements.forEach(this::statement);
        script.append("commit;\n");
    }

    private void statement(String sql) {
        String body = sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql;
        // A last line that is a comment must not swallow the semicolon.
        boolean comment = body.substring(body.lastIndexOf('\n') + 1).contains("--");
        script.append(body).append(comment ? "\n;\n" : ";\n");
    }

    private String footer() {
        script.append("\ndo $stele$\nbegin\n    perform pg_advisory_unlock(")
                .append(MigrationLock.KEY)
                .append(");\nend\n$stele$;\n");
        return script.toString();
    }
}
