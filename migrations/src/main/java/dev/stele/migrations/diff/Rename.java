package dev.stele.migrations.diff;

/**
 * An object that is called differently on the two sides and keeps its data.
 *
 * @param kind {@link ObjectKind#TABLE}, {@link ObjectKind#COLUMN}, {@link ObjectKind#SEQUENCE} or
 *     {@link ObjectKind#ENUM}
 * @param from the qualified old name, such as {@code public.client.mail}
 * @param to the new name; of a column unqualified, otherwise qualified
 */
public record Rename(ObjectKind kind, String from, String to) {
    @Override
    public String toString() {
        return kind.words() + " " + from + " to " + to;
    }
}
