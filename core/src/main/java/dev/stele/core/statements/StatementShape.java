package dev.stele.core.statements;

import org.jspecify.annotations.Nullable;

/**
 * A statement as it is known again: its text, and what asks for it. Made by {@link StatementRecorder#shape(String)}.
 *
 * <p>Safe for use by many threads. Who keeps it spares the look-up by text at each run.
 */
public final class StatementShape {
    private final String text;
    private final Key key;
    private final OperationTally ofOperation;
    private volatile @Nullable Tally tally;
    private @Nullable Boolean ending;

    StatementShape(String text, Key key, OperationTally ofOperation) {
        this.text = text;
        this.key = key;
        this.ofOperation = ofOperation;
    }

    /** A text of any origin as it would be known: {@code ?} for literals, no comments, lists as long as one value. */
    public static String withoutValues(String text) {
        return SqlText.withoutValues(text);
    }

    /** Its text as it is given to the driver; where the application wrote it, values may be in it. */
    public String text() {
        return text;
    }

    /** The text it is known by, with {@code ?} for values, and lists of values as long as one. */
    public String sql() {
        return key.sql();
    }

    /** What asks for it, such as {@code Thread.page}; {@code sql} where the application wrote the text. */
    public String operation() {
        return key.operation();
    }

    /** The same shape with another text, such as one for more rows; not worth keeping. */
    public StatementShape withText(String other) {
        StatementShape copy = new StatementShape(other, key, ofOperation);
        copy.ending = endsTransaction();
        return copy;
    }

    /** Whether a statement of its text, which may hold several, ends the transaction it runs in. */
    public boolean endsTransaction() {
        Boolean known = ending;
        if (known == null) {
            // Two threads may find it out, and find the same.
            known = EndOfTransaction.isIn(SqlText.bare(text));
            ending = known;
        }
        return known;
    }

    Key key() {
        return key;
    }

    OperationTally ofOperation() {
        return ofOperation;
    }

    /** Where its runs are counted; null before the first. */
    @Nullable
    Tally tally() {
        return tally;
    }

    void countIn(Tally other) {
        tally = other;
    }

    @Override
    public String toString() {
        return key.operation() + ": " + key.sql();
    }

    /** What runs are counted by. */
    record Key(String sql, String operation) {
        // What Java makes for records is linked at the first call, which takes longer than the first statement.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && sql.equals(key.sql) && operation.equals(key.operation);
        }

        @Override
        public int hashCode() {
            return 31 * sql.hashCode() + operation.hashCode();
        }
    }
}
