package dev.stele.migrations.plan;

import dev.stele.core.error.Misuse;
import dev.stele.migrations.plan.PlanText.Kind;
import dev.stele.migrations.plan.PlanText.Word;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Refuses to run what does more than read. A transaction that only reads holds back writes; what it does not hold back,
 * such as signals, advisory locks and files, takes a volatile function.
 */
final class SideEffects {
    private static final String VOLATILE = "select 'function ' || p.proname from pg_catalog.pg_proc p"
            + " where p.provolatile = 'v' and p.proname = any(?)"
            + " union all select 'aggregate ' || p.proname from pg_catalog.pg_aggregate a"
            + " join pg_catalog.pg_proc p on p.oid = a.aggfnoid join pg_catalog.pg_proc f"
            + " on f.oid in (a.aggtransfn, a.aggfinalfn) where f.provolatile = 'v' and p.proname = any(?)"
            + " union all select 'operator ' || o.oprname from pg_catalog.pg_operator o"
            + " join pg_catalog.pg_proc p on p.oid = o.oprcode where p.provolatile = 'v' and o.oprname = any(?)"
            // Casts and domains are not always printed, and are of the user's own making where they are volatile.
            + " union all select 'cast by ' || p.proname from pg_catalog.pg_cast c join pg_catalog.pg_proc p"
            + " on p.oid = c.castfunc where p.provolatile = 'v' and c.oid >= 16384"
            + " union all select 'domain check by ' || p.proname from pg_catalog.pg_constraint k"
            + " join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_constraint'::regclass and d.objid = k.oid"
            + " and d.refclassid = 'pg_catalog.pg_proc'::regclass"
            + " join pg_catalog.pg_proc p on p.oid = d.refobjid where k.contypid <> 0 and p.provolatile = 'v' limit 1";

    private SideEffects() {}

    /**
     * Refuses a statement that writes, locks rows or calls what may do more than read.
     *
     * @param plan its plan, which shows what views and policies add to its text
     */
    static void refuse(Connection connection, StatementText text, QueryPlan plan) throws SQLException {
        List<String> kinds = plan.root().all().map(PlanNode::kind).toList();
        if (kinds.contains("ModifyTable")) {
            throw refusal("it writes");
        }
        if (kinds.contains("LockRows")) {
            throw refusal("it locks rows");
        }
        if (text.server().toLowerCase(Locale.ROOT).contains("u&\"")) {
            throw refusal("it has names in escapes, which may be those of functions that write");
        }
        List<List<Word>> printed = Stream.concat(
                        Stream.of(text.words()), SampleMask.texts(plan.json()).map(PlanText::words))
                .toList();
        try (PreparedStatement statement = connection.prepareStatement(VOLATILE)) {
            Object[] called = called(printed).toArray();
            statement.setArray(1, connection.createArrayOf("text", called));
            statement.setArray(2, connection.createArrayOf("text", called));
            statement.setArray(
                    3, connection.createArrayOf("text", operators(printed).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    throw refusal("it may call the volatile " + row.getString(1));
                }
            }
        }
    }

    private static Misuse refusal(String why) {
        return new Misuse("cannot run the statement to measure it: " + why, "ask for its plan without running it");
    }

    private static Set<String> called(List<List<Word>> texts) {
        Set<String> called = new LinkedHashSet<>();
        for (List<Word> words : texts) {
            for (int i = 0; i + 1 < words.size(); i++) {
                if (words.get(i).kind() == Kind.NAME && words.get(i + 1).is("(")) {
                    List<String> parts = PlanText.parts(words.get(i).text());
                    String name = parts.get(parts.size() - 1);
                    called.add(name);
                    called.add(name.toLowerCase(Locale.ROOT));
                }
            }
        }
        return called;
    }

    private static Set<String> operators(List<List<Word>> texts) {
        Set<String> operators = new LinkedHashSet<>();
        texts.stream()
                .flatMap(List::stream)
                .filter(word -> word.kind() == Kind.OPERATOR)
                .forEach(word -> operators.add(word.text()));
        return operators;
    }
}
