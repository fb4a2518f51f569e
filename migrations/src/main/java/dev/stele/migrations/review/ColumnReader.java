package dev.stele.migrations.review;

import dev.stele.migrations.review.Constraint.Kind;
import dev.stele.migrations.review.Constraint.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads columns and constraints, as CREATE TABLE, ALTER TABLE and CREATE DOMAIN share them. */
final class ColumnReader {
    private static final Set<String> AFTER_DEFAULT = Set.of(
            "not",
            "null",
            "constraint",
            "check",
            "unique",
            "primary",
            "references",
            "generated",
            "default",
            "collate",
            "deferrable",
            "initially",
            "storage",
            "compression",
            "using");
    private static final Set<String> TABLE_CONSTRAINTS =
            Set.of("constraint", "primary", "unique", "check", "foreign", "exclude");
    private static final Set<String> STORAGE = Set.of("plain", "external", "extended", "main", "default");

    private final TokenReader in;

    ColumnReader(TokenReader in) {
        this.in = in;
    }

    Column column() {
        int offset = in.offset();
        String name = in.identifier("a column");
        return new Column(name, TypeReader.read(in), columnConstraints(), offset);
    }

    /** A column of a typed table or a partition: its type is known already. */
    Column columnOfKnownType() {
        int offset = in.offset();
        String name = in.identifier("a column");
        in.accept("with", "options");
        return new Column(name, TypeName.NONE, columnConstraints(), offset);
    }

    boolean atTableConstraint() {
        if (!in.atAny(TABLE_CONSTRAINTS)) {
            return false;
        }
        // A column may be called "foreign" only with quotes, but "exclude" and the like without.
        return !in.at("exclude") || in.peek(1).isWord("using") || in.peek(1).is(Token.Kind.OPEN);
    }

    List<Constraint> columnConstraints() {
        List<Constraint> found = new ArrayList<>();
        while (!in.atEnd() && !in.at(Token.Kind.COMMA) && !in.at(Token.Kind.CLOSE)) {
            String name = in.accept("constraint") ? in.identifier("the name of the constraint") : "";
            Constraint next = columnConstraint(name);
            if (next != null) {
                found.add(next);
            }
        }
        return List.copyOf(found);
    }

    private @Nullable Constraint columnConstraint(String name) {
        if (in.accept("not", "null")) {
            return withTraits(Constraint.of(Kind.NOT_NULL, name));
        }
        if (in.accept("null")) {
            return Constraint.of(Kind.NULL, name);
        }
        if (in.accept("default")) {
            return Constraint.of(Kind.DEFAULT, name).with(in.expression(AFTER_DEFAULT));
        }
        if (in.accept("check")) {
            return withTraits(Constraint.of(Kind.CHECK, name).with(new Expression(in.group("\"(\" and a condition"))));
        }
        if (in.accept("primary", "key")) {
            return indexed(Constraint.of(Kind.PRIMARY_KEY, name));
        }
        if (in.accept("unique")) {
            nullsDistinct();
            return indexed(Constraint.of(Kind.UNIQUE, name));
        }
        if (in.accept("references")) {
            return references(Constraint.of(Kind.FOREIGN_KEY, name));
        }
        return in.accept("generated") ? generated(name) : columnOption();
    }

    private Constraint generated(String name) {
        if (!in.accept("always")) {
            in.expect("by");
            in.expect("default");
        }
        in.expect("as");
        if (in.accept("identity")) {
            if (in.at(Token.Kind.OPEN)) {
                in.skip();
            }
            return Constraint.of(Kind.IDENTITY, name);
        }
        Constraint computed =
                Constraint.of(Kind.GENERATED, name).with(new Expression(in.group("\"(\" and an expression")));
        if (in.accept("stored")) {
            return computed.with(Set.of(Trait.STORED));
        }
        in.accept("virtual");
        return computed.with(Set.of(Trait.VIRTUAL));
    }

    /** What says nothing that a review needs. */
    private @Nullable Constraint columnOption() {
        if (in.accept("collate")) {
            in.name("a collation");
        } else if (in.accept("storage")) {
            if (!in.atAny(STORAGE)) {
                throw in.unexpected("a storage strategy");
            }
            in.skip();
        } else if (in.accept("compression")) {
            in.identifier("a compression method");
        } else if (in.accept("options")) {
            in.group("\"(\" and options");
        } else if (!traits().isEmpty()) {
            return null;
        } else {
            throw in.unexpected("a constraint of the column, a comma or the end");
        }
        return null;
    }

    Constraint tableConstraint() {
        String name = in.accept("constraint") ? in.identifier("the name of the constraint") : "";
        if (in.accept("check")) {
            return withTraits(Constraint.of(Kind.CHECK, name).with(new Expression(in.group("\"(\" and a condition"))));
        }
        if (in.accept("primary", "key")) {
            return keyed(Constraint.of(Kind.PRIMARY_KEY, name));
        }
        if (in.accept("unique")) {
            nullsDistinct();
            return keyed(Constraint.of(Kind.UNIQUE, name));
        }
        if (in.accept("foreign", "key")) {
            Constraint key = Constraint.of(Kind.FOREIGN_KEY, name).with(in.columnList("\"(\" and columns"));
            in.expect("references");
            return references(key);
        }
        if (in.accept("not", "null")) {
            return withTraits(Constraint.of(Kind.NOT_NULL, name).with(List.of(in.identifier("a column"))));
        }
        in.expect("exclude");
        return exclusion(Constraint.of(Kind.EXCLUDE, name));
    }

    private Constraint exclusion(Constraint constraint) {
        if (in.accept("using")) {
            in.identifier("an index method");
        }
        in.group("\"(\" and columns");
        Constraint found = indexed(constraint);
        if (in.accept("where")) {
            in.group("\"(\" and a condition");
        }
        return withTraits(found);
    }

    private Constraint keyed(Constraint key) {
        if (in.accept("using", "index")) {
            return withTraits(key.usingIndex(in.identifier("an index")));
        }
        return indexed(key.with(in.columnList("\"(\" and columns")));
    }

    private Constraint indexed(Constraint key) {
        if (in.accept("include")) {
            in.group("\"(\" and columns");
        }
        if (in.accept("with")) {
            in.group("\"(\" and parameters");
        }
        if (in.accept("using", "index", "tablespace")) {
            in.identifier("a tablespace");
        }
        return withTraits(key);
    }

    private Constraint references(Constraint key) {
        Constraint found = key.referencing(in.name("the referenced table"));
        if (in.at(Token.Kind.OPEN)) {
            in.skip();
        }
        if (in.accept("match")) {
            in.skip();
        }
        while (in.accept("on")) {
            if (!in.accept("delete")) {
                in.expect("update");
            }
            action();
        }
        return withTraits(found);
    }

    private void action() {
        if (in.accept("no", "action") || in.accept("restrict") || in.accept("cascade")) {
            return;
        }
        in.expect("set");
        if (!in.accept("null")) {
            in.expect("default");
        }
        if (in.at(Token.Kind.OPEN)) {
            in.skip();
        }
    }

    private void nullsDistinct() {
        if (in.accept("nulls")) {
            in.accept("not");
            in.expect("distinct");
        }
    }

    private Constraint withTraits(Constraint constraint) {
        Set<Trait> traits = traits();
        return traits.isEmpty() ? constraint : constraint.with(traits);
    }

    private Set<Trait> traits() {
        Set<Trait> found = EnumSet.noneOf(Trait.class);
        int before;
        do {
            before = in.position();
            if (in.accept("not", "valid")) {
                found.add(Trait.NOT_VALID);
            }
            if (in.accept("deferrable")
                    || in.accept("not", "deferrable")
                    || in.accept("initially", "deferred")
                    || in.accept("initially", "immediate")
                    || in.accept("no", "inherit")
                    || in.accept("not", "enforced")
                    || in.accept("enforced")) {
                found.add(Trait.DEFERRABLE);
            }
        } while (in.position() > before);
        return found;
    }
}
