package dev.stele.migrations.diff;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which class writes which kind of object. */
final class Writers {
    private static final Map<ObjectKind, KindWriter> ALL = new EnumMap<>(ObjectKind.class);

    static {
        ALL.put(ObjectKind.SCHEMA, new SchemaWriter());
        ALL.put(ObjectKind.TABLE, new TableWriter());
        ALL.put(ObjectKind.COLUMN, new ColumnWriter());
        ALL.put(ObjectKind.DEFAULT, new DefaultWriter());
        ALL.put(ObjectKind.PARTITION, new PartitionWriter());
        ALL.put(ObjectKind.INHERITANCE, new InheritanceWriter());
        ALL.put(ObjectKind.EXTENSION, new ExtensionWriter());
        ALL.put(ObjectKind.COLLATION, new CollationWriter());
        ALL.put(ObjectKind.FUNCTION, new RoutineWriter());
        ALL.put(ObjectKind.PROCEDURE, new RoutineWriter());
        ALL.put(ObjectKind.AGGREGATE, new AggregateWriter());
        ALL.put(ObjectKind.VIEW, new ViewWriter());
        ALL.put(ObjectKind.MATERIALIZED_VIEW, new MaterializedViewWriter());
        ALL.put(ObjectKind.STATISTICS, new StatisticsWriter());
        ALL.put(ObjectKind.RULE, new RuleWriter());
        ALL.put(ObjectKind.TRIGGER, new TriggerWriter());
        ALL.put(ObjectKind.POLICY, new PolicyWriter());
        ALL.put(ObjectKind.PRIVILEGE, new PrivilegeWriter());
        ALL.put(ObjectKind.DEFAULT_PRIVILEGE, new DefaultPrivilegeWriter());
        ALL.put(ObjectKind.PUBLICATION, new PublicationWriter());
        ALL.put(ObjectKind.EVENT_TRIGGER, new EventTriggerWriter());
        ALL.put(ObjectKind.CONSTRAINT, new ConstraintWriter());
        ALL.put(ObjectKind.INDEX, new IndexWriter());
        ALL.put(ObjectKind.SEQUENCE, new SequenceWriter());
        ALL.put(ObjectKind.SEQUENCE_OWNER, new SequenceOwnerWriter());
        ALL.put(ObjectKind.ENUM, new EnumWriter());
        ALL.put(ObjectKind.DOMAIN, new DomainWriter());
        ALL.put(ObjectKind.DOMAIN_CONSTRAINT, new DomainConstraintWriter());
        ALL.put(ObjectKind.COMPOSITE, new CompositeWriter());
        ALL.put(ObjectKind.RANGE, new RangeWriter());
    }

    private Writers() {}

    static @Nullable KindWriter of(ObjectKind kind) {
        return ALL.get(kind);
    }

    static KindWriter get(ObjectKind kind) {
        KindWriter writer = of(kind);
        if (writer == null) {
            throw new IllegalStateException("nothing writes " + kind.words());
        }
        return writer;
    }
}
