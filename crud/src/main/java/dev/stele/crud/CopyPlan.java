package dev.stele.crud;

import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.core.mapping.CopyText;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How records of one class become the rows of a COPY. Immutable, safe for use by many threads. */
final class CopyPlan {
    private final CreatePlan create;
    private final List<Source> sources = new ArrayList<>();
    private final boolean writesText;

    CopyPlan(CreatePlan create) {
        this.create = create;
        List<AttributeMapping> given = create.attributes();
        boolean text = true;
        for (int i = 0; i < given.size(); i++) {
            ColumnCodec codec = given.get(i).column().codec();
            text &= codec.writesText();
            String otherwise = create.expressionFor(given.get(i));
            sources.add(new Source(i, codec, otherwise == null ? null : text(otherwise)));
        }
        for (String expression : create.expressions()) {
            sources.add(new Source(-1, null, text(expression)));
        }
        this.writesText = text;
    }

    /**
     * The text whose input gives what the expression would.
     *
     * <p>COPY evaluates nothing; but the input of a time takes {@code now} as the start of the transaction (PostgreSQL
     * manual, "Special Values").
     */
    private static Supplier<String> text(String expression) {
        return switch (expression) {
            case "now()" -> () -> "now";
            case "gen_random_uuid()" -> () -> UUID.randomUUID().toString();
            default -> () -> expression;
        };
    }

    /** Whether every column can be written as text; else rows go as parameters. */
    boolean writesText() {
        return writesText;
    }

    /** Every column of a row, in the order of {@link #write}. */
    List<String> columns() {
        return create.columns();
    }

    /** {@code (title, body, version)}. */
    String columnList() {
        StringJoiner list = new StringJoiner(", ", "(", ")");
        columns().forEach(list::add);
        return list.toString();
    }

    /** Writes the record's fields, without ending the row; throws what {@link CreatePlan#check} throws. */
    void write(CopyText text, Object record, long number) {
        write(text, record, number, sources.size());
    }

    /** The same with the first {@code fields} of the row alone. */
    void write(CopyText text, Object record, long number, int fields) {
        for (int i = 0; i < fields; i++) {
            Source source = sources.get(i);
            text.field();
            source.write(text, source.component() < 0 ? null : create.value(record, source.component()), this, number);
        }
    }

    private record Source(
            int component,
            @Nullable ColumnCodec codec,
            @Nullable Supplier<String> otherwise) {
        void write(CopyText text, @Nullable Object value, CopyPlan plan, long number) {
            if (value != null && codec != null) {
                try {
                    codec.write(text, value);
                } catch (IllegalArgumentException e) {
                    throw plan.create.refused(component, number, e);
                }
            } else if (otherwise != null) {
                text.plain(otherwise.get());
            } else {
                text.nothing();
            }
        }
    }
}
