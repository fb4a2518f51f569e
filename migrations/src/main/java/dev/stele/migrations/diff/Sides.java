package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Both catalogs, and what is decided so far about the objects in them. */
final class Sides {
    private final CatalogSnapshot from;
    private final CatalogSnapshot to;
    private final DiffOptions options;
    private final Mentions mentions;
    private final Followers followers;
    private final Set<ObjectName> renewed = new TreeSet<>();
    private final Set<String> taken = new TreeSet<>();
    private final Map<ObjectName, Set<ObjectName>> folded = new TreeMap<>();

    Sides(CatalogSnapshot from, CatalogSnapshot to, DiffOptions options) {
        this.from = HeldKeys.released(from, to);
        this.to = to;
        this.options = options;
        this.mentions = Mentions.of(to);
        this.followers = new Followers(this);
    }

    CatalogSnapshot from() {
        return from;
    }

    CatalogSnapshot to() {
        return to;
    }

    /** What the bodies of the functions of the new catalog name. */
    Mentions mentions() {
        return mentions;
    }

    /** Which tables follow a parent. */
    Followers followers() {
        return followers;
    }

    DiffOptions options() {
        return options;
    }

    /** The version of the server that the plan runs on, such as 15. */
    int major() {
        return from.serverVersion() / 10000;
    }

    /** Whether the object is dropped, re-created or replaced. */
    boolean isRenewed(ObjectName name) {
        return renewed.contains(name);
    }

    /** Whether the object uses one that is dropped, re-created or replaced. */
    boolean isRetyped(CatalogObject object) {
        return object.uses().stream().anyMatch(renewed::contains);
    }

    /** Whether a column that the object uses changes its type. */
    boolean usesRetyped(CatalogObject object) {
        return object.uses().stream()
                .filter(used -> used.kind() == ObjectKind.COLUMN)
                .flatMap(used -> from.find(used).stream())
                .anyMatch(column -> isRetyped(column)
                        || to.find(column.name())
                                .filter(other -> !other.text("type").equals(column.text("type")))
                                .isPresent());
    }

    /** Whether the column becomes another type, beyond a change of length. */
    boolean changesBase(CatalogObject column) {
        return isRetyped(column)
                || to.find(column.name())
                        .filter(other ->
                                ColumnType.base(other.text("type")).equals(ColumnType.base(column.text("type"))))
                        .isEmpty();
    }

    /** A name like {@code name} with {@code suffix} that nothing on either side has, in any kind or schema. */
    String free(String name, String suffix) {
        if (taken.isEmpty()) {
            from.objects().forEach(object -> taken.add(object.name().name()));
            to.objects().forEach(object -> taken.add(object.name().name()));
        }
        String found = Names.temporary(name, suffix);
        for (int i = 2; taken.contains(found); i++) {
            found = Names.temporary(name, suffix + i);
        }
        return found;
    }

    /** Whether the table is made by this plan, so that nobody can be using it yet. */
    boolean isNew(ObjectName owner) {
        return from.find(owner).isEmpty();
    }

    /** Whether what {@code part} belongs to exists and may be in use, so that online forms are worth it. */
    boolean isLive(ObjectName part) {
        return options.online() && from.find(part.owner(ObjectKind.TABLE)).isPresent();
    }

    /** The parts to write into the CREATE TABLE of {@code table}. */
    List<CatalogObject> folded(ObjectName table) {
        List<CatalogObject> parts = new ArrayList<>();
        folded.getOrDefault(table, Set.of()).forEach(name -> to.find(name).ifPresent(parts::add));
        return parts;
    }

    void renew(ObjectName name) {
        renewed.add(name);
    }

    void fold(ObjectName table, Set<ObjectName> parts) {
        folded.put(table, new TreeSet<>(parts));
    }
}
