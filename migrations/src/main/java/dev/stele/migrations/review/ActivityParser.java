package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Comment;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Grant;
import dev.stele.migrations.review.Statement.Lock;
import dev.stele.migrations.review.Statement.Maintain;
import dev.stele.migrations.review.Statement.Other;
import dev.stele.migrations.review.Statement.Setting;
import dev.stele.migrations.review.Statement.Transaction;
import dev.stele.migrations.review.Statement.Truncate;
import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is neither CREATE, ALTER nor DROP. */
final class ActivityParser {
    private final TokenReader in;
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);

    private ActivityParser(TokenReader in) {
        this.in = in;
    }

    /** The statement, or null where this is not the reader for it. */
    static @Nullable Statement parse(String verb, TokenReader in) {
        ActivityParser parser = new ActivityParser(in);
        return switch (verb) {
            case "insert", "update", "delete" -> new WriteParser(in).parse(verb);
            case "truncate" -> parser.truncate();
            case "comment" -> parser.comment();
            case "grant", "revoke" -> parser.grant();
            case "set", "reset" -> parser.setting();
            case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release" -> parser.transaction();
            case "prepare" -> in.at("prepare", "transaction") ? parser.transaction() : null;
            case "reindex", "vacuum", "cluster", "analyze", "analyse", "refresh" -> parser.maintain();
            case "lock" -> parser.lock();
            default -> null;
        };
    }

    private Truncate truncate() {
        in.skip();
        in.accept("table");
        List<Name> tables = in.names("a table");
        if (in.accept("restart", "identity") || in.accept("continue", "identity")) {
            flags.remove(Flag.CASCADE);
        }
        if (in.accept("cascade")) {
            flags.add(Flag.CASCADE);
        }
        return new Truncate(tables, flags);
    }

    private Comment comment() {
        in.skip();
        in.expect("on");
        ObjectType type = ObjectTypes.read(in);
        Name name = in.peek().isName() ? commented(type) : Name.NONE;
        if (!in.skipTo(Set.of("is"))) {
            throw in.unexpected("\"IS\" and a text");
        }
        return new Comment(type, name);
    }

    /** The table, also where the comment is on one of its columns, constraints, triggers or policies. */
    private Name commented(ObjectType type) {
        Name name = in.name("a name");
        if (type == ObjectType.COLUMN) {
            // What reads as schema and table is table and column, or their schema comes before both.
            return columnsTable(name);
        }
        if (in.at("on") && !in.at("on", "domain")) {
            in.skip();
            return in.name("a table");
        }
        return name;
    }

    private Name columnsTable(Name column) {
        int end = in.position();
        boolean three = end >= 5 && in.peek(-4).is(Kind.DOT) && in.peek(-2).is(Kind.DOT);
        return new Name(three ? in.peek(-5).text() : "", column.schema(), column.offset());
    }

    private Grant grant() {
        String verb = in.peek().text();
        List<Name> names = new ArrayList<>();
        if (in.skipTo(Set.of("on", "to", "from")) && in.accept("on")) {
            in.accept("table");
            if (in.peek().isName() && !in.at("all")) {
                names.add(in.name("a name"));
            }
        } else if (in.atEnd()) {
            throw in.unexpected("\"TO\" or \"FROM\"");
        }
        in.skipRest();
        return new Grant(verb, ObjectType.TABLE, names);
    }

    private Setting setting() {
        String verb = in.peek().text();
        in.skip();
        if (in.accept("local")) {
            flags.add(Flag.LOCAL);
        } else {
            in.accept("session");
        }
        if (in.accept("time", "zone")) {
            return new Setting("timezone", in.peek().text(), flags);
        }
        Name name = in.name("the name of a setting");
        if (verb.equals("reset")) {
            return new Setting(name.toString(), "default", flags);
        }
        if (in.at(Kind.OPERATOR) || in.at("to")) {
            in.skip();
            if (in.atEnd()) {
                throw in.unexpected("a value");
            }
        }
        String value = in.peek().text();
        in.skipRest();
        return new Setting(name.toString(), value, flags);
    }

    private Transaction transaction() {
        String verb = in.peek().text();
        in.skip();
        String kind =
                switch (verb) {
                    case "start", "begin" -> "begin";
                    case "end", "commit" -> in.at("prepared") ? "savepoint" : "commit";
                    case "abort" -> "rollback";
                    case "rollback" ->
                        in.at("to") || in.peek(1).isWord("to") || in.at("prepared") ? "savepoint" : "rollback";
                    case "prepare" -> "commit";
                    default -> "savepoint";
                };
        return new Transaction(kind);
    }

    private Maintain maintain() {
        String verb = in.peek().text().equals("analyse") ? "analyze" : in.peek().text();
        in.skip();
        options();
        ObjectType type = ObjectType.TABLE;
        if (verb.equals("refresh")) {
            in.expect("materialized");
            in.expect("view");
            type = ObjectType.MATERIALIZED_VIEW;
        } else if (verb.equals("reindex")) {
            type = reindexed();
        }
        options();
        List<Name> names = in.atEnd() || !in.peek().isName() || in.at("using") ? List.of() : in.names("a name");
        if (in.at("with", "no", "data")) {
            flags.remove(Flag.WITH_DATA);
        }
        if (verb.equals("cluster") && in.accept("on")) {
            // The old spelling: CLUSTER index ON table.
            names = in.names("a table");
        }
        if (verb.equals("reindex") && names.isEmpty() && type != ObjectType.DATABASE) {
            throw in.unexpected("the name of the " + type.words());
        }
        return new Maintain(verb, type, names, flags);
    }

    private ObjectType reindexed() {
        return in.accept("system") ? ObjectType.DATABASE : ObjectTypes.read(in);
    }

    /** Both spellings: {@code VACUUM FULL t} and {@code VACUUM (FULL) t}. */
    private void options() {
        List<Token> words = new ArrayList<>();
        if (in.at(Kind.OPEN)) {
            words.addAll(in.group("\"(\" and options"));
        }
        while (in.at("full") || in.at("freeze") || in.at("verbose") || in.at("analyze") || in.at("concurrently")) {
            words.add(in.peek());
            in.skip();
        }
        for (int i = 0; i < words.size(); i++) {
            String next = i + 1 < words.size() ? words.get(i + 1).text() : "";
            if (!next.equals("false") && !next.equals("off")) {
                option(words.get(i).text());
            }
        }
    }

    private void option(String word) {
        switch (word) {
            case "full" -> flags.add(Flag.FULL);
            case "analyze" -> flags.add(Flag.ANALYZE);
            case "concurrently" -> flags.add(Flag.CONCURRENTLY);
            default -> {}
        }
    }

    private Statement lock() {
        in.skip();
        in.accept("table");
        List<Name> tables = in.names("a table");
        StringBuilder mode = new StringBuilder();
        if (in.accept("in")) {
            while (!in.atEnd() && !in.at("mode")) {
                mode.append(mode.isEmpty() ? "" : "_").append(in.peek().text());
                in.skip();
            }
            in.expect("mode");
        } else {
            mode.append("access_exclusive");
        }
        for (LockMode known : LockMode.values()) {
            if (known.name().equals(mode.toString().toUpperCase(Locale.ROOT))) {
                return new Lock(tables, known);
            }
        }
        return new Other("lock", Set.of());
    }
}
