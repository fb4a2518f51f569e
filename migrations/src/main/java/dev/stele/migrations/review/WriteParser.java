package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Write;
import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads INSERT, UPDATE and DELETE. */
final class WriteParser {
    private static final Set<String> AFTER_SET = Set.of("from", "where", "returning");

    private final TokenReader in;
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);

    WriteParser(TokenReader in) {
        this.in = in;
    }

    Write parse(String verb) {
        in.skip();
        if (verb.equals("insert")) {
            return insert();
        }
        if (verb.equals("delete")) {
            in.expect("from");
        }
        in.accept("only");
        Name table = in.name("a table");
        List<String> columns = verb.equals("update") ? assignments() : List.of();
        if (in.skipTo(Set.of("where"))) {
            boolean always = Conditions.alwaysTrue(in.statement(), in.position() + 1);
            flags.add(always ? Flag.ALWAYS_TRUE : Flag.WITH_WHERE);
        }
        return new Write(verb, table, columns, flags);
    }

    private Write insert() {
        in.expect("into");
        Name table = in.name("a table");
        if (in.accept("as")) {
            in.identifier("an alias");
        }
        List<String> columns = List.of();
        if (in.at(Kind.OPEN)
                && !in.peek(1).isWord("select")
                && !in.peek(1).isWord("with")
                && !in.peek(1).is(Kind.OPEN)) {
            columns = in.columnList("\"(\" and columns");
        }
        if (in.atEnd()) {
            throw in.unexpected("\"VALUES\" or a query");
        }
        boolean query = in.skipTo(Set.of("select", "with", "table"));
        if (query) {
            flags.add(Flag.AS_QUERY);
        }
        return new Write("insert", table, columns, flags);
    }

    private List<String> assignments() {
        if (!in.skipTo(Set.of("set"))) {
            throw in.unexpected("\"SET\"");
        }
        in.skip();
        List<String> columns = new ArrayList<>();
        do {
            if (in.at(Kind.OPEN)) {
                columns.addAll(in.columnList("\"(\" and columns"));
            } else {
                columns.add(in.identifier("a column"));
            }
            in.expression(AFTER_SET);
        } while (in.accept(Kind.COMMA));
        return columns;
    }
}
