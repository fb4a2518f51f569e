package dev.stele.migrations;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One version of the schema: one numbered file of a changelog.
 *
 * @param source which changelog the file belongs to: {@code stele} for the bundled one, {@code stele-roles} and
 *     {@code stele-row-security} for the optional ones, {@code app} for the application's
 * @param number the digits in front of the file's name, as written, such as {@code 0003}
 * @param name the rest of the file's name, such as {@code add-note}
 */
public record Version(String source, String number, String name) {

    static final String OURS = "stele";

    /** The empty database, before the first version. */
    public static final Version BASE = new Version("", "base", "");

    /** Written out, as in {@link ChangesetId}: every start compares versions. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Version that
                && number.equals(that.number)
                && source.equals(that.source)
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * source.hashCode() + number.hashCode();
    }

    /** The name that tells this version apart, such as {@code stele:0003}, or {@code base}. */
    public String label() {
        return this.equals(BASE) ? number : source + ":" + number;
    }

    /** Whether it comes with Stele, asked for or not. */
    boolean isOurs() {
        return source.equals(OURS) || source.startsWith(OURS + "-");
    }

    /** Whether {@code text} means this version: its number, its label, or its number and name. */
    boolean answersTo(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        int colon = wanted.indexOf(':');
        if (colon >= 0 && !wanted.substring(0, colon).equals(source.toLowerCase(Locale.ROOT))) {
            return false;
        }
        String rest = wanted.substring(colon + 1);
        return withoutZeros(rest).equals(withoutZeros(number))
                || rest.equals((number + "-" + name).toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return label();
    }

    private static String withoutZeros(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }
}
