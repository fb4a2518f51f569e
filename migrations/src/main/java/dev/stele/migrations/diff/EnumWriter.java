package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes native enum types. */
final class EnumWriter implements KindWriter {
    private static final Pattern VALUE = Pattern.compile("E?'(?:[^']|'')*'");

    @Override
    public String address(ObjectName name) {
        return "type " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        Step step = Step.of("create " + address(object.name()) + " as enum (" + object.text("values") + ")");
        Optional<CatalogObject> before = sides.from().find(object.name());
        List<String> gone = before.map(EnumWriter::values).orElse(List.of()).stream()
                .filter(value -> !values(object).contains(value))
                .toList();
        if (gone.isEmpty()) {
            return List.of(step);
        }
        Step losing = step.losing("its values " + String.join(", ", gone) + " are removed");
        for (CatalogObject column : columns(before.orElseThrow(), sides)) {
            losing = losing.demanding(new PreCheck(
                    column.name() + " holds values that " + object.name() + " is to lose: " + String.join(", ", gone),
                    "select exists (select from " + Sql.table(column.name()) + " where " + holds(column, gone) + ")"));
        }
        return List.of(losing);
    }

    private static String holds(CatalogObject column, List<String> gone) {
        String name = Sql.quote(column.name().name());
        String list = String.join(", ", gone);
        return column.text("type").endsWith("[]")
                ? name + "::text[] && array[" + list + "]"
                : name + "::text in (" + list + ")";
    }

    private static List<CatalogObject> columns(CatalogObject type, Sides sides) {
        return sides.from().objects().stream()
                .filter(user -> user.kind() == ObjectKind.COLUMN && user.uses().contains(type.name()))
                .toList();
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        List<String> before = values(from);
        List<String> after = values(to);
        if (!after.stream().filter(before::contains).toList().equals(before)) {
            return Alteration.replace();
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            if (!before.contains(after.get(i))) {
                steps.add(Step.alone(
                                "alter " + address(to.name()) + " add value " + after.get(i) + place(before, after, i))
                        .because("committed at once, as a new value cannot be used in its own transaction"));
            }
        }
        return Alteration.by(steps);
    }

    /** Where to put a value: after the one before it, which is there by now; or before the first that was. */
    private static String place(List<String> before, List<String> after, int index) {
        if (index > 0) {
            boolean last = after.subList(index, after.size()).stream().noneMatch(before::contains);
            return last ? "" : " after " + after.get(index - 1);
        }
        return before.isEmpty() ? "" : " before " + before.get(0);
    }

    static List<String> values(CatalogObject object) {
        return VALUE.matcher(object.text("values"))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
