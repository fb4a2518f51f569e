package dev.stele.core.statements;

import java.util.regex.Pattern;

/** Finds statements that end a transaction, wherever they stand in a list of several. */
final class EndOfTransaction {
    private static final Pattern COMMAND = Pattern.compile(
            "(?:^|;)\\s*(?:commit|abort|prepare\\s+transaction|rollback(?!(?:\\s+(?:work|transaction))?\\s+to\\b))\\b",
            Pattern.CASE_INSENSITIVE);

    /** It also ends the body of a function that is written in SQL. */
    private static final Pattern END = Pattern.compile("(?:^|;)\\s*end\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern BODY = Pattern.compile("\\bbegin\\s+atomic\\b", Pattern.CASE_INSENSITIVE);

    private EndOfTransaction() {}

    /** Whether there is one in this text, which holds no comments and no strings. */
    static boolean isIn(String bare) {
        return COMMAND.matcher(bare).find()
                || (END.matcher(bare).find() && !BODY.matcher(bare).find());
    }
}
