package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.CreateIndex;
import dev.stele.migrations.review.Statement.CreateTable;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads CREATE TABLE and CREATE INDEX. */
final class TableReader {
    private final TokenReader in;
    private final Set<Flag> flags;
    private final List<Column> columns = new ArrayList<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private final List<Name> likes = new ArrayList<>();
    private final List<Name> inherited = new ArrayList<>();

    TableReader(TokenReader in, Set<Flag> flags) {
        this.in = in;
        this.flags = flags;
    }

    CreateTable table() {
        if (in.accept("if", "not", "exists")) {
            flags.add(Flag.IF_NOT_EXISTS);
        }
        Name name = in.name("the name of the table");
        Name parent = Name.NONE;
        boolean typed = false;
        if (in.accept("partition", "of")) {
            parent = in.name("the partitioned table");
            typed = true;
        } else if (in.accept("of")) {
            in.name("a type");
            typed = true;
        }
        boolean body = in.at(Kind.OPEN) && !isQuery();
        if (body) {
            elements(typed);
        }
        String partitioning = options();
        if (in.at("as") || in.at("select") || in.at("with") || in.at("execute") || in.at(Kind.OPEN)) {
            flags.add(Flag.AS_QUERY);
            in.skipRest();
        } else if (!body && !typed) {
            throw in.unexpected("\"(\" and columns");
        }
        if (!in.atEnd()) {
            throw in.unexpected("an option of the table or the end of the statement");
        }
        return new CreateTable(name, columns, constraints, parent, partitioning, likes, inherited, flags);
    }

    /** {@code create table t (a, b) as select …} names columns without types. */
    private boolean isQuery() {
        int before = in.position();
        in.skip();
        boolean query = in.at("as") || ((in.at("with") || in.at("using")) && isWithBeforeAs());
        in.back(before);
        return query;
    }

    private boolean isWithBeforeAs() {
        return in.skipTo(Set.of("as"));
    }

    private void elements(boolean typed) {
        ColumnReader reader = new ColumnReader(in);
        in.openGroup("\"(\" and columns");
        while (!in.at(Kind.CLOSE)) {
            if (reader.atTableConstraint()) {
                constraints.add(reader.tableConstraint());
            } else if (in.accept("like")) {
                likes.add(in.name("a table"));
                while (in.accept("including") || in.accept("excluding")) {
                    in.skip();
                }
            } else {
                columns.add(typed ? reader.columnOfKnownType() : reader.column());
            }
            boolean more = in.accept(Kind.COMMA);
            if (more == in.at(Kind.CLOSE)) {
                throw in.unexpected(more ? "a column or constraint" : "a comma or \")\"");
            }
        }
        in.skip();
    }

    /** What follows the columns, and how the table is partitioned. */
    private String options() {
        String partitioning = "";
        int before;
        do {
            before = in.position();
            if (in.accept("inherits")) {
                in.openGroup("\"(\" and tables");
                while (!in.at(Kind.CLOSE)) {
                    inherited.add(in.name("a table"));
                    in.accept(Kind.COMMA);
                }
                in.skip();
            } else if (in.accept("partition", "by")) {
                partitioning = in.identifier("list, range or hash");
                in.group("\"(\" and the partition key");
            } else {
                option();
            }
        } while (in.position() > before);
        return partitioning;
    }

    private void option() {
        if (in.accept("for", "values")) {
            in.skipTo(Set.of("partition", "using", "with", "tablespace"));
            if (in.at("with") && in.peek(1).is(Kind.OPEN) && in.peek(2).isWord("modulus")) {
                in.skip();
                in.skip();
            }
        } else if (in.accept("default")
                || in.accept("without", "oids")
                || in.accept("on", "commit", "drop")
                || in.accept("on", "commit", "delete", "rows")
                || in.accept("on", "commit", "preserve", "rows")) {
            return;
        } else if ((in.at("with") && in.peek(1).is(Kind.OPEN)) || in.at("options")) {
            in.skip();
            in.skip();
        } else if (in.accept("using") || in.accept("tablespace") || in.accept("server")) {
            in.identifier("a name");
        }
    }

    CreateIndex index() {
        if (in.accept("concurrently")) {
            flags.add(Flag.CONCURRENTLY);
        }
        if (in.accept("if", "not", "exists")) {
            flags.add(Flag.IF_NOT_EXISTS);
        }
        String name = in.at("on") ? "" : in.identifier("the name of the index or ON");
        in.expect("on");
        if (in.accept("only")) {
            flags.add(Flag.ONLY);
        }
        Name table = in.name("a table");
        String method = in.accept("using") ? in.identifier("an index method") : "btree";
        List<String> keys = in.columnList("\"(\" and columns");
        if (in.accept("include")) {
            in.group("\"(\" and columns");
        }
        if (in.at("nulls", "not", "distinct")) {
            flags.add(Flag.NULLS_NOT_DISTINCT);
        }
        if (in.skipTo(Set.of("where"))) {
            flags.add(Flag.WITH_WHERE);
            in.skip();
            if (in.atEnd()) {
                throw in.unexpected("a condition");
            }
        }
        return new CreateIndex(name, table, keys, method, flags);
    }
}
