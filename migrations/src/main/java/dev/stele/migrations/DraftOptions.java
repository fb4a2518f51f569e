package dev.stele.migrations;

import dev.stele.core.RenamedFrom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a generated migration may do beyond what is safe unasked.
 *
 * <p>Immutable; every method returns a copy. Names are written as the catalog stores them, with or without their
 * schema: {@code note}, {@code note.body}, {@code public.note.body}.
 */
public final class DraftOptions {
    private final List<String> drops;
    private final boolean everyLoss;
    private final Map<String, String> renames;

    private DraftOptions(List<String> drops, boolean everyLoss, Map<String, String> renames) {
        this.drops = List.copyOf(drops);
        this.everyLoss = everyLoss;
        this.renames = new LinkedHashMap<>(renames);
    }

    /** Nothing is dropped, and only {@link RenamedFrom} renames. */
    public static DraftOptions defaults() {
        return new DraftOptions(List.of(), false, Map.of());
    }

    /**
     * Allows to drop or narrow what is called so, and what belongs to it.
     *
     * <p>The migration then checks before its first change that no row has anything in it.
     */
    public DraftOptions allowingDrop(String... names) {
        List<String> all = new ArrayList<>(drops);
        all.addAll(List.of(names));
        return new DraftOptions(all, everyLoss, renames);
    }

    /** Allows every drop and narrowing, with the rows and values in them and unchecked. */
    public DraftOptions allowingDataLoss() {
        return new DraftOptions(drops, true, renames);
    }

    /** Takes the table {@code to} for what the changelog calls {@code from}, and keeps its rows. */
    public DraftOptions renamingTable(String from, String to) {
        return renaming("table " + from, to);
    }

    /**
     * Takes a column for what the changelog calls otherwise, and keeps its values.
     *
     * @param from the old name with its table, by the table's old name: {@code client.mail}
     * @param to the new name alone: {@code email}
     */
    public DraftOptions renamingColumn(String from, String to) {
        return renaming("column " + from, to);
    }

    private DraftOptions renaming(String from, String to) {
        Map<String, String> all = new LinkedHashMap<>(renames);
        all.put(from, to);
        return new DraftOptions(drops, everyLoss, all);
    }

    /** What may be dropped, by name. */
    Kept drops() {
        return new Kept(drops);
    }

    boolean allowsEveryLoss() {
        return everyLoss;
    }

    /** The new names by {@code table from} and {@code column from}. */
    Map<String, String> renames() {
        return renames;
    }
}
