package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Drop;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Meta;
import dev.stele.migrations.review.Statement.Other;
import dev.stele.migrations.review.Statement.Unknown;
import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Understands a statement as far as a review needs it; a mistake in it is a fault, never an exception. */
final class StatementParser {
    /** How a statement can begin that is not looked into. */
    private static final Set<String> OTHER = Set.of(
            "select",
            "with",
            "values",
            "table",
            "do",
            "call",
            "copy",
            "explain",
            "prepare",
            "execute",
            "deallocate",
            "declare",
            "fetch",
            "move",
            "close",
            "listen",
            "notify",
            "unlisten",
            "load",
            "show",
            "discard",
            "checkpoint",
            "security",
            "import",
            "merge",
            "reassign");

    private StatementParser() {}

    static Parsed parse(RawStatement raw) {
        if (raw.tokens().get(0).is(Kind.META)) {
            return new Parsed(raw, new Meta(raw.tokens().get(0).text()), raw.faults());
        }
        if (!raw.faults().isEmpty()) {
            return new Parsed(raw, new Unknown(), raw.faults());
        }
        try {
            return new Parsed(raw, statement(new TokenReader(raw)), List.of());
        } catch (TokenReader.Unexpected e) {
            return new Parsed(raw, new Unknown(), List.of(e.fault()));
        }
    }

    private static Statement statement(TokenReader in) {
        if (in.at(Kind.OPEN)) {
            return new Other("select", Set.of());
        }
        String verb = in.peek().is(Kind.WORD) ? in.peek().text() : "";
        return switch (verb) {
            case "create" -> create(in);
            case "alter" -> AlterParser.parse(in);
            case "drop" -> drop(in);
            default -> {
                Statement found = ActivityParser.parse(verb, in);
                if (found != null) {
                    yield found;
                }
                if (!OTHER.contains(verb)) {
                    throw in.unexpected("a statement");
                }
                yield new Other(verb, Set.of());
            }
        };
    }

    private static Statement create(TokenReader in) {
        in.skip();
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (in.accept("or", "replace")) {
            flags.add(Flag.OR_REPLACE);
        }
        boolean global = in.accept("global") || in.accept("local");
        if (in.accept("temporary") || in.accept("temp")) {
            flags.add(Flag.TEMPORARY);
        } else if (global) {
            throw in.unexpected("\"TEMPORARY\"");
        }
        if (in.accept("unlogged")) {
            flags.add(Flag.UNLOGGED);
        }
        if (in.accept("unique")) {
            flags.add(Flag.UNIQUE);
            if (!in.at("index")) {
                throw in.unexpected("\"INDEX\"");
            }
        }
        if (in.accept("index")) {
            return new TableReader(in, flags).index();
        }
        if (in.accept("foreign", "table") || in.accept("table")) {
            return new TableReader(in, flags).table();
        }
        return new CreateParser(in, flags).parse();
    }

    private static Statement drop(TokenReader in) {
        in.skip();
        if (in.accept("owned")) {
            return new Other("drop owned", Set.of());
        }
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        ObjectType type = ObjectTypes.read(in);
        if (in.accept("concurrently")) {
            flags.add(Flag.CONCURRENTLY);
        }
        if (in.accept("if", "exists")) {
            flags.add(Flag.IF_EXISTS);
        }
        List<Name> names = new ArrayList<>();
        Name on = Name.NONE;
        if (type == ObjectType.OTHER && !in.at(Kind.WORD) && !in.at(Kind.QUOTED_NAME)) {
            in.skipRest();
        } else {
            names.addAll(droppedNames(in, type));
        }
        if (in.accept("on")) {
            on = in.name("a table");
        }
        if (in.accept("cascade")) {
            flags.add(Flag.CASCADE);
        } else {
            in.accept("restrict");
        }
        if (!in.atEnd() && type != ObjectType.OTHER && type != ObjectType.DATABASE && type != ObjectType.ROLE) {
            throw in.unexpected("\"CASCADE\" or the end of the statement");
        }
        return new Drop(type, names, on, flags);
    }

    private static List<Name> droppedNames(TokenReader in, ObjectType type) {
        List<Name> found = new ArrayList<>();
        do {
            found.add(in.name("the name of the " + type.words()));
            if (in.at(Kind.OPEN)) {
                in.skip();
            }
        } while (in.accept(Kind.COMMA));
        return found;
    }
}
