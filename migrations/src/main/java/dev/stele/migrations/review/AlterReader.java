package dev.stele.migrations.review;

import dev.stele.migrations.review.Action.Flag;
import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the sub-commands of ALTER TABLE and what ALTER INDEX, VIEW and SEQUENCE share with it. */
final class AlterReader {
    private static final Set<String> USING = Set.of("using", "collate");

    private final TokenReader in;
    private Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private int offset;

    AlterReader(TokenReader in) {
        this.in = in;
    }

    List<Action> actions() {
        List<Action> found = new ArrayList<>();
        do {
            flags = EnumSet.noneOf(Flag.class);
            offset = in.offset();
            found.add(action());
        } while (in.accept(Kind.COMMA));
        if (!in.atEnd()) {
            throw in.unexpected("a comma or the end of the statement");
        }
        return found;
    }

    private Action action() {
        String verb = in.identifier("what to alter");
        return switch (verb) {
            case "add" -> add();
            case "drop" -> drop();
            case "alter" -> alter();
            case "validate" -> {
                in.expect("constraint");
                yield done(ActionKind.VALIDATE_CONSTRAINT, in.identifier("a constraint"));
            }
            case "rename" -> rename();
            case "set" -> set();
            case "attach" -> attach();
            case "detach" -> detach();
            default -> other(verb);
        };
    }

    private Action add() {
        ColumnReader reader = new ColumnReader(in);
        if (reader.atTableConstraint() || in.at("not", "null")) {
            Constraint constraint = reader.tableConstraint();
            return done(ActionKind.ADD_CONSTRAINT, constraint.name(), constraint);
        }
        in.accept("column");
        if (in.accept("if", "not", "exists")) {
            flags.add(Flag.IF_EXISTS);
        }
        Column column = reader.column();
        return done(ActionKind.ADD_COLUMN, column.name(), column);
    }

    private Action drop() {
        boolean constraint = in.accept("constraint");
        if (!constraint) {
            in.accept("column");
        }
        if (in.accept("if", "exists")) {
            flags.add(Flag.IF_EXISTS);
        }
        String name = in.identifier(constraint ? "a constraint" : "a column");
        if (in.accept("cascade")) {
            flags.add(Flag.CASCADE);
        } else {
            in.accept("restrict");
        }
        return done(constraint ? ActionKind.DROP_CONSTRAINT : ActionKind.DROP_COLUMN, name);
    }

    private Action alter() {
        if (in.accept("constraint")) {
            String name = in.identifier("a constraint");
            skipAction();
            return done(ActionKind.ALTER_CONSTRAINT, name);
        }
        in.accept("column");
        if (in.at(Kind.NUMBER)) {
            skipAction();
            return done(ActionKind.SET_STATISTICS, "");
        }
        String column = in.identifier("a column");
        if (in.accept("type") || in.accept("set", "data", "type")) {
            return type(column);
        }
        return in.accept("set") ? setColumn(column) : otherColumn(column);
    }

    private Action type(String column) {
        TypeName type = TypeReader.read(in);
        if (in.accept("collate")) {
            in.name("a collation");
        }
        if (in.accept("using")) {
            flags.add(Flag.USING);
            in.expression(USING);
        }
        return done(ActionKind.ALTER_TYPE, column, type);
    }

    private Action setColumn(String column) {
        if (in.accept("default")) {
            return done(ActionKind.SET_DEFAULT, column, in.expression(Set.of()));
        }
        if (in.accept("not", "null")) {
            return done(ActionKind.SET_NOT_NULL, column);
        }
        if (in.accept("expression")) {
            in.expect("as");
            return done(ActionKind.SET_EXPRESSION, column, new Expression(in.group("\"(\" and an expression")));
        }
        ActionKind kind = in.at("statistics")
                ? ActionKind.SET_STATISTICS
                : in.at("storage")
                        ? ActionKind.SET_STORAGE
                        : in.at("compression")
                                ? ActionKind.SET_COMPRESSION
                                : in.at(Kind.OPEN) ? ActionKind.SET_COLUMN_OPTIONS : ActionKind.SET_IDENTITY;
        skipAction();
        return done(kind, column);
    }

    private Action otherColumn(String column) {
        if (in.accept("add")) {
            in.expect("generated");
            skipAction();
            return done(ActionKind.ADD_IDENTITY, column);
        }
        if (in.accept("reset") || in.accept("restart")) {
            boolean options = in.at(Kind.OPEN);
            if (!in.atEnd() && !in.at(Kind.COMMA)) {
                skipAction();
            }
            return done(options ? ActionKind.SET_COLUMN_OPTIONS : ActionKind.SET_IDENTITY, column);
        }
        if (in.at("options")) {
            skipAction();
            return done(ActionKind.OTHER, column);
        }
        in.expect("drop");
        if (in.accept("default")) {
            return done(ActionKind.DROP_DEFAULT, column);
        }
        if (in.accept("not", "null")) {
            return done(ActionKind.DROP_NOT_NULL, column);
        }
        ActionKind kind = in.at("expression") ? ActionKind.DROP_EXPRESSION : ActionKind.DROP_IDENTITY;
        in.identifier("default, not null, identity or expression");
        in.accept("if", "exists");
        return done(kind, column);
    }

    private Action rename() {
        if (in.accept("to")) {
            return done(ActionKind.RENAME, "", new Name("", in.identifier("the new name"), offset));
        }
        boolean constraint = in.accept("constraint");
        if (!constraint) {
            in.accept("column");
        }
        String old = in.identifier("the old name");
        in.expect("to");
        Name renamed = new Name("", in.identifier("the new name"), offset);
        return done(constraint ? ActionKind.RENAME_CONSTRAINT : ActionKind.RENAME_COLUMN, old, renamed);
    }

    private Action set() {
        if (in.accept("schema")) {
            return done(ActionKind.SET_SCHEMA, in.identifier("a schema"));
        }
        ActionKind kind =
                switch (in.peek().text()) {
                    case "logged" -> ActionKind.SET_LOGGED;
                    case "unlogged" -> ActionKind.SET_UNLOGGED;
                    case "tablespace" -> ActionKind.SET_TABLESPACE;
                    case "access" -> ActionKind.SET_ACCESS_METHOD;
                    case "without" -> in.peek(1).isWord("oids") ? ActionKind.OTHER : ActionKind.SET_WITHOUT_CLUSTER;
                    case "(" -> ActionKind.SET_OPTIONS;
                    default -> throw in.unexpected("an option of the table");
                };
        String value = in.peek(kind == ActionKind.SET_ACCESS_METHOD ? 2 : 1).text();
        skipAction();
        return done(kind, value);
    }

    private Action attach() {
        in.expect("partition");
        Name partition = in.name("a partition");
        if (!in.atEnd()) {
            if (!in.at("default") && !in.at("for", "values")) {
                throw in.unexpected("\"FOR VALUES\" or \"DEFAULT\"");
            }
            in.skipRest();
        }
        return done(ActionKind.ATTACH_PARTITION, "", partition);
    }

    private Action detach() {
        in.expect("partition");
        Name partition = in.name("a partition");
        if (in.accept("concurrently")) {
            flags.add(Flag.CONCURRENTLY);
        } else if (in.accept("finalize")) {
            flags.add(Flag.FINALIZE);
        }
        return done(ActionKind.DETACH_PARTITION, "", partition);
    }

    private Action other(String verb) {
        int from = in.position();
        ActionKind kind =
                switch (verb) {
                    case "enable", "disable", "force", "no" -> switched(verb);
                    case "cluster" -> ActionKind.CLUSTER_ON;
                    case "reset" -> ActionKind.SET_OPTIONS;
                    case "inherit" -> ActionKind.INHERIT;
                    case "of", "not" -> ActionKind.OF_TYPE;
                    case "owner" -> ActionKind.OWNER;
                    case "replica" -> ActionKind.REPLICA_IDENTITY;
                    case "options" -> ActionKind.OTHER;
                    default -> {
                        in.back(from - 1);
                        throw in.unexpected("a sub-command of ALTER");
                    }
                };
        Name parent = null;
        if (kind == ActionKind.INHERIT || kind == ActionKind.NO_INHERIT) {
            in.accept("inherit");
            parent = in.name("the parent");
        } else {
            skipAction();
        }
        return done(kind, verb, parent);
    }

    private ActionKind switched(String verb) {
        if (in.at("inherit")) {
            return ActionKind.NO_INHERIT;
        }
        if (in.at("row") || verb.equals("force") || verb.equals("no")) {
            return ActionKind.SET_ROW_SECURITY;
        }
        boolean rule = in.at("rule") || in.peek(1).isWord("rule");
        return rule ? ActionKind.SET_RULE : ActionKind.SET_TRIGGER;
    }

    private void skipAction() {
        in.expression(Set.of());
    }

    private Action done(ActionKind kind, String name) {
        return done(kind, name, null);
    }

    private Action done(ActionKind kind, String name, @Nullable Object subject) {
        return new Action(kind, name, subject, flags, offset);
    }
}
