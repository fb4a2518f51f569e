package dev.stele.crud;

import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.CollectionMapping;
import dev.stele.core.mapping.ColumnMapping;
import dev.stele.core.statements.StatementShape;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The links of one many-to-many attribute, as sets of ids; each call is one statement.
 *
 * <p>Safe for use by many threads.
 *
 * @param <K> the id of the owner
 * @param <L> the id of what is linked to
 */
public final class Links<K, L> {
    private final EntityPlans plans;
    private final ColumnMapping owner;
    private final ColumnMapping element;
    private final StatementShape selecting;
    private final StatementShape replacing;
    private final StatementShape adding;
    private final StatementShape removing;

    Links(EntityPlans plans, String attribute) {
        this.plans = plans;
        CollectionMapping link = plans.entity()
                .collection(attribute)
                .filter(collection -> collection.isManyToMany()
                        && collection.ownerColumns().size() == 1
                        && collection.elementColumns().size() == 1)
                .orElseThrow(() -> new Misuse(
                        "%s.%s has no link table between simple ids"
                                .formatted(plans.entity().name(), attribute),
                        "use links() with a many-to-many attribute"));
        this.owner = link.ownerColumns().get(0);
        this.element = link.elementColumns().get(0);
        String ids = element.codec().arrayPlaceholder();
        String add = "insert into %s (%s, %s) select ?, id from unnest(%s) as u(id) on conflict do nothing"
                .formatted(link.table(), owner.sql(), element.sql(), ids);
        this.selecting = plans.shape(
                "select %s from %s where %s = ? order by 1".formatted(element.sql(), link.table(), owner.sql()),
                attribute + ".idsOf");
        this.adding = plans.shape(add, attribute + ".add");
        this.replacing = plans.shape(
                "with removed as (delete from %s where %s = ? and %s <> all(%s)) "
                                .formatted(link.table(), owner.sql(), element.sql(), ids)
                        + add,
                attribute + ".replace");
        this.removing = plans.shape(
                "delete from %s where %s = ? and %s = any(%s)".formatted(link.table(), owner.sql(), element.sql(), ids),
                attribute + ".remove");
    }

    /** The ids that the owner is linked to, in their order. */
    @SuppressWarnings("unchecked") // the id's type is the mapping's
    public Set<L> idsOf(K ownerId) {
        return plans.run(
                selecting,
                statement -> {
                    owner.codec().bind(statement, 1, owner.codec().accept(ownerId));
                    Set<L> ids = new LinkedHashSet<>();
                    try (ResultSet row = statement.executeQuery()) {
                        while (row.next()) {
                            ids.add((L) element.codec().read(row, 1));
                        }
                    }
                    return ids;
                },
                Set::size);
    }

    /**
     * Links the owner to these and to nothing else.
     *
     * @throws dev.stele.core.error.MissingReference if the owner or one of the ids does not exist; nothing is changed
     */
    public void replace(K ownerId, Collection<? extends L> ids) {
        plans.run(
                replacing,
                statement -> {
                    bind(statement, 1, ownerId, ids);
                    bind(statement, 3, ownerId, ids);
                    return statement.executeUpdate();
                },
                added -> added);
    }

    /**
     * Links the owner to these too; returns how many links are new.
     *
     * @throws dev.stele.core.error.MissingReference if the owner or one of the ids does not exist; nothing is changed
     */
    public int add(K ownerId, Collection<? extends L> ids) {
        return run(adding, ownerId, ids);
    }

    /** Removes the links to these; returns how many there were. */
    public int remove(K ownerId, Collection<? extends L> ids) {
        return run(removing, ownerId, ids);
    }

    private int run(StatementShape shape, K ownerId, Collection<? extends L> ids) {
        return plans.run(
                shape,
                statement -> {
                    bind(statement, 1, ownerId, ids);
                    return statement.executeUpdate();
                },
                changed -> changed);
    }

    private void bind(PreparedStatement statement, int index, K ownerId, Collection<? extends L> ids)
            throws java.sql.SQLException {
        List<Object> accepted =
                ids.stream().map(id -> element.codec().accept(id)).distinct().toList();
        owner.codec().bind(statement, index, owner.codec().accept(ownerId));
        element.codec().bindArray(statement, index + 1, accepted);
    }
}
