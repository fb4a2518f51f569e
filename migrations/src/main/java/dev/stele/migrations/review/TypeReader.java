package dev.stele.migrations.review;

import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the name of a type in all its spellings. */
final class TypeReader {
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("int", "int4"),
            Map.entry("integer", "int4"),
            Map.entry("bigint", "int8"),
            Map.entry("smallint", "int2"),
            Map.entry("character", "char"),
            Map.entry("bpchar", "char"),
            Map.entry("nchar", "char"),
            Map.entry("decimal", "numeric"),
            Map.entry("dec", "numeric"),
            Map.entry("boolean", "bool"),
            Map.entry("real", "float4"),
            Map.entry("float", "float8"),
            Map.entry("serial4", "serial"),
            Map.entry("serial8", "bigserial"),
            Map.entry("serial2", "smallserial"));
    private static final Set<String> INTERVAL = Set.of("year", "month", "day", "hour", "minute", "second", "to");

    private TypeReader() {}

    static TypeName read(TokenReader in) {
        in.accept("setof");
        boolean quoted = in.at(Kind.QUOTED_NAME);
        if (in.at(Kind.WORD) && in.peek().text().equals("national")) {
            in.skip();
        }
        String name = in.name("a type").name();
        if (!quoted) {
            name = SHORT.getOrDefault(name, name);
        }
        if (name.equals("double") && in.accept("precision")) {
            name = "float8";
        } else if ((name.equals("char") || name.equals("bit")) && in.accept("varying")) {
            name = name.equals("bit") ? "varbit" : "varchar";
        }
        if (name.equals("interval")) {
            while (in.atAny(INTERVAL)) {
                in.skip();
            }
        }
        List<String> modifiers = modifiers(in);
        name = withZone(name, in);
        return new TypeName(name, modifiers, array(in));
    }

    private static List<String> modifiers(TokenReader in) {
        if (!in.at(Kind.OPEN)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        for (Token token : in.group("the length of the type")) {
            if (!token.is(Kind.COMMA)) {
                found.add(token.text());
            }
        }
        return List.copyOf(found);
    }

    private static String withZone(String name, TokenReader in) {
        if (!name.equals("timestamp") && !name.equals("time")) {
            return name;
        }
        in.accept("without", "time", "zone");
        return in.accept("with", "time", "zone") ? name + "tz" : name;
    }

    private static boolean array(TokenReader in) {
        boolean array = in.accept("array");
        while (in.at(Kind.OTHER) && in.peek().text().equals("[")) {
            array = true;
            while (!in.atEnd() && !in.peek().text().equals("]")) {
                in.skip();
            }
            in.skip();
        }
        return array;
    }
}
