package dev.stele.crud.query;

import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnMapping;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.EntityMappings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The tables of one statement: the entity's own as {@code t0}, and one more for each reference that a path crosses.
 *
 * <p>For {@code Dao} while it plans a statement; not safe for use by several threads.
 */
@SuppressWarnings("exports") // applications have no use for it, so need not see the mapping
public final class FromClause {
    private final EntityMappings mappings;
    private final EntityMapping root;
    private final String alias;
    private final Map<String, Joined> joins = new LinkedHashMap<>();
    private final StringBuilder sql;

    /** Starts with the entity's table alone. */
    public FromClause(EntityMappings mappings, EntityMapping root) {
        this(mappings, root, "t");
    }

    private FromClause(EntityMappings mappings, EntityMapping root, String prefix) {
        this.mappings = mappings;
        this.root = root;
        this.alias = prefix;
        this.sql = new StringBuilder(root.sqlTable()).append(' ').append(prefix).append('0');
    }

    /** A clause for a sub-select over another entity, whose aliases do not collide with this one's. */
    FromClause nested(EntityMapping entity) {
        return new FromClause(mappings, entity, alias + "t");
    }

    /** The mappings it was made with. */
    EntityMappings mappings() {
        return mappings;
    }

    /** The entity it starts at. */
    public EntityMapping root() {
        return root;
    }

    /** The name of the entity's own table in the statement. */
    public String rootAlias() {
        return alias + "0";
    }

    /** The tables with their joins, to stand behind FROM. */
    public String sql() {
        return sql.toString();
    }

    /** Whether a path needed another table than the entity's own. */
    public boolean hasJoins() {
        return !joins.isEmpty();
    }

    /**
     * The column that the attributes, each of what the one before refers to, lead to; joins tables on the way.
     *
     * @throws Misuse if one of them is not there or is no reference
     */
    public Column column(List<String> path) {
        EntityMapping entity = root;
        String at = rootAlias();
        boolean optional = false;
        StringBuilder way = new StringBuilder();
        for (int i = 0; ; i++) {
            String name = path.get(i);
            AttributeMapping attribute = attribute(entity, path, i);
            if (entity.attribute(name).isEmpty()) {
                i++;
            }
            optional |= attribute.nullable();
            if (i == path.size() - 1 || isIdOf(attribute, path, i)) {
                return new Column(at + "." + attribute.column().sql(), attribute, optional);
            }
            if (attribute.target() == null) {
                throw noAttribute(entity, name + "." + path.get(i + 1));
            }
            way.append('.').append(name);
            Joined joined = join(way.toString(), at, attribute, optional);
            entity = joined.entity();
            at = joined.alias();
        }
    }

    /** The attribute of that name, or of this one and the next: inside an embedded value names have dots. */
    private static AttributeMapping attribute(EntityMapping entity, List<String> path, int at) {
        String name = path.get(at);
        return entity.attribute(name)
                .or(() -> at + 1 < path.size() ? entity.attribute(name + "." + path.get(at + 1)) : Optional.empty())
                .orElseThrow(() -> noAttribute(entity, name));
    }

    /**
     * What the path leads to as an expression over the entity's own table alone, for RETURNING, which cannot join.
     *
     * <p>The reference's own column is read as written, so the row's new value counts.
     */
    public String scalar(List<String> path) {
        AttributeMapping reference = root.attribute(path.get(0)).orElse(null);
        if (reference == null || reference.target() == null || path.size() == 1 || isIdOf(reference, path, 0)) {
            return column(path).sql();
        }
        FromClause inner = nested(mappings.get(reference.target()));
        String wanted = inner.column(path.subList(1, path.size())).sql();
        StringJoiner on = new StringJoiner(" and ");
        for (int i = 0; i < reference.columns().size(); i++) {
            on.add(inner.idColumns().get(i) + " = " + rootAlias() + "."
                    + reference.columns().get(i).sql());
        }
        return "(select %s from %s where %s)".formatted(wanted, inner.sql(), on);
    }

    /** The id's columns of the entity itself. */
    public List<String> idColumns() {
        return root.id().columns().stream()
                .map(column -> rootAlias() + "." + column.sql())
                .toList();
    }

    private boolean isIdOf(AttributeMapping reference, List<String> path, int at) {
        Class<?> target = reference.target();
        if (target == null || at != path.size() - 2) {
            return false;
        }
        List<AttributeMapping> id = mappings.get(target).id().attributes();
        return id.size() == 1 && id.get(0).name().equals(path.get(at + 1));
    }

    private Joined join(String way, String from, AttributeMapping reference, boolean optional) {
        Joined known = joins.get(way);
        if (known != null) {
            return known;
        }
        EntityMapping target = mappings.get(java.util.Objects.requireNonNull(reference.target()));
        String to = alias + (joins.size() + 1);
        Joined joined = new Joined(to, target);
        joins.put(way, joined);
        sql.append(optional ? " left join " : " join ")
                .append(target.sqlTable())
                .append(' ')
                .append(to);
        List<ColumnMapping> ids = target.id().columns();
        for (int i = 0; i < ids.size(); i++) {
            sql.append(i == 0 ? " on " : " and ")
                    .append(to + "." + ids.get(i).sql())
                    .append(" = ")
                    .append(from + "." + reference.columns().get(i).sql());
        }
        return joined;
    }

    private static Misuse noAttribute(EntityMapping entity, String name) {
        return new Misuse(
                "%s has no attribute %s that lives in a column".formatted(entity.name(), name),
                "its attributes are " + String.join(", ", entity.attributes().keySet()));
    }

    /**
     * Where a path leads.
     *
     * @param sql the column with its table's alias
     * @param attribute the attribute there
     * @param nullable whether it, or a reference on the way, may be NULL
     */
    public record Column(String sql, AttributeMapping attribute, boolean nullable) {}

    /** A table joined over a reference. */
    private record Joined(String alias, EntityMapping entity) {}
}
