package dev.stele.migrations.advice;

import dev.stele.migrations.advice.IndexShape.IndexKey;

/**
 * Estimates how large an index will be, from the planner's statistics.
 *
 * <p>A tree comes out within a factor of 1.5 of one that is built, where the statistics are of the rows that are there; one
 * of parts of texts or JSON within a factor of 4, since nobody counts these parts.
 */
final class IndexSize {
    private static final int PAGE = 8192;
    /** Of a page of a tree nine tenths are filled, without its header. */
    private static final double FILLED = 0.9 * (PAGE - 40);
    /** The header of an entry and its place on the page. */
    private static final int ENTRY = 12;
    /** What a row takes in the list of an entry that stands for many. */
    private static final int ROW_OF_LIST = 6;
    /** How many rows a list of a tree holds at most, roughly. */
    private static final double LONGEST_LIST = 130;
    /** What a row takes in the compressed list of a search index. */
    private static final double PACKED_ROW = 2;
    /** What an entry takes that one row has, on pages that are filled out of order. */
    private static final double OWN_PART = 40;

    private final ServerTable table;

    IndexSize(ServerTable table) {
        this.table = table;
    }

    long bytes(IndexShape shape) {
        double rows = table.size().rows() * share(shape.predicate());
        double bytes = shape.isTree() ? tree(shape, rows) : search(shape, rows);
        return Math.max(2, (long) Math.ceil(bytes / PAGE) + 1) * PAGE;
    }

    private double tree(IndexShape shape, double rows) {
        double width = 0;
        double distinct = 1;
        for (IndexKey key : shape.keys()) {
            ServerTable.Values values = values(key);
            width = aligned(width, key) + values.width() * (1 - values.nulls());
            distinct *= values.distinct() < 0 ? Math.max(1, rows) : Math.max(1, values.distinct());
        }
        for (String column : shape.include()) {
            width = aligned(width, IndexKey.of(column))
                    + values(IndexKey.of(column)).width();
        }
        double entry = ENTRY + align(width, 8);
        double entries = Math.max(1, Math.min(rows, distinct));
        // The same value stands once, before a list of its rows; with columns beside it stands for each row.
        boolean lists = shape.include().isEmpty() && rows / entries >= 2;
        double needed =
                lists ? rows * ROW_OF_LIST + Math.max(entries, rows / LONGEST_LIST) * (entry + 2) : rows * entry;
        double leaves = needed / FILLED * PAGE;
        // The pages above hold an entry for each page below.
        return leaves * (1 + entry / FILLED);
    }

    private double search(IndexShape shape, double rows) {
        double bytes = 0;
        for (IndexKey key : shape.keys()) {
            ServerTable.Values values = values(key);
            double width = values.width() * (1 - values.nulls());
            double parts =
                    switch (key.operatorClass()) {
                        // One for each three letters, those of the words' ends too.
                        case SearchIndexes.TRIGRAM_CLASS -> 1.2 * width + 2;
                        case "jsonb_path_ops" -> Math.max(1, width / 20);
                        default -> Math.max(1, width / 12);
                    };
            bytes += parts * PACKED_ROW * 1.1 + (hasPartOfItsOwn(key, rows) ? OWN_PART : 0);
        }
        return rows * (shape.method().equals("gin") ? bytes : ENTRY + 40);
    }

    /** Where nearly each JSON value is another one, something in it will be an entry of its own. */
    private boolean hasPartOfItsOwn(IndexKey key, double rows) {
        ServerTable.Column column = table.columns().get(name(key));
        return column != null
                && column.type().equals("jsonb")
                && column.values().distinct() >= 0.9 * rows;
    }

    private double share(String predicate) {
        if (predicate.isEmpty()) {
            return 1;
        }
        boolean negated = predicate.startsWith("not ");
        String column = predicate.replaceFirst("^not ", "").replaceFirst(" is (not )?null$", "");
        ServerTable.Values values = values(IndexKey.of(column));
        if (predicate.endsWith(" is not null")) {
            return 1 - values.nulls();
        }
        if (predicate.endsWith(" is null")) {
            return values.nulls();
        }
        return negated ? 1 - values.truths() - values.nulls() : values.truths();
    }

    private double aligned(double width, IndexKey key) {
        ServerTable.Column column = table.columns().get(name(key));
        double own = column == null ? 0 : column.values().width();
        // Long types begin at a multiple of eight, texts anywhere.
        return own == 8 || own == 4 ? align(width, own) : width;
    }

    private static double align(double width, double to) {
        return Math.ceil(width / to) * to;
    }

    private ServerTable.Values values(IndexKey key) {
        ServerTable.Column column = table.columns().get(name(key));
        return column == null ? new ServerTable.Values(-1, 0, 16, 0) : column.values();
    }

    private static String name(IndexKey key) {
        return key.expression().startsWith("\"")
                ? key.expression().substring(1, key.expression().length() - 1).replace("\"\"", "\"")
                : key.expression();
    }
}
