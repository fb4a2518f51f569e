package dev.stele.crud.query;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.CollectionMapping;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.core.mapping.ColumnMapping;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.UnwritableValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/**
 * The SQL of conditions of one shape: rendered once, then bound to the values of each.
 *
 * <p>For {@code Dao}. Immutable once rendered, safe for use by many threads.
 */
public final class WhereSql {
    private final List<Parameter> parameters = new ArrayList<>();
    private final String sql;

    private WhereSql(Shape shape, FromClause from) {
        this.sql = render(shape, from);
    }

    private WhereSql(Shape shape, FromClause from, boolean write) {
        this.sql = write ? renderWrite(shape, from) : render(shape, from);
    }

    /** What conditions must have in common to share their SQL. */
    public static Object shapeOf(Where<?> where) {
        return where.shape();
    }

    /** The values of the condition in the order of its parameters, for what must tell conditions apart. */
    public static List<Object> valuesOf(Where<?> where) {
        return where.values();
    }

    /** Renders the condition for a SELECT; paths over references join tables to {@code from}. */
    public static WhereSql ofSelect(Where<?> where, FromClause from) {
        return new WhereSql(where.shape(), from);
    }

    /** Renders the condition for an UPDATE or DELETE of {@code from}'s own table, which cannot join others. */
    public static WhereSql ofWrite(Where<?> where, FromClause from) {
        return new WhereSql(where.shape(), from, true);
    }

    /** The condition, to stand behind WHERE or AND. */
    public String sql() {
        return sql;
    }

    /** Binds the values of a condition of the same shape from {@code index} on; returns the next index. */
    public int bind(PreparedStatement statement, int index, Where<?> where) throws SQLException {
        List<Object> values = where.values();
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).bind(statement, index + i, values.get(i));
        }
        return index + parameters.size();
    }

    /** Each part on the table's own columns stays there, so that a row changed meanwhile is judged anew. */
    private String renderWrite(Shape shape, FromClause from) {
        if (shape instanceof Shape.And and) {
            StringJoiner all = new StringJoiner(" and ");
            and.parts().forEach(part -> all.add(renderWrite(part, from)));
            return all.toString();
        }
        FromClause inner = from.nested(from.root());
        int before = parameters.size();
        String condition = render(shape, inner);
        if (inner.hasJoins()) {
            String ids = String.join(", ", from.idColumns());
            return "(%s) in (select %s from %s where %s)"
                    .formatted(ids, String.join(", ", inner.idColumns()), inner.sql(), condition);
        }
        parameters.subList(before, parameters.size()).clear();
        return "(" + render(shape, from) + ")";
    }

    private String render(Shape shape, FromClause from) {
        if (shape instanceof Shape.Comparison comparison) {
            return comparison(comparison, from);
        }
        if (shape instanceof Shape.NullTest test) {
            return from.column(test.path()).sql() + (test.negated() ? " is not null" : " is null");
        }
        if (shape instanceof Shape.Membership membership) {
            return membership(membership, from);
        }
        if (shape instanceof Shape.FullText search) {
            return fullText(search, from);
        }
        if (shape instanceof Shape.Existence existence) {
            return existence(existence, from);
        }
        if (shape instanceof Shape.And and) {
            return joined(and.parts(), " and ", from);
        }
        if (shape instanceof Shape.Or or) {
            return joined(or.parts(), " or ", from);
        }
        if (shape instanceof Shape.Not not) {
            return "not (" + render(not.part(), from) + ")";
        }
        return "true";
    }

    private String joined(List<Shape> parts, String by, FromClause from) {
        StringJoiner all = new StringJoiner(by, "(", ")");
        parts.forEach(part -> all.add(render(part, from)));
        return all.toString();
    }

    private String comparison(Shape.Comparison comparison, FromClause from) {
        FromClause.Column column = from.column(comparison.path());
        ColumnCodec codec = single(column).codec();
        if (comparison.operator().takesText()) {
            parameters.add(
                    (statement, index, value) -> statement.setString(index, ColumnCodec.wholeText((String) value)));
        } else if (comparison.operator() == Shape.Operator.OVERLAPS) {
            parameters.add(named(
                    column,
                    (statement, index, value) ->
                            codec.bind(statement, index, codec.acceptElements((Collection<?>) value))));
        } else if (comparison.operator().takesPart()) {
            parameters.add(named(column, codec::bind));
        } else {
            parameters.add(
                    named(column, (statement, index, value) -> codec.bind(statement, index, codec.accept(value))));
        }
        return comparison.operator().sql(column.sql());
    }

    /** The same, where a value that cannot be stored is told with the attribute's name. */
    private static Parameter named(FromClause.Column column, Parameter parameter) {
        String attribute = column.attribute().name();
        return (statement, index, value) -> {
            try {
                parameter.bind(statement, index, value);
            } catch (UnwritableValue e) {
                Invalid.FieldError error = new Invalid.FieldError(attribute, e.problem());
                throw new Invalid(List.of(error), e.getSQLState(), e);
            }
        };
    }

    private String membership(Shape.Membership membership, FromClause from) {
        FromClause.Column column = from.column(membership.path());
        ColumnCodec codec = single(column).codec();
        parameters.add((statement, index, value) -> codec.bindArray(
                statement,
                index,
                ((Collection<?>) value).stream().map(codec::accept).toList()));
        return column.sql() + (membership.negated() ? " <> all(" : " = any(") + codec.arrayPlaceholder() + ")";
    }

    private String fullText(Shape.FullText search, FromClause from) {
        StringJoiner texts = new StringJoiner(" || ' ' || ");
        for (List<String> path : search.paths()) {
            texts.add("coalesce(" + from.column(path).sql() + ", '')");
        }
        parameters.add((statement, index, value) -> statement.setString(index, ColumnCodec.wholeText((String) value)));
        return "to_tsvector('%s', %s) @@ websearch_to_tsquery('%s', ?)"
                .formatted(search.configuration(), texts, search.configuration());
    }

    private String existence(Shape.Existence existence, FromClause from) {
        EntityMapping owner = from.root();
        CollectionMapping collection = owner.collection(existence.collection())
                .orElseThrow(() -> new Misuse(
                        "%s has no collection %s of entities".formatted(owner.name(), existence.collection()),
                        "use has() with a one-to-many or many-to-many attribute"));
        EntityMapping target = from.mappings().get(collection.target());
        FromClause inner = from.nested(target);
        String condition = render(existence.inner(), inner);
        StringJoiner on = new StringJoiner(" and ");
        String link = collection.isManyToMany() ? from.rootAlias() + "l" : inner.rootAlias();
        for (int i = 0; i < collection.ownerColumns().size(); i++) {
            on.add(link + "." + collection.ownerColumns().get(i).sql() + " = "
                    + from.idColumns().get(i));
        }
        for (int i = 0; i < collection.elementColumns().size(); i++) {
            on.add(link + "." + collection.elementColumns().get(i).sql() + " = "
                    + inner.idColumns().get(i));
        }
        String tables = collection.isManyToMany() ? collection.table() + " " + link + ", " + inner.sql() : inner.sql();
        return "exists (select 1 from %s where %s and %s)".formatted(tables, on, condition);
    }

    private static ColumnMapping single(FromClause.Column column) {
        if (column.attribute().columns().size() > 1) {
            throw new Misuse(
                    "%s has several columns and cannot be compared as one"
                            .formatted(column.attribute().name()),
                    "compare the parts of the id it refers to one by one");
        }
        return column.attribute().column();
    }

    /** Binds one value. */
    private interface Parameter {
        void bind(PreparedStatement statement, int index, Object value) throws SQLException;
    }
}
