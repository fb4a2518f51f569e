package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds what looks like a rename: something gone, and something new that is much like it. */
final class Likeness {
    private static final double ENOUGH = 0.5;

    private Likeness() {}

    static List<Rename> proposals(CatalogSnapshot from, CatalogSnapshot to) {
        List<Rename> renames = new ArrayList<>();
        List<CatalogObject> come = new ArrayList<>(only(to, from));
        for (CatalogObject gone : only(from, to)) {
            CatalogObject best = null;
            double most = ENOUGH;
            for (CatalogObject candidate : come) {
                double likeness = likeness(gone, from, candidate, to);
                if (likeness >= most) {
                    most = likeness;
                    best = candidate;
                }
            }
            if (best != null) {
                come.remove(best);
                String name = best.kind() == ObjectKind.COLUMN
                        ? best.name().name()
                        : best.name().qualified();
                renames.add(new Rename(gone.kind(), gone.name().qualified(), name));
            }
        }
        return renames;
    }

    private static List<CatalogObject> only(CatalogSnapshot side, CatalogSnapshot other) {
        return side.objects().stream()
                .filter(object -> Set.of(ObjectKind.TABLE, ObjectKind.COLUMN, ObjectKind.ENUM)
                        .contains(object.kind()))
                .filter(object -> other.find(object.name()).isEmpty())
                .filter(object -> object.kind() != ObjectKind.COLUMN
                        || other.find(object.name().owner(ObjectKind.TABLE)).isPresent())
                .toList();
    }

    private static double likeness(CatalogObject left, CatalogSnapshot from, CatalogObject right, CatalogSnapshot to) {
        if (left.kind() != right.kind()
                || !left.name().schema().equals(right.name().schema())
                || !left.name().table().equals(right.name().table())) {
            return 0;
        }
        return switch (left.kind()) {
            case TABLE -> overlap(columns(left, from), columns(right, to));
            case ENUM -> left.text("values").equals(right.text("values")) ? 1 : 0;
            default ->
                withoutNames(left).equals(withoutNames(right))
                        ? ENOUGH
                                + overlap(
                                                pairs(left.name().name()),
                                                pairs(right.name().name()))
                                        / 2
                        : 0;
        };
    }

    /** What a column is, without what the server named after it. */
    private static Map<String, String> withoutNames(CatalogObject column) {
        Map<String, String> facts = column.comparable();
        facts.keySet().removeAll(Set.of("not_null.name", "identity.sequence", "comment"));
        return facts;
    }

    private static Set<String> columns(CatalogObject table, CatalogSnapshot side) {
        return side.objects().stream()
                .filter(object -> object.kind() == ObjectKind.COLUMN
                        && object.name().owner(ObjectKind.TABLE).equals(table.name()))
                .map(column -> column.name().name() + " " + column.text("type"))
                .collect(Collectors.toSet());
    }

    private static Set<String> pairs(String name) {
        Set<String> pairs = new TreeSet<>();
        for (int i = 0; i + 2 <= name.length(); i++) {
            pairs.add(name.substring(i, i + 2));
        }
        return pairs;
    }

    private static double overlap(Set<String> left, Set<String> right) {
        Set<String> both = new TreeSet<>(left);
        both.retainAll(right);
        Set<String> all = new TreeSet<>(left);
        all.addAll(right);
        return all.isEmpty() ? 0 : (double) both.size() / all.size();
    }
}
