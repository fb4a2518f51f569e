package dev.stele.crud;

import dev.stele.core.Database;
import dev.stele.core.StatementWork;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.ColumnMapping;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.EntityMappings;
import dev.stele.core.statements.StatementShape;
import dev.stele.crud.query.FromClause;
import dev.stele.crud.query.Sort;
import dev.stele.models.CreateOf;
import dev.stele.models.PatchOf;
import dev.stele.models.ViewOf;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one entity that its DAO has worked out so far: mapping, records, SQL.
 *
 * <p>Safe for use by many threads.
 */
final class EntityPlans {
    private final Database database;
    private final EntityMappings mappings;
    private final EntityMapping entity;
    // A record may be of several kinds.
    private final Map<Class<?>, CreatePlan> creates = new ConcurrentHashMap<>();
    private final Map<Class<?>, PatchPlan> patches = new ConcurrentHashMap<>();
    private final Map<Class<?>, Finding<?>> findings = new ConcurrentHashMap<>();
    private final PlanCache cache = new PlanCache();

    /**
     * Plans all records nested in the entity and those given, for a DAO of this class.
     *
     * @throws ConfigurationException that lists everything wrong with any of them
     */
    EntityPlans(Database database, Class<?> type, Class<?> dao, List<Class<?>> others) {
        this.database = database;
        this.mappings = database.mappings();
        this.entity = mappings.get(type);
        if (!entity.unserved().isEmpty()) {
            throw new ConfigurationException("no DAO can serve " + entity.name(), entity.unserved());
        }
        List<String> faults = new ArrayList<>();
        checkId(dao, faults);
        Stream<Class<?>> nested = Stream.of(type.getDeclaredClasses())
                .filter(Class::isRecord)
                .sorted(Comparator.comparing(Class::getName));
        Stream.concat(nested, others.stream()).forEach(record -> plan(record, faults));
        refuse(faults);
    }

    /** The id that a subclass of {@code Dao} declares must be the entity's; of {@code Dao} itself it is not known. */
    private void checkId(Class<?> dao, List<String> faults) {
        Class<?> declared = entity.id().javaType();
        if (dao.getGenericSuperclass() instanceof ParameterizedType parent
                && parent.getRawType() == Dao.class
                && parent.getActualTypeArguments()[1] instanceof Class<?> id
                && id != declared) {
            faults.add("%s has ids of type %s; expected %s"
                    .formatted(RecordShape.nameOf(dao), id.getSimpleName(), declared.getSimpleName()));
        }
    }

    private void plan(Class<?> record, List<String> faults) {
        if (CreateOf.class.isAssignableFrom(record)) {
            creates.put(record, new CreatePlan(mappings, entity, record, faults));
        }
        if (PatchOf.class.isAssignableFrom(record)) {
            patches.put(record, new PatchPlan(mappings, entity, record, faults));
        }
        if (ViewOf.class.isAssignableFrom(record)) {
            findings.put(record, new Finding<>(this, record, faults));
        }
    }

    private void refuse(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new ConfigurationException("the records of " + entity.name() + " do not fit it", faults);
        }
    }

    Database database() {
        return database;
    }

    EntityMappings mappings() {
        return mappings;
    }

    EntityMapping entity() {
        return entity;
    }

    PlanCache cache() {
        return cache;
    }

    /** A statement without values in its text, as the DAO's method of this name asks for it. */
    StatementShape shape(String sql, String method) {
        return database.statements().shape(sql, entity.name() + "." + method);
    }

    /** Runs a statement of which {@code rows} tells how many rows it returned or changed. */
    <T extends @Nullable Object> T run(StatementShape shape, StatementWork<T> work, ToLongFunction<? super T> rows) {
        return database.sql(shape, work, rows);
    }

    FromClause from() {
        return new FromClause(mappings, entity);
    }

    /** {@code t0.id = ?}, or one such for each column of the id. */
    String byId() {
        StringJoiner all = new StringJoiner(" and ");
        for (ColumnMapping column : entity.id().columns()) {
            all.add("t0." + column.sql() + " = ?");
        }
        return all.toString();
    }

    /** The columns of the id, as in {@code t0.id}. */
    String idColumns() {
        return String.join(", ", from().idColumns());
    }

    /** {@code order by …}, always ending in the id. */
    String orderBy(Sort<?> sort, FromClause from) {
        StringJoiner order = new StringJoiner(", ", " order by ", "");
        for (SortColumn column : SortColumn.of(sort, from)) {
            order.add(column.sql() + (column.descending() ? " desc" : ""));
        }
        return order.toString();
    }

    <V> ViewPlan<V> view(Class<V> type) {
        return finding(type).view();
    }

    @SuppressWarnings("unchecked") // stored under its own class
    <V> Finding<V> finding(Class<V> type) {
        return (Finding<V>) planned(findings, type, faults -> new Finding<>(this, type, faults));
    }

    CreatePlan create(Class<?> type) {
        return planned(creates, type, faults -> new CreatePlan(mappings, entity, type, faults));
    }

    PatchPlan patch(Class<?> type) {
        return planned(patches, type, faults -> new PatchPlan(mappings, entity, type, faults));
    }

    private <P> P planned(Map<Class<?>, P> plans, Class<?> type, Function<List<String>, P> plan) {
        P known = plans.get(type);
        if (known != null) {
            return known;
        }
        if (!type.isRecord()) {
            throw new Misuse(
                    "%s is not a record".formatted(type.getName()), "declare it as a record nested in the entity");
        }
        List<String> faults = new ArrayList<>();
        P made = plan.apply(faults);
        refuse(faults);
        plans.put(type, made);
        return made;
    }

    /** The view of one class with the statement that finds one row by id. */
    static final class Finding<V> {
        private final ViewPlan<V> view;
        private final @Nullable StatementShape statement;

        Finding(EntityPlans plans, Class<V> type, List<String> faults) {
            int before = faults.size();
            this.view = ViewPlan.of(plans.mappings, plans.entity, type, faults);
            if (faults.size() == before) {
                FromClause from = plans.from();
                String columns = String.join(", ", view.select(from));
                this.statement =
                        plans.shape("select " + columns + " from " + from.sql() + " where " + plans.byId(), "find");
            } else {
                this.statement = null;
            }
        }

        ViewPlan<V> view() {
            return view;
        }

        /** The statement; its parameters are the id's. */
        StatementShape statement() {
            if (statement == null) {
                throw new IllegalStateException("a view with faults is not used");
            }
            return statement;
        }
    }
}
