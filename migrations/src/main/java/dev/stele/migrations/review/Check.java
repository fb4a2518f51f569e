package dev.stele.migrations.review;

/** A family of rules that look at the same statements. */
interface Check {

    /** Reports what is wrong with a statement, before it is counted as run. */
    void look(Step step);

    /** Says what happens to the word {@code table} where one is named. */
    static String on(Name table) {
        return "table \"" + table + "\"";
    }
}
