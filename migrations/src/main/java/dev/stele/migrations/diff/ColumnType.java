package dev.stele.migrations.diff;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type as the server prints it, such as {@code character varying(20)[]}.
 *
 * @param text as printed
 * @param base without modifiers
 * @param modifiers the numbers in parentheses
 */
record ColumnType(String text, String base, List<Integer> modifiers) {
    private static final Pattern MODIFIERS = Pattern.compile("\\((-?\\d+)(?:,(-?\\d+))?\\)");
    private static final Set<String> STRINGS = Set.of("text", "character varying", "character", "name", "citext");
    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final Set<String> NUMBERS =
            Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision");
    private static final String STAMP = "timestamp without time zone";
    private static final String TIME = "time without time zone";
    private static final String TIME_TZ = "time with time zone";
    private static final String STAMP_TZ = "timestamp with time zone";

    // Pairs with an implicit or assignment cast, beside numbers among themselves and anything to a string.
    private static final Set<String> ASSIGNABLE = Set.of(
            "date>" + STAMP,
            STAMP + ">date",
            STAMP + ">time without time zone",
            STAMP_TZ + ">time with time zone",
            "time without time zone>time with time zone",
            "time with time zone>time without time zone",
            "time without time zone>interval",
            "interval>time without time zone",
            "json>jsonb",
            "jsonb>json",
            "inet>cidr",
            "cidr>inet",
            "bit>bit varying",
            "bit varying>bit",
            "macaddr>macaddr8",
            "macaddr8>macaddr",
            "money>numeric");

    // Pairs that keep every value, where no modifier says how much of it.
    private static final Set<String> LOSSLESS = Set.of(
            "date>" + STAMP,
            "time without time zone>interval",
            "jsonb>json",
            "cidr>inet",
            "bit>bit varying",
            "macaddr>macaddr8",
            "real>double precision",
            "real>numeric",
            "double precision>numeric",
            "boolean>smallint",
            "boolean>integer",
            "boolean>bigint");

    static ColumnType of(String text) {
        Matcher found = MODIFIERS.matcher(text);
        List<Integer> modifiers = List.of();
        if (found.find()) {
            int first = Integer.parseInt(found.group(1));
            modifiers = found.group(2) == null ? List.of(first) : List.of(first, Integer.parseInt(found.group(2)));
        }
        return new ColumnType(text, base(text), modifiers);
    }

    static String base(String text) {
        return MODIFIERS.matcher(text).replaceFirst("");
    }

    boolean isString() {
        return STRINGS.contains(base) || base.endsWith(".citext");
    }

    boolean isInteger() {
        return INTEGERS.contains(base);
    }

    private boolean isArray() {
        return text.endsWith("[]");
    }

    private ColumnType element() {
        return of(text.substring(0, text.length() - 2));
    }

    /** The expression that makes a value of {@code to} out of {@code column}, or empty where the server knows. */
    String using(ColumnType to, String column) {
        if (isArray() && to.isArray()) {
            String element = element().using(to.element(), column);
            return element.isEmpty() ? "" : column + (element.contains("::text::") ? "::text[]::" : "::") + to.text;
        }
        if (to.isArray() && !isString()) {
            return "array[" + column + "]::" + to.text;
        }
        if (isFloat() && to.base.equals("numeric")) {
            return "%s::text::%s".formatted(column, to.text);
        }
        boolean numbers = NUMBERS.contains(base) && NUMBERS.contains(to.base);
        if (base.equals(to.base) || to.isString() || numbers || ASSIGNABLE.contains(base + ">" + to.base)) {
            return "";
        }
        if (NUMBERS.contains(base) && to.base.equals("boolean")) {
            return "(" + column + " <> 0)";
        }
        if (movesZone(to)) {
            String stamp = column + (base.equals("date") ? "::timestamp" : "") + " at time zone 'UTC'";
            return to.base.startsWith("timestamp") ? stamp : "(" + stamp + ")::" + to.text;
        }
        if (base.equals("boolean") && NUMBERS.contains(to.base)) {
            return column + "::integer" + (to.base.equals("integer") ? "" : "::" + to.text);
        }
        return column + (isString() || (isOwn(to) && !isOwn(this)) ? "::" : "::text::") + to.text;
    }

    /** Whether somebody made the type: those of the server are printed without a schema. */
    private static boolean isOwn(ColumnType type) {
        return type.text.contains(".");
    }

    /** Whether somebody made the type, so that only the server knows what it takes. */
    boolean isOwn() {
        return isOwn(this);
    }

    /** Cast by the server itself, these keep 6 or 15 digits only; their text has all that is needed. */
    private boolean isFloat() {
        return base.equals("real") || base.equals("double precision");
    }

    /** Whether values gain or lose their time zone; left to the server, that is the zone of the session. */
    boolean movesZone(ColumnType to) {
        return (to.base.equals(STAMP_TZ) && Set.of(STAMP, "date").contains(base))
                || (base.equals(STAMP_TZ) && to.isPartOfStamp());
    }

    /** Whether the server would go by the zone of the session. */
    boolean asksSession(ColumnType to) {
        if (isArray() && to.isArray()) {
            return element().movesZone(to.element()) || element().asksSession(to.element());
        }
        boolean zoned = isZoned() || to.isZoned();
        return zoned && !base.equals(to.base) && !movesZone(to);
    }

    private boolean isZoned() {
        return Set.of(STAMP_TZ, TIME_TZ, STAMP_TZ + "[]", TIME_TZ + "[]").contains(base);
    }

    private boolean isPartOfStamp() {
        return Set.of(STAMP, "date", "time without time zone").contains(base);
    }

    /** Whether the data can tell if {@code to} would hold it all, as {@link #lost} asks. */
    boolean canAsk(ColumnType to) {
        if (isArray() && to.isArray()) {
            return element().canAsk(to.element());
        }
        boolean zoneless = base.equals(TIME) && to.base.equals(TIME_TZ);
        return changesMeaning(to).isEmpty()
                || (!zoneless
                        && !to.base.equals("jsonb")
                        && (!to.modifiers.isEmpty() || !to.base.startsWith("timestamp")));
    }

    /** What {@code to} makes of the values that no question to the data can find, or empty. */
    String changesMeaning(ColumnType to) {
        if (isArray() && to.isArray()) {
            return element().changesMeaning(to.element());
        }
        if (isArray() || to.isArray()) {
            return "";
        }
        if (base.equals(TIME) && to.base.equals(TIME_TZ)) {
            return "values without a time zone are taken for UTC, whatever the zone of the session";
        }
        if ((base.equals("json") || isString()) && to.base.equals("jsonb")) {
            return "jsonb keeps neither duplicate keys nor the order of keys nor whitespace";
        }
        if (!movesZone(to)) {
            return "";
        }
        if (base.equals("date")) {
            return "days are taken to begin at midnight in UTC, whatever the zone of the session";
        }
        return base.equals(STAMP)
                ? "values without a time zone are taken for UTC, whatever the zone of the session"
                : "values are written as the " + (to.base.equals("date") ? "date" : "time")
                        + " in UTC, whatever the zone of the session";
    }

    /** Whether {@code to} holds every value of this type unchanged, or refuses it with an error. */
    boolean fits(ColumnType to) {
        if (isArray() && to.isArray()) {
            return element().fits(to.element());
        }
        if (base.equals(to.base)) {
            return fitsModifiers(to);
        }
        if (to.isString()) {
            boolean whole = !to.base.equals("character") && !to.base.equals("name");
            return to.modifiers.isEmpty() ? whole : isString() && fitsModifiers(to);
        }
        if (INTEGERS.contains(base) && INTEGERS.contains(to.base)) {
            return INTEGERS.indexOf(base) < INTEGERS.indexOf(to.base);
        }
        if (INTEGERS.contains(base) && to.base.equals("numeric")) {
            int digits = List.of(5, 10, 19).get(INTEGERS.indexOf(base));
            return to.modifiers.isEmpty() || to.integerDigits() >= digits;
        }
        if (base.equals("money") && to.base.equals("numeric")) {
            return to.modifiers.isEmpty();
        }
        boolean parsed = isString() && Set.of("uuid", "json").contains(to.base);
        boolean kept = LOSSLESS.contains(base + ">" + to.base) && (to.modifiers.isEmpty() || base.equals("date"));
        return parsed || kept || isOwn(to) || isOwn(this);
    }

    private boolean fitsModifiers(ColumnType to) {
        if (to.modifiers.isEmpty() || modifiers.equals(to.modifiers)) {
            return true;
        }
        if (modifiers.isEmpty()) {
            return false;
        }
        if (base.equals("numeric")) {
            return to.integerDigits() >= integerDigits() && to.scale() >= scale();
        }
        return !base.equals("bit") && modifiers.get(0) <= to.modifiers.get(0);
    }

    private int scale() {
        return modifiers.size() > 1 ? modifiers.get(1) : 0;
    }

    private int integerDigits() {
        return modifiers.get(0) - scale();
    }

    /** A condition that is true for values of {@code column} that {@code to} cannot hold. */
    String lost(ColumnType to, String column) {
        if (to.isString() && !to.modifiers.isEmpty()) {
            return "length(" + column + "::text) > " + to.modifiers.get(0);
        }
        if (NUMBERS.contains(base) && INTEGERS.contains(to.base)) {
            String whole = INTEGERS.contains(base) ? "" : " or " + exact(column) + " <> trunc(" + exact(column) + ")";
            return column + " not between " + to.range() + whole;
        }
        boolean number = NUMBERS.contains(base) || base.equals("money");
        if (number && to.base.equals("numeric") && !to.modifiers.isEmpty()) {
            return "round(" + exact(column) + ", " + to.scale() + ") <> " + exact(column) + " or " + tooBig(to, column);
        }
        String cast = using(to, column);
        if (movesZone(to)) {
            String back = "(" + cast + ")::" + (to.base.equals("date") ? STAMP : to.text);
            String stamp = to.base.equals("date") ? column + " at time zone 'UTC'" : cast;
            return to.base.startsWith("time without") ? column + " is not null" : back + " is distinct from " + stamp;
        }
        return (cast.isEmpty() ? column + "::" + to.text : cast) + "::text is distinct from " + column + "::text";
    }

    private String exact(String column) {
        return column + (isFloat() ? "::text" : "") + "::numeric";
    }

    private String tooBig(ColumnType to, String column) {
        return "abs(round(" + exact(column) + ", " + to.scale() + ")) >= 1e" + to.integerDigits() + " and "
                + exact(column) + " <> 'NaN'";
    }

    /** A condition that is true for values that the server would refuse to change, or that fails as it would. */
    String refuses(ColumnType to, String column) {
        if (isArray() && to.isArray()) {
            String element = element().refuses(to.element(), "element");
            return element.isEmpty() ? "" : "exists (select from unnest(" + column + ") element where " + element + ")";
        }
        if (isArray() || to.isArray()) {
            return "";
        }
        boolean assigned = using(to, column).isEmpty();
        if (to.isString() && !to.modifiers.isEmpty() && assigned) {
            return "length(rtrim(" + column + "::text, ' ')) > " + to.modifiers.get(0);
        }
        if (NUMBERS.contains(base) && INTEGERS.contains(to.base)) {
            return "round(" + exact(column) + ") not between " + to.range();
        }
        if ((NUMBERS.contains(base) || base.equals("money")) && to.base.equals("numeric")) {
            return to.modifiers.isEmpty() ? "" : tooBig(to, column);
        }
        if (base.startsWith("bit") && to.base.startsWith("bit")) {
            boolean longer = to.base.equals("bit varying");
            return to.modifiers.isEmpty()
                    ? ""
                    : "length(" + column + ") " + (longer ? ">" : "<>") + " " + to.modifiers.get(0);
        }
        boolean parsed = using(to, column).contains("::text::") || (isString() && !to.isString()) || isOwn(to);
        return parsed
                ? "(" + (assigned ? column + "::" + to.text : using(to, column)) + ") is null and " + column
                        + " is not null"
                : "";
    }

    private String range() {
        return List.of("-32768 and 32767", "-2147483648 and 2147483647", "-9223372036854775808 and 9223372036854775807")
                .get(INTEGERS.indexOf(base));
    }

    /** Whether the server keeps the rows as they are, and only notes the new type. */
    boolean keepsRows(ColumnType to) {
        if (base.equals("numeric") && to.base.equals("numeric")) {
            return to.modifiers.isEmpty() || (!modifiers.isEmpty() && scale() == to.scale() && fitsModifiers(to));
        }
        List<String> strings = List.of("text", "character varying");
        boolean alike = (strings.contains(base) && strings.contains(to.base))
                || (base.equals(to.base) && base.equals("bit varying"));
        return alike && (to.modifiers.isEmpty() || (base.equals(to.base) && fitsModifiers(to)));
    }
}
