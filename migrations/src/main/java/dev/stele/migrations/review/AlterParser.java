package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Grant;
import dev.stele.migrations.review.Statement.Other;
import dev.stele.migrations.review.Token.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads ALTER of all kinds. */
final class AlterParser {
    private final TokenReader in;
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);

    private AlterParser(TokenReader in) {
        this.in = in;
    }

    static Statement parse(TokenReader in) {
        in.skip();
        return new AlterParser(in).statement();
    }

    private Statement statement() {
        if (in.accept("system")) {
            return new Other("alter system", Set.of());
        }
        if (in.accept("default", "privileges")) {
            return new Grant("alter default privileges", ObjectType.OTHER, List.of());
        }
        ObjectType type = ObjectTypes.read(in);
        if ((type == ObjectType.TABLE || type == ObjectType.INDEX || type == ObjectType.MATERIALIZED_VIEW)
                && in.accept("all", "in", "tablespace")) {
            return new Other("alter all in tablespace", Set.of());
        }
        if (in.accept("if", "exists")) {
            flags.add(Flag.IF_EXISTS);
        }
        if (type == ObjectType.OTHER || type == ObjectType.AGGREGATE) {
            return new Other("alter", Set.of());
        }
        if (in.accept("only")) {
            flags.add(Flag.ONLY);
        }
        Name name = in.name("the name of the " + type.words());
        return new Alter(type, name, actions(type), flags);
    }

    private List<Action> actions(ObjectType type) {
        if (in.at(Kind.OPERATOR) && in.peek().isOperator("*")) {
            in.skip();
        }
        return switch (type) {
            case TABLE, FOREIGN_TABLE -> new AlterReader(in).actions();
            case INDEX, VIEW, MATERIALIZED_VIEW -> relation();
            case TYPE -> type();
            case DOMAIN -> domain();
            case TRIGGER, POLICY, RULE -> onTable();
            case EXTENSION -> List.of(action(in.at("update") ? ActionKind.UPDATE_EXTENSION : ActionKind.OTHER, ""));
            default -> other();
        };
    }

    /** ALTER INDEX … DEPENDS ON and ATTACH PARTITION are forms of their own. */
    private List<Action> relation() {
        if (in.at("no") || in.at("depends")) {
            in.skipRest();
            return List.of(action(ActionKind.OTHER, ""));
        }
        return new AlterReader(in).actions();
    }

    private List<Action> type() {
        if (in.accept("add", "value")) {
            in.accept("if", "not", "exists");
            String value = in.peek().text();
            in.expect(Kind.STRING, "the new value in quotes");
            boolean positioned = in.at("before") || in.at("after");
            if (positioned) {
                in.skip();
                in.expect(Kind.STRING, "a value in quotes");
            }
            Set<Action.Flag> said = positioned ? Set.of(Action.Flag.POSITIONED) : Set.of();
            return List.of(new Action(ActionKind.ADD_VALUE, value, null, said, in.offset()));
        }
        if (in.accept("rename", "value")) {
            String value = in.peek().text();
            in.expect(Kind.STRING, "a value in quotes");
            in.expect("to");
            in.expect(Kind.STRING, "the new value in quotes");
            return List.of(action(ActionKind.RENAME_VALUE, value));
        }
        return other();
    }

    private List<Action> domain() {
        if (in.accept("add")) {
            List<Constraint> added = new ColumnReader(in).columnConstraints();
            return added.stream()
                    .map(c -> new Action(ActionKind.ADD_CONSTRAINT, c.name(), c, Set.of(), in.offset()))
                    .toList();
        }
        if (in.accept("set", "not", "null")) {
            return List.of(action(ActionKind.SET_NOT_NULL, ""));
        }
        if (in.accept("validate", "constraint")) {
            return List.of(action(ActionKind.VALIDATE_CONSTRAINT, in.identifier("a constraint")));
        }
        if (in.accept("drop", "constraint")) {
            in.accept("if", "exists");
            return List.of(action(ActionKind.DROP_CONSTRAINT, in.identifier("a constraint")));
        }
        return other();
    }

    private List<Action> onTable() {
        in.expect("on");
        Name table = in.name("a table");
        boolean renamed = in.at("rename");
        in.skipRest();
        return List.of(new Action(renamed ? ActionKind.RENAME : ActionKind.OTHER, "", table, Set.of(), table.offset()));
    }

    private List<Action> other() {
        if (in.at(Kind.OPEN)) {
            in.skip();
        }
        if (in.atEnd()) {
            throw in.unexpected("what to alter");
        }
        if (in.accept("rename", "to")) {
            int offset = in.offset();
            Name renamed = new Name("", in.identifier("the new name"), offset);
            return List.of(new Action(ActionKind.RENAME, "", renamed, Set.of(), offset));
        }
        ActionKind kind =
                in.at("owner") ? ActionKind.OWNER : in.at("set", "schema") ? ActionKind.SET_SCHEMA : ActionKind.OTHER;
        in.skipRest();
        return List.of(action(kind, ""));
    }

    private Action action(ActionKind kind, String name) {
        Action action = new Action(kind, name, null, Set.of(), in.offset());
        if (kind == ActionKind.UPDATE_EXTENSION || kind == ActionKind.OTHER) {
            in.skipRest();
        }
        return action;
    }
}
