package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.Rename;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The renames that a person asked for, by option or annotation, as far as the present still has the old names. */
final class Renames {
    private final CatalogSnapshot present;
    private final String schema;
    private final List<Rename> tables = new ArrayList<>();
    private final List<Rename> columns = new ArrayList<>();
    private final Map<String, String> oldTables = new HashMap<>();

    private Renames(CatalogSnapshot present, String schema) {
        this.present = present;
        this.schema = schema;
    }

    /** Nothing is renamed. */
    static Renames none(CatalogSnapshot present) {
        return new Renames(present, "");
    }

    /**
     * Finds what is to be renamed.
     *
     * @param schema the one of unqualified names
     * @throws MigrationException if an option renames what is not there
     */
    static Renames of(CatalogSnapshot present, String schema, EntityModel model, DraftOptions options) {
        Renames renames = new Renames(present, schema);
        model.renames().stream().filter(said -> said.column() == null).forEach(renames::addTable);
        options.renames().forEach((what, to) -> {
            if (what.startsWith("table ")) {
                renames.addTable(what.substring(6), to);
            }
        });
        model.renames().stream().filter(said -> said.column() != null).forEach(renames::addColumn);
        options.renames().forEach((what, to) -> {
            if (what.startsWith("column ")) {
                renames.addColumn(what.substring(7), to);
            }
        });
        return renames;
    }

    /** Columns first, since they are named by their tables' old names. */
    List<Rename> all() {
        List<Rename> all = new ArrayList<>(columns);
        all.addAll(tables);
        return all;
    }

    DiffOptions applied(DiffOptions options) {
        DiffOptions with = options;
        for (Rename rename : all()) {
            with = with.renaming(rename);
        }
        return with;
    }

    /** The statements that rename in a scratch database. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        for (Rename rename : columns) {
            String[] from = rename.from().split("\\.", 3);
            statements.add("alter table " + quoted(from[0], from[1]) + " rename column " + ModelSchema.quoted(from[2])
                    + " to " + ModelSchema.quoted(rename.to()));
        }
        for (Rename rename : tables) {
            String[] from = rename.from().split("\\.", 2);
            statements.add("alter table " + quoted(from[0], from[1]) + " rename to "
                    + ModelSchema.quoted(rename.to().split("\\.", 2)[1]));
        }
        return statements;
    }

    private void addTable(Renamed said) {
        String in = said.schema() == null ? schema : said.schema();
        if (hasTable(in, said.from()) && !hasTable(in, said.table())) {
            add(new Rename(ObjectKind.TABLE, in + "." + said.from(), in + "." + said.table()));
        }
    }

    private void addTable(String from, String to) {
        String old = qualified(from);
        String[] parts = old.split("\\.", 2);
        if (!hasTable(parts[0], parts[1])) {
            throw unknown("table", from);
        }
        add(new Rename(ObjectKind.TABLE, old, to.contains(".") ? to : parts[0] + "." + to));
    }

    private void add(Rename table) {
        tables.add(table);
        oldTables.put(table.to(), table.from());
    }

    private void addColumn(Renamed said) {
        String now = (said.schema() == null ? schema : said.schema()) + "." + said.table();
        String[] old = oldTables.getOrDefault(now, now).split("\\.", 2);
        if (hasColumn(old, said.from()) && !hasColumn(old, String.valueOf(said.column()))) {
            columns.add(new Rename(
                    ObjectKind.COLUMN, old[0] + "." + old[1] + "." + said.from(), String.valueOf(said.column())));
        }
    }

    private void addColumn(String from, String to) {
        int dot = from.lastIndexOf('.');
        String[] table = qualified(dot < 0 ? "" : from.substring(0, dot)).split("\\.", 2);
        if (!hasColumn(table, from.substring(dot + 1))) {
            throw unknown("column", from);
        }
        columns.add(new Rename(ObjectKind.COLUMN, table[0] + "." + table[1] + "." + from.substring(dot + 1), to));
    }

    private String qualified(String table) {
        return table.contains(".") ? table : schema + "." + table;
    }

    private boolean hasTable(String in, String name) {
        return present.find(new ObjectName(ObjectKind.TABLE, in, "", name)).isPresent();
    }

    private boolean hasColumn(String[] table, String name) {
        return present.find(new ObjectName(ObjectKind.COLUMN, table[0], table[1], name))
                .isPresent();
    }

    private static MigrationException unknown(String kind, String name) {
        return new MigrationException(
                "cannot rename the " + kind + " \"" + name + "\": the changelog makes none of that name",
                kind.equals("table")
                        ? "give the old name first, as in renamingTable(\"client\", \"customer\") or --rename-table client=customer"
                        : "give the old name with its table's old name, as in renamingColumn(\"client.mail\", \"email\")"
                                + " or --rename-column client.mail=email",
                null,
                null);
    }

    private static String quoted(String schema, String name) {
        return ModelSchema.quoted(schema) + "." + ModelSchema.quoted(name);
    }
}
