package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a difference covers, what a plan may do, and in which form.
 *
 * <p>Immutable; every method returns a copy.
 */
public final class DiffOptions {
    /** Tables that migrations and receipts keep for themselves, in whichever schema. */
    private static final Set<String> TOOLS = Set.of(
            "databasechangelog",
            "databasechangeloglock",
            "stele_under_way",
            "stele_under_way_pkey",
            "stele_receipt",
            "stele_receipt_pkey");

    private static final List<ObjectKind> OWNERS_OF_PARTS =
            List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.DOMAIN);

    private enum Choice {
        DATA_LOSS,
        DIRECT,
        SETS,
        OWNERS,
        NO_PRIVILEGES,
        TOOLS,
        UNPROVEN
    }

    private final Set<String> included;
    private final Set<String> excluded;
    private final Set<String> drops;
    private final List<Rename> renames;
    private final Set<Choice> choices;
    private final @Nullable ScratchServer scratch;

    private DiffOptions(Draft draft) {
        included = Set.copyOf(draft.included);
        excluded = Set.copyOf(draft.excluded);
        drops = Set.copyOf(draft.drops);
        renames = List.copyOf(draft.renames);
        choices = Set.copyOf(draft.choices);
        scratch = draft.scratch;
    }

    /**
     * All schemas but those of the server, with privileges and without owners; nothing may lose data; forms that keep
     * applications running.
     */
    public static DiffOptions defaults() {
        return new DiffOptions(new Draft());
    }

    /** Compares only what is in {@code schemas}, and the schemas themselves. */
    public DiffOptions inSchemas(String... schemas) {
        Draft draft = new Draft(this);
        draft.included.addAll(List.of(schemas));
        return new DiffOptions(draft);
    }

    /** Leaves out schemas such as {@code audit}, or single objects with all that belongs to them: {@code public.log}. */
    public DiffOptions without(String... names) {
        Draft draft = new Draft(this);
        draft.excluded.addAll(List.of(names));
        return new DiffOptions(draft);
    }

    /**
     * Allows to drop or narrow {@code name}, such as {@code public.customer}, {@code public.customer.email} or
     * {@code column public.customer.email}.
     *
     * <p>The plan then checks before its first statement that no data would be lost, and refuses to run if some would;
     * what no such question can find, the comment of the statement says.
     */
    public DiffOptions allowingDrop(String name) {
        Draft draft = new Draft(this);
        draft.drops.add(name);
        return new DiffOptions(draft);
    }

    /** Allows every drop and narrowing, with the data in it and unchecked. */
    public DiffOptions allowingDataLoss() {
        return choosing(Choice.DATA_LOSS);
    }

    /** Takes the table {@code from}, such as {@code public.client}, for what is called {@code to} on the other side. */
    public DiffOptions renamingTable(String from, String to) {
        return renaming(new Rename(ObjectKind.TABLE, from, to));
    }

    /** Takes the column {@code from}, such as {@code public.client.mail}, for {@code to}, the new name alone. */
    public DiffOptions renamingColumn(String from, String to) {
        return renaming(new Rename(ObjectKind.COLUMN, from, to));
    }

    /** Applies {@code rename} before the sides are compared. */
    public DiffOptions renaming(Rename rename) {
        Draft draft = new Draft(this);
        draft.renames.add(rename);
        return new DiffOptions(draft);
    }

    /** Writes plain statements that may lock for long, all of them transactional; for empty or idle databases. */
    public DiffOptions direct() {
        return choosing(Choice.DIRECT);
    }

    /** Takes {@code in ('A', 'B')} and {@code in ('B', 'A')} for the same. */
    public DiffOptions comparingListsAsSets() {
        return choosing(Choice.SETS);
    }

    /** Compares owners too. */
    public DiffOptions withOwners() {
        return choosing(Choice.OWNERS);
    }

    /** Compares what tools of migration keep for themselves too, such as {@code databasechangelog}. */
    public DiffOptions withMigrationTables() {
        return choosing(Choice.TOOLS);
    }

    /** Leaves out who may do what, and what is granted on objects still to be made. */
    public DiffOptions withoutPrivileges() {
        return choosing(Choice.NO_PRIVILEGES);
    }

    /** Proves the plan in databases of {@code server}. */
    public DiffOptions provingOn(ScratchServer server) {
        Draft draft = new Draft(this);
        draft.scratch = server;
        return new DiffOptions(draft);
    }

    /** Leaves plans unproven, which saves a scratch database. */
    public DiffOptions withoutProof() {
        return choosing(Choice.UNPROVEN);
    }

    boolean proves() {
        return !choices.contains(Choice.UNPROVEN);
    }

    /** Where plans are proven, if anywhere. */
    public Optional<ScratchServer> scratch() {
        return Optional.ofNullable(scratch);
    }

    /** The renames to apply. */
    public List<Rename> renames() {
        return renames;
    }

    boolean online() {
        return !choices.contains(Choice.DIRECT);
    }

    boolean listsAreSets() {
        return choices.contains(Choice.SETS);
    }

    boolean privileges() {
        return !choices.contains(Choice.NO_PRIVILEGES);
    }

    boolean allowsDataLoss() {
        return choices.contains(Choice.DATA_LOSS);
    }

    boolean allowsDrop(ObjectName name) {
        return allowsDataLoss() || drops.stream().anyMatch(drop -> means(drop, name));
    }

    private static boolean means(String drop, ObjectName name) {
        String owner = name.schema() + "." + name.table();
        return drop.equals(name.qualified())
                || drop.equals(name.toString())
                || (!name.table().isEmpty()
                        && (drop.equals(owner)
                                || OWNERS_OF_PARTS.stream().anyMatch(kind -> drop.equals(kind.words() + " " + owner))));
    }

    /** The allowances that mean nothing that is in {@code snapshots}. */
    List<String> dropsOutside(CatalogSnapshot... snapshots) {
        return drops.stream()
                .filter(drop -> Arrays.stream(snapshots)
                        .flatMap(snapshot -> snapshot.objects().stream())
                        .noneMatch(object -> means(drop, object.name())))
                .sorted()
                .toList();
    }

    boolean covers(ObjectName name) {
        if (!privileges() && (name.kind() == ObjectKind.PRIVILEGE || name.kind() == ObjectKind.DEFAULT_PRIVILEGE)) {
            return false;
        }
        String schema = name.kind() == ObjectKind.SCHEMA ? name.name() : name.schema();
        String first = name.table().isEmpty() ? name.name() : name.table();
        boolean inside = included.isEmpty() || schema.isEmpty() || included.contains(schema);
        return inside
                && (!TOOLS.contains(first) || choices.contains(Choice.TOOLS))
                && !excluded.contains(schema)
                && !excluded.contains(schema + "." + first);
    }

    boolean compares(String fact) {
        return !fact.equals("owner") || choices.contains(Choice.OWNERS);
    }

    private DiffOptions choosing(Choice choice) {
        Draft draft = new Draft(this);
        draft.choices.add(choice);
        return new DiffOptions(draft);
    }

    /** The options while they are put together. */
    private static final class Draft {
        private final Set<String> included = new TreeSet<>();
        private final Set<String> excluded = new TreeSet<>();
        private final Set<String> drops = new TreeSet<>();
        private final List<Rename> renames = new ArrayList<>();
        private final Set<Choice> choices = EnumSet.noneOf(Choice.class);
        private @Nullable ScratchServer scratch;

        Draft() {}

        Draft(DiffOptions options) {
            included.addAll(options.included);
            excluded.addAll(options.excluded);
            drops.addAll(options.drops);
            renames.addAll(options.renames);
            choices.addAll(options.choices);
            scratch = options.scratch;
        }
    }
}
