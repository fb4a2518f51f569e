package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Invalid;
import dev.stele.core.mapping.ColumnCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A statement written by hand, with the values bound to it.
 *
 * <p>The text is put together from constants of this package only; whatever a caller gives is bound. Not safe for use
 * by several threads; made for one call.
 */
final class BoundSql {
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();

    private BoundSql() {}

    /** Begins with a constant text and a value for each question mark in it. */
    static BoundSql of(String constant, @Nullable Object... bound) {
        return new BoundSql().add(constant, bound);
    }

    /** Goes on with a constant text and a value for each question mark in it. */
    BoundSql add(String constant, @Nullable Object... bound) {
        text.append(constant);
        Collections.addAll(values, bound);
        return this;
    }

    /** Goes on with another statement's text and values. */
    BoundSql add(BoundSql part) {
        text.append(part.text);
        values.addAll(part.values);
        return this;
    }

    /** Runs it and reads every row. */
    <T> List<T> list(Database database, Row<T> row) {
        return database.sql(
                database.statements().shape(text.toString()),
                statement -> {
                    bind(statement);
                    try (ResultSet rows = statement.executeQuery()) {
                        // Without the pool's wrapper, through which every value would pass.
                        ResultSet values = rows.unwrap(ResultSet.class);
                        List<T> read = new ArrayList<>();
                        while (rows.next()) {
                            read.add(row.read(values));
                        }
                        return read;
                    }
                },
                List::size);
    }

    /** Runs it and reads the first row. */
    <T> Optional<T> first(Database database, Row<T> row) {
        List<T> rows = list(database, row);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    /** Runs it and tells how many rows it wrote. */
    long update(Database database) {
        return database.sql(
                database.statements().shape(text.toString()),
                statement -> {
                    bind(statement);
                    return statement.executeLargeUpdate();
                },
                changed -> changed);
    }

    /**
     * A time to bind.
     *
     * @throws Invalid if no date of Java's has it, which no column has either
     */
    static @Nullable OffsetDateTime time(String field, @Nullable Instant moment) {
        try {
            return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Invalid(field, "is out of the range of times that PostgreSQL stores");
        }
    }

    /** A time in a column that is never NULL. */
    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** A time in a column that may be NULL. */
    static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        return row.getObject(column) == null ? null : instant(row, column);
    }

    private void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof Items items) {
                items.requireWholeTexts();
                Connection connection = statement.getConnection();
                statement.setArray(i + 1, connection.createArrayOf(items.type(), items.elements()));
            } else if (value instanceof String string) {
                statement.setString(i + 1, ColumnCodec.wholeText(string));
            } else if (value instanceof Binding binding) {
                binding.bind(statement, i + 1);
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    /** The constants alone: what was bound may be a secret. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** An array to bind, with PostgreSQL's name of its element type. */
    @SuppressWarnings("ArrayRecordComponent") // it is bound, never compared
    record Items(String type, @Nullable Object[] elements) {
        private void requireWholeTexts() throws SQLException {
            for (Object element : elements) {
                if (element instanceof String text) {
                    ColumnCodec.wholeText(text);
                }
            }
        }

        /** One element of each item. */
        static <T> Items of(String type, Collection<T> items, Function<T, @Nullable Object> element) {
            return new Items(type, items.stream().map(element).toArray());
        }

        /** One array of bytes of each item. */
        static <T> Items bytes(Collection<T> items, Function<T, byte @Nullable []> element) {
            return new Items("bytea", items.stream().map(element).toArray(byte[][]::new));
        }
    }

    /** A value that knows how it is bound, such as one of a column whose mapping says so. */
    @FunctionalInterface
    interface Binding {
        void bind(PreparedStatement statement, int index) throws SQLException;
    }

    /** Reads the row a result set stands on. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
