package dev.stele.migrations.plan;

import dev.stele.migrations.plan.Condition.Place;
import dev.stele.migrations.plan.Condition.Source;
import dev.stele.migrations.plan.Condition.Test;
import dev.stele.migrations.plan.PlanText.Kind;
import dev.stele.migrations.plan.PlanText.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a printed condition asks of one table. */
final class ConditionReader {
    private static final Set<String> RANGES = Set.of("<", "<=", ">", ">=");
    private static final Set<String> PATTERNS = Set.of("~~", "~~*", "~", "~*", "^@", "%");
    private static final Set<String> CONTAINMENTS = Set.of("@>", "<@", "?", "?|", "?&", "&&", "@@", "@?");
    private static final Map<String, String> COMMUTATORS = Map.of(
            "=", "=", "<>", "<>", "<", ">", ">", "<", "<=", ">=", ">=", "<=", "@>", "<@", "<@", "@>", "&&", "&&");

    private final Place place;

    private ConditionReader(Place place) {
        this.place = place;
    }

    /**
     * The conditions on one table, all of which must hold.
     *
     * @param text as the server prints it, or ""
     * @param own how the table's columns are qualified in it
     */
    static List<Condition> read(String text, Set<String> own, Place place) {
        return text.isEmpty() ? List.of() : new ConditionReader(place).all(Expression.of(text, own));
    }

    private List<Condition> all(Expression expression) {
        List<Condition> conditions = new ArrayList<>();
        List<Expression> parts = expression.split("AND");
        for (Expression part : parts) {
            // What was in parentheses may be a list again.
            conditions.addAll(
                    parts.size() > 1 && part.split("AND").size() > 1
                            ? all(part)
                            : one(part).stream().toList());
        }
        return conditions;
    }

    private Optional<Condition> one(Expression part) {
        if (part.columns().isEmpty()) {
            return Optional.empty();
        }
        List<Expression> alternatives = part.split("OR");
        return Optional.of(alternatives.size() > 1 ? anyOf(part, alternatives) : single(part));
    }

    private Condition anyOf(Expression part, List<Expression> parts) {
        List<Condition> alternatives = new ArrayList<>();
        for (Expression alternative : parts) {
            all(alternative).stream().findFirst().ifPresent(alternatives::add);
        }
        // An alternative that asks nothing of this table lets all of its rows through.
        return alternatives.size() < parts.size()
                ? other(part)
                : condition(Test.ANY_OF, "", part, "", Source.NONE, alternatives);
    }

    private Condition single(Expression part) {
        if (part.startsWith("NOT")) {
            Expression inner = part.part(1, part.words().size());
            return inner.isOwnColumn() ? condition(Test.TRUTH, "NOT", inner, "", Source.NONE, List.of()) : other(part);
        }
        if (part.isOwnColumn()) {
            return condition(Test.TRUTH, "", part, "", Source.NONE, List.of());
        }
        if (part.endsWith("IS", "NOT", "NULL")) {
            return nothing(Test.NOT_NULL, part.part(0, part.words().size() - 3));
        }
        if (part.endsWith("IS", "NULL")) {
            return nothing(Test.NULL, part.part(0, part.words().size() - 2));
        }
        return compared(part).orElseGet(() -> other(part));
    }

    private Condition nothing(Test test, Expression side) {
        return condition(test, "", side, "", Source.NONE, List.of());
    }

    private Optional<Condition> compared(Expression part) {
        for (int i : part.outside()) {
            Word word = part.words().get(i);
            if (i > 0 && word.kind() == Kind.OPERATOR) {
                return sides(part, i, i + 1, word.text());
            }
            if (word.is("OPERATOR")) {
                // An operator outside of the search path is printed as OPERATOR(schema.=).
                int end = Expression.closing(part.words(), i + 1);
                return sides(part, i, end + 1, part.words().get(end - 1).text());
            }
            if (word.is("IS")
                    && part.words().get(i + 1).is("NOT")
                    && part.words().get(i + 2).is("DISTINCT")) {
                return sides(part, i, i + 4, "=");
            }
        }
        return Optional.empty();
    }

    private Optional<Condition> sides(Expression part, int leftEnd, int rightStart, String operator) {
        Expression left = part.part(0, leftEnd);
        Expression right = part.part(rightStart, part.words().size());
        if (left.columns().isEmpty()) {
            String commuted = COMMUTATORS.get(operator);
            boolean quantified = right.startsWith("ANY") || right.startsWith("ALL");
            return commuted == null || quantified ? Optional.empty() : comparison(commuted, right, left);
        }
        return right.columns().isEmpty() ? comparison(operator, left, right) : Optional.empty();
    }

    private Optional<Condition> comparison(String operator, Expression side, Expression operand) {
        Test test = test(operator, operand);
        String printed = operand.printed();
        if (!side.startsWith("ROW")) {
            return Optional.of(condition(test, operator, side, printed, operand.source(), List.of()));
        }
        List<Expression> parts = rowParts(side);
        boolean columns = parts.stream().allMatch(Expression::isOwnColumn);
        if (!columns || (test != Test.RANGE && test != Test.EQUAL)) {
            return Optional.empty();
        }
        return Optional.of(new Condition(
                test == Test.RANGE ? Test.ROW_RANGE : Test.EQUAL,
                operator,
                String.join(", ", parts.stream().map(Expression::unqualified).toList()),
                side.columns(),
                "",
                printed,
                operand.source(),
                place,
                List.of()));
    }

    private static List<Expression> rowParts(Expression row) {
        return row.part(2, row.words().size() - 1).split(",");
    }

    private static Test test(String operator, Expression operand) {
        boolean all = operand.startsWith("ALL");
        boolean any = operand.startsWith("ANY");
        if (operator.equals("=") && !all) {
            return Test.EQUAL;
        }
        if (operator.equals("<>") && !any) {
            return Test.NOT_EQUAL;
        }
        if (any || all) {
            return Test.OTHER;
        }
        return RANGES.contains(operator)
                ? Test.RANGE
                : PATTERNS.contains(operator)
                        ? Test.PATTERN
                        : CONTAINMENTS.contains(operator) ? Test.CONTAINS : Test.OTHER;
    }

    private Condition other(Expression part) {
        return condition(Test.OTHER, part.startsWith("NOT") ? "NOT" : "", part, "", Source.NONE, List.of());
    }

    private Condition condition(
            Test test, String operator, Expression side, String operand, Source source, List<Condition> alternatives) {
        Expression uncast = side.uncast();
        boolean castColumn = uncast.isOwnColumn();
        Expression named = castColumn ? uncast : side;
        return new Condition(
                test,
                operator,
                named.unqualified(),
                side.columns(),
                castColumn ? side.castType() : "",
                operand,
                source,
                place,
                alternatives);
    }
}
