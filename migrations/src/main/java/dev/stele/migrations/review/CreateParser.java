package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Create;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Token.Kind;
import java.util.List;
import java.util.Set;

/** Reads every CREATE but tables and indexes. */
final class CreateParser {
    private static final Set<String> ON = Set.of("on");

    private final TokenReader in;
    private final Set<Flag> flags;

    CreateParser(TokenReader in, Set<Flag> flags) {
        this.in = in;
        this.flags = flags;
    }

    Create parse() {
        ObjectType type = ObjectTypes.read(in);
        if (in.accept("concurrently")) {
            throw in.unexpected("a name; only indexes are built concurrently,");
        }
        if (in.accept("if", "not", "exists")) {
            flags.add(Flag.IF_NOT_EXISTS);
        }
        return switch (type) {
            case SCHEMA -> schema();
            case TYPE -> type();
            case DOMAIN -> domain();
            case VIEW, MATERIALIZED_VIEW -> view(type);
            case TRIGGER, POLICY, RULE -> onTable(type);
            case FUNCTION, PROCEDURE, AGGREGATE -> routine(type);
            case STATISTICS, OTHER -> anything(type);
            default -> plain(type);
        };
    }

    private Create schema() {
        int offset = in.offset();
        Name name =
                in.at("authorization") ? new Name("", in.peek(1).text(), offset) : in.name("the name of the schema");
        in.skipRest();
        return done(ObjectType.SCHEMA, name, List.of());
    }

    private Create type() {
        Name name = in.name("the name of the type");
        if (in.accept("as", "enum")) {
            in.group("\"(\" and values");
            flags.add(Flag.ENUM);
        } else if (in.accept("as", "range")) {
            in.group("\"(\" and options");
        } else if (in.accept("as") || in.at(Kind.OPEN)) {
            in.group("\"(\" and attributes");
        }
        if (!in.atEnd()) {
            throw in.unexpected("the end of the statement");
        }
        return done(ObjectType.TYPE, name, List.of());
    }

    private Create domain() {
        Name name = in.name("the name of the domain");
        in.accept("as");
        TypeReader.read(in);
        return done(ObjectType.DOMAIN, name, new ColumnReader(in).columnConstraints());
    }

    private Create view(ObjectType type) {
        Name name = in.name("the name of the view");
        if (!in.skipTo(Set.of("as"))) {
            throw in.unexpected("\"AS\" and a query");
        }
        in.skip();
        if (in.atEnd()) {
            throw in.unexpected("a query");
        }
        in.skipRest();
        return done(type, name, List.of());
    }

    private Create onTable(ObjectType type) {
        Name name = in.name("the name of the " + type.words());
        if (type == ObjectType.RULE) {
            in.skipTo(Set.of("to"));
        } else {
            in.skipTo(ON);
        }
        if (in.atEnd()) {
            throw in.unexpected("\"ON\" and a table");
        }
        in.skip();
        Name table = in.name("a table");
        in.skipRest();
        return new Create(type, name, table, List.of(), flags);
    }

    private Create routine(ObjectType type) {
        Name name = in.name("the name of the " + type.words());
        if (!in.at(Kind.OPEN)) {
            throw in.unexpected("\"(\" and parameters");
        }
        in.skipRest();
        return done(type, name, List.of());
    }

    private Create plain(ObjectType type) {
        Name name = in.name("the name of the " + type.words());
        in.skipRest();
        return done(type, name, List.of());
    }

    /** Operators have names of signs, casts have none. */
    private Create anything(ObjectType type) {
        Name name = in.atEnd() || !in.peek().isName() ? Name.NONE : in.name("a name");
        if (type == ObjectType.STATISTICS && in.skipTo(Set.of("from")) && in.accept("from")) {
            return new Create(type, name, in.name("a table"), List.of(), flags);
        }
        in.skipRest();
        return done(type, name, List.of());
    }

    private Create done(ObjectType type, Name name, List<Constraint> constraints) {
        return new Create(type, name, Name.NONE, constraints, flags);
    }
}
