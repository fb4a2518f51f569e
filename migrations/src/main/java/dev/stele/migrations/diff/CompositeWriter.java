package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes composite types. */
final class CompositeWriter implements KindWriter {
    private static final Pattern ATTRIBUTE = Pattern.compile("(?s)(\"(?:[^\"]|\"\")+\"|\\S+) (.*)");

    @Override
    public String address(ObjectName name) {
        return "type " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<Step> steps = new ArrayList<>();
        String attributes = object.has("attributes") ? "(\n    " + object.text("attributes") + "\n)" : "()";
        steps.add(Step.of("create " + address(object.name()) + " as " + attributes));
        comments(object).forEach((name, text) -> steps.add(comment(object, name, text)));
        return steps;
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Map<String, String> before = attributes(from);
        Map<String, String> after = attributes(to);
        boolean stored = sides.from().objects().stream()
                .anyMatch(
                        user -> user.kind() == ObjectKind.COLUMN && user.uses().contains(from.name()));
        List<String> kept = before.keySet().stream().filter(after::containsKey).toList();
        List<String> order = new ArrayList<>(kept);
        after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(order::add);
        boolean same = kept.stream().allMatch(name -> Objects.equals(before.get(name), after.get(name)));
        if (same && order.equals(List.copyOf(after.keySet())) && !sides.isRetyped(from)) {
            return Alteration.by(inPlace(from, to, stored));
        }
        if (stored && !List.copyOf(before.keySet()).equals(List.copyOf(after.keySet()))) {
            return Alteration.refuse("its attributes change in a way that the columns of this type cannot follow");
        }
        return stored ? Alteration.replace() : Alteration.recreate();
    }

    private List<Step> inPlace(CatalogObject from, CatalogObject to, boolean stored) {
        Map<String, String> before = attributes(from);
        Map<String, String> after = attributes(to);
        List<Step> steps = new ArrayList<>();
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(name -> {
            Step drop = Step.of("alter " + address(to.name()) + " drop attribute " + name);
            steps.add(stored ? drop.losing("its attribute " + name + " is dropped") : drop);
        });
        after.forEach((name, type) -> {
            if (!before.containsKey(name)) {
                steps.add(Step.of("alter " + address(to.name()) + " add attribute " + name + " " + type));
            }
        });
        Map<String, String> old = comments(from);
        Map<String, String> wanted = comments(to);
        old.keySet().stream()
                .filter(name -> after.containsKey(name) && !wanted.containsKey(name))
                .forEach(name -> steps.add(comment(to, name, "null")));
        wanted.forEach((name, text) -> {
            if (!text.equals(old.get(name))) {
                steps.add(comment(to, name, text));
            }
        });
        return steps;
    }

    private static Step comment(CatalogObject type, String attribute, String text) {
        return Step.of("comment on column " + Sql.qualified(type.name()) + "." + attribute + " is " + text);
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Alteration.Way way, Sides sides) {
        return used.kind() == ObjectKind.SCHEMA || way == Alteration.Way.STEPS ? Effect.NONE : Effect.ALTER;
    }

    private static Map<String, String> attributes(CatalogObject object) {
        return parse(object.text("attributes"), ",\n    ");
    }

    private static Map<String, String> comments(CatalogObject object) {
        return parse(object.text("attribute_comments"), "\n(?=\\S+ E?')");
    }

    private static Map<String, String> parse(String text, String separator) {
        Map<String, String> parts = new LinkedHashMap<>();
        Arrays.stream(text.split(separator)).forEach(part -> {
            Matcher found = ATTRIBUTE.matcher(part);
            if (found.matches()) {
                parts.put(found.group(1), found.group(2));
            }
        });
        return parts;
    }
}
