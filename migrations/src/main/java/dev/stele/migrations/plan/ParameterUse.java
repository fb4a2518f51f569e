package dev.stele.migrations.plan;

import dev.stele.migrations.plan.Condition.Test;
import dev.stele.migrations.plan.PlanNode.Relation;
import dev.stele.migrations.plan.PlanText.Kind;
import dev.stele.migrations.plan.PlanText.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a parameter is compared with.
 *
 * @param table the column's table, or the first partition of it
 * @param column the column
 * @param test how they are compared
 * @param wildcards where the statement puts wildcards itself
 */
record ParameterUse(Relation table, String column, Test test, Wildcards wildcards) {
    /** Where wildcards stand beside a value. */
    enum Wildcards {
        /** Nowhere; the value has its own. */
        NONE,
        /** Behind it, as for what begins with it. */
        BEHIND,
        /** Before it, and mostly behind it too. */
        AROUND
    }

    /** The uses of parameters by their number, as a generic plan shows them; of several the first one. */
    static Map<Integer, ParameterUse> of(List<TableAccess> accesses) {
        Map<Integer, ParameterUse> uses = new LinkedHashMap<>();
        for (TableAccess access : accesses) {
            access.conditions().forEach(condition -> add(uses, access.table(), condition));
        }
        return uses;
    }

    private static void add(Map<Integer, ParameterUse> uses, Relation table, Condition condition) {
        condition.alternatives().forEach(alternative -> add(uses, table, alternative));
        List<Word> words = PlanText.words(condition.operand());
        List<Integer> parameters = words.stream()
                .filter(word -> word.kind() == Kind.PARAMETER)
                .map(ParameterUse::number)
                .toList();
        boolean row = condition.columns().size() == parameters.size();
        Wildcards wildcards = wildcards(condition, words);
        if (condition.isColumn() || (row && words.get(0).is("ROW"))) {
            for (int i = 0; i < parameters.size(); i++) {
                String column = condition.columns().get(row ? i : 0);
                uses.putIfAbsent(parameters.get(i), new ParameterUse(table, column, condition.test(), wildcards));
            }
        }
    }

    private static Wildcards wildcards(Condition condition, List<Word> words) {
        if (condition.isPrefix()) {
            return Wildcards.BEHIND;
        }
        boolean some = words.stream()
                .anyMatch(word -> word.kind() == Kind.STRING && word.text().contains("%"));
        return some ? Wildcards.AROUND : Wildcards.NONE;
    }

    /** Which parameters of a statement say how many rows to give or to leave out: the value for each. */
    static Map<Integer, String> limits(StatementText text) {
        Map<Integer, String> limits = new LinkedHashMap<>();
        List<Word> words = new ArrayList<>(text.words());
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).kind() == Kind.PARAMETER) {
                switch (words.get(i - 1).text().toLowerCase(Locale.ROOT)) {
                    case "limit", "first", "next" -> limits.put(number(words.get(i)), "20");
                    case "offset" -> limits.put(number(words.get(i)), "0");
                    default -> {}
                }
            }
        }
        return limits;
    }

    private static int number(Word parameter) {
        return Integer.parseInt(parameter.text().substring(1));
    }
}
