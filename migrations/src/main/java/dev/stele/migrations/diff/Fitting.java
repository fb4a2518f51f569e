package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a change of type loses, and asks the rows whether they fit. */
final class Fitting {
    private Fitting() {}

    static Step asked(Step step, CatalogObject from, CatalogObject to, Sides sides) {
        ColumnType before = stored(from, sides.from());
        ColumnType after = stored(to, sides.to());
        String refusal = refusal(from, to, sides);
        Step asked = refusal.isEmpty() ? step : step.demanding(unfit(from, to, refusal));
        if (before.fits(after)) {
            return asked;
        }
        String change = " from " + from.text("type") + " to " + to.text("type");
        String meaning = before.changesMeaning(after);
        asked = asked.losing(
                meaning.isEmpty() ? "the type narrows" + change : "the type changes" + change + ": " + meaning);
        return before.canAsk(after) ? asked.checking(unfit(from, to, before.lost(after, column(from)))) : asked;
    }

    private static String column(CatalogObject column) {
        return Sql.quote(column.name().name());
    }

    private static PreCheck unfit(CatalogObject from, CatalogObject to, String condition) {
        return new PreCheck(
                from.name() + " holds values that do not fit into " + to.text("type"),
                "select exists (select from " + Sql.table(from.name()) + " where " + condition + ")");
    }

    /** The type of the values of {@code user}, a column or a domain. */
    static ColumnType stored(CatalogObject user, CatalogSnapshot side) {
        return stored(ColumnType.of(user.text("type")), user, side);
    }

    /** The type of the values: a domain holds those of its base, and an explicit cast to it cuts them off. */
    private static ColumnType stored(ColumnType type, CatalogObject user, CatalogSnapshot side) {
        Optional<CatalogObject> domain = named(type, user, side, ObjectKind.DOMAIN);
        return domain.map(found -> stored(found, side)).orElse(type);
    }

    private static Optional<CatalogObject> named(
            ColumnType type, CatalogObject user, CatalogSnapshot side, ObjectKind kind) {
        return user.uses().stream()
                .filter(used -> used.kind() == kind)
                .filter(used -> Sql.qualified(used).equals(type.text()))
                .flatMap(used -> side.find(used).stream())
                .findFirst();
    }

    /** A condition that finds what the change would fail at, in words of the old schema; or empty. */
    private static String refusal(CatalogObject from, CatalogObject to, Sides sides) {
        ColumnType before = ColumnType.of(from.text("type"));
        ColumnType after = ColumnType.of(to.text("type"));
        Optional<CatalogObject> values = named(after, to, sides.to(), ObjectKind.ENUM);
        if (values.isPresent()) {
            List<String> known = EnumWriter.values(values.get());
            return before.isInteger()
                    ? column(from) + " not between 0 and " + (known.size() - 1)
                    : column(from) + "::text not in (" + String.join(", ", known) + ")";
        }
        boolean there = !after.isOwn() || after.base().equals(before.base()) || stands(to, sides);
        ColumnType known = stored(after, to, sides.to());
        List<String> refusals = new ArrayList<>();
        if (there) {
            refusals.add(before.refuses(after, column(from)));
        }
        // The cast to a domain would cut off what its base refuses.
        if (!known.isOwn() && !known.equals(after)) {
            refusals.add(before.refuses(known, column(from)));
        }
        refusals.removeIf(String::isEmpty);
        return String.join(" or ", refusals);
    }

    /** Whether the types that {@code column} uses are in the old schema as they will be in the new one. */
    private static boolean stands(CatalogObject column, Sides sides) {
        return column.uses().stream()
                .filter(used -> ColumnWriter.TYPES.contains(used.kind()))
                .allMatch(used -> sides.from().find(used).isPresent() && !sides.isRenewed(used));
    }
}
