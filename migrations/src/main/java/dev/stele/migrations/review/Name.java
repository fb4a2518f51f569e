package dev.stele.migrations.review;

/**
 * The name of a relation, type or function.
 *
 * @param schema "" where it is written without one
 * @param name the last part
 * @param offset where it begins
 */
record Name(String schema, String name, int offset) {

    static final Name NONE = new Name("", "", 0);

    /** The same for every way to write it; a name without a schema is one of {@code public}. */
    String key() {
        return schema.isEmpty() || schema.equals("public") ? name : schema + "." + name;
    }

    boolean isQualified() {
        return !schema.isEmpty();
    }

    Name sibling(String other) {
        return new Name(schema, other, offset);
    }

    /** As people read it. */
    @Override
    public String toString() {
        return schema.isEmpty() ? name : schema + "." + name;
    }
}
