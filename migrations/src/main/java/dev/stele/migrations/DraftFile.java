package dev.stele.migrations;

import dev.stele.migrations.diff.PlannedStatement;
import dev.stele.migrations.diff.PreCheck;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of a generated version: formatted SQL, a changeset for each transaction of the plan. */
final class DraftFile {
    private final String author;
    private final String id;
    private final List<Part> parts;

    private DraftFile(String author, String id, List<Part> parts) {
        this.author = author;
        this.id = id;
        this.parts = List.copyOf(parts);
    }

    /**
     * A changeset to be.
     *
     * @param statements what it does, one transaction or outside of any
     * @param rollback what takes it back, in order
     */
    record Part(List<PlannedStatement> statements, List<PlannedStatement> rollback) {
        Part {
            statements = List.copyOf(statements);
            rollback = List.copyOf(rollback);
        }

        boolean transactional() {
            return statements.get(0).transactional();
        }
    }

    /** Divides the statements of a plan into changesets without rollbacks. */
    static DraftFile of(String author, String id, List<PlannedStatement> statements) {
        List<Part> parts = new ArrayList<>();
        List<PlannedStatement> open = new ArrayList<>();
        for (PlannedStatement statement : statements) {
            if (!open.isEmpty() && open.get(0).transaction() != statement.transaction()) {
                parts.add(new Part(open, List.of()));
                open.clear();
            }
            open.add(statement);
        }
        if (!open.isEmpty()) {
            parts.add(new Part(open, List.of()));
        }
        return new DraftFile(author, id, parts);
    }

    /** Parts that have their rollbacks already. */
    static DraftFile ofParts(String author, String id, List<Part> parts) {
        return new DraftFile(author, id, parts);
    }

    List<Part> parts() {
        return parts;
    }

    /**
     * Copies with the statements that take each changeset back.
     *
     * @param checks what must hold before the last changeset, which is the first to go, is taken back
     */
    DraftFile withRollbacks(List<List<PlannedStatement>> rollbacks, Set<PreCheck> checks) {
        List<Part> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            List<PlannedStatement> rollback = new ArrayList<>(rollbacks.get(i));
            if (i + 1 == parts.size() && !checks.isEmpty()) {
                String sql = RowChecks.block(checks, "nothing of this version has been taken back");
                rollback.add(0, new PlannedStatement(sql, true, 0, "", List.of(), null));
            }
            all.add(new Part(parts.get(i).statements(), rollback));
        }
        return new DraftFile(author, id, all);
    }

    /** Whether a changeset stands before the first part that looks at the rows. */
    boolean hasChecks() {
        return !checks().isEmpty();
    }

    String text(List<String> head) {
        StringBuilder text = new StringBuilder("--liquibase formatted sql\n");
        head.forEach(line -> text.append("-- ").append(line).append('\n'));
        if (hasChecks()) {
            text.append('\n').append(checkText());
        }
        for (int i = 0; i < parts.size(); i++) {
            String suffix = parts.size() == 1 ? "" : "-" + (i + 1);
            text.append('\n').append(text(parts.get(i), id + suffix));
        }
        return text.toString();
    }

    private Set<PreCheck> checks() {
        return parts.stream()
                .flatMap(part -> part.statements().stream())
                .flatMap(statement -> statement.preChecks().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String checkText() {
        return "--changeset " + author + ":" + id + "-check splitStatements:false stripComments:false\n"
                + "--comment Looks at the rows before anything is changed.\n"
                + "-- stele:ignore not-analysable it only asks, and changes nothing\n"
                + RowChecks.block(checks(), "nothing of this version has run") + ";\n--rollback empty\n";
    }

    private String text(Part part, String changeset) {
        List<String> all = new ArrayList<>();
        part.statements().forEach(statement -> all.add(statement.sql()));
        part.rollback().forEach(statement -> all.add(statement.sql()));
        boolean delimited = all.stream().anyMatch(sql -> sql.contains(";"));
        boolean commented = all.stream().anyMatch(sql -> sql.contains("--") || sql.contains("/*"));
        String end = delimited ? ";;" : ";";
        StringBuilder text = new StringBuilder("--changeset " + author + ":" + changeset)
                .append(part.transactional() ? "" : " runInTransaction:false")
                .append(delimited ? " endDelimiter:;; rollbackEndDelimiter:;;" : "")
                .append(commented ? " stripComments:false" : "")
                .append('\n');
        for (PlannedStatement statement : part.statements()) {
            comment(statement).forEach(line -> text.append("-- ").append(line).append('\n'));
            text.append(statement.sql()).append(end).append('\n');
        }
        if (part.rollback().isEmpty()) {
            return text.append("--rollback empty\n").toString();
        }
        for (PlannedStatement statement : part.rollback()) {
            (statement.sql() + end)
                    .lines()
                    .forEach(line -> text.append("--rollback ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static List<String> comment(PlannedStatement statement) {
        return statement.comment().lines().toList();
    }
}
