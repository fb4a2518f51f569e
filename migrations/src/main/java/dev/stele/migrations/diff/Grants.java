package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes the way from some privileges to others.
 *
 * <p>A fact {@code to somebody} or {@code to somebody (column)} lists what differs from what the server grants by
 * itself: {@code select} granted, {@code select*} with the grant option, {@code -execute} taken away.
 */
final class Grants {
    private static final String GRANTEE = "to ";

    private Grants() {}

    /**
     * The statements from {@code from} to {@code to}.
     *
     * @param head what stands before GRANT or REVOKE, such as {@code alter default privileges}
     * @param on what stands behind ON
     */
    static List<Step> change(CatalogObject from, CatalogObject to, String head, String on) {
        TreeSet<String> keys = new TreeSet<>(from.comparable().keySet());
        keys.addAll(to.comparable().keySet());
        List<Step> revokes = new ArrayList<>();
        List<Step> grants = new ArrayList<>();
        for (String key : keys) {
            if (key.startsWith(GRANTEE)) {
                Sorted sorted = sort(items(from.text(key)), items(to.text(key)));
                Target target = target(key, on);
                revokes.addAll(target.write(head + "revoke ", sorted.revoked, " from ", ""));
                revokes.addAll(target.write(head + "revoke grant option for ", sorted.lessGrantable, " from ", ""));
                grants.addAll(target.write(head + "grant ", sorted.granted, " to ", ""));
                grants.addAll(target.write(head + "grant ", sorted.grantable, " to ", " with grant option"));
            }
        }
        revokes.addAll(grants);
        return revokes;
    }

    /** The privileges of {@code items} as far as {@code wanted} has them too, and no less that is taken away. */
    static String within(String items, String wanted) {
        Map<String, String> shall = items(wanted);
        Map<String, String> rest = items(items);
        rest.replaceAll((privilege, sign) -> {
            String other = shall.getOrDefault(privilege, "");
            return sign.equals("+") && other.equals("*") ? sign : other;
        });
        rest.values().removeIf(String::isEmpty);
        return text(rest);
    }

    /** What both give away together; what one gives back the other need not have taken. */
    static String merged(String items, String more) {
        Map<String, String> all = items(items);
        items(more).forEach((privilege, sign) -> {
            boolean back = "-".equals(all.get(privilege));
            if (back) {
                all.remove(privilege);
            } else if (!"*".equals(all.get(privilege))) {
                all.put(privilege, sign);
            }
        });
        return text(all);
    }

    /** The privileges of {@code items} without the grant of {@code privilege}. */
    static String without(String items, String privilege) {
        Map<String, String> rest = items(items);
        rest.remove(privilege, "+");
        return text(rest);
    }

    private static String text(Map<String, String> items) {
        return items.entrySet().stream()
                .map(item -> switch (item.getValue()) {
                    case "-" -> "-" + item.getKey();
                    case "*" -> item.getKey() + "*";
                    default -> item.getKey();
                })
                .collect(Collectors.joining(", "));
    }

    private record Target(String columns, String on, String grantee) {
        List<Step> write(String verb, List<String> privileges, String preposition, String end) {
            return privileges.isEmpty()
                    ? List.of()
                    : List.of(Roles.checking(
                            Step.of(verb + String.join(columns + ", ", privileges) + columns + " on " + on + preposition
                                    + grantee + end),
                            grantee));
        }
    }

    /** What each privilege has to go through. */
    private static final class Sorted {
        private final List<String> revoked = new ArrayList<>();
        private final List<String> lessGrantable = new ArrayList<>();
        private final List<String> granted = new ArrayList<>();
        private final List<String> grantable = new ArrayList<>();
    }

    private static Sorted sort(Map<String, String> from, Map<String, String> to) {
        Sorted sorted = new Sorted();
        TreeSet<String> all = new TreeSet<>(from.keySet());
        all.addAll(to.keySet());
        for (String privilege : all) {
            String before = from.getOrDefault(privilege, "");
            String after = to.getOrDefault(privilege, "");
            if (before.equals(after)) {
                continue;
            }
            if (after.equals("*")) {
                sorted.grantable.add(privilege);
            } else if (before.equals("*") && after.equals("+")) {
                sorted.lessGrantable.add(privilege);
            } else if (after.equals("+") || before.equals("-")) {
                sorted.granted.add(privilege);
            } else {
                sorted.revoked.add(privilege);
            }
        }
        return sorted;
    }

    /** Each privilege with {@code +}, {@code *} or {@code -}. */
    private static Map<String, String> items(String fact) {
        Map<String, String> items = new TreeMap<>();
        for (String item : fact.isEmpty() ? List.<String>of() : Arrays.asList(fact.split(", "))) {
            if (item.startsWith("-")) {
                items.put(item.substring(1), "-");
            } else if (item.endsWith("*")) {
                items.put(item.substring(0, item.length() - 1), "*");
            } else {
                items.put(item, "+");
            }
        }
        return items;
    }

    private static Target target(String key, String on) {
        String rest = key.substring(GRANTEE.length());
        int open = rest.endsWith(")") ? rest.lastIndexOf(" (") : -1;
        return open < 0 ? new Target("", on, rest) : new Target(rest.substring(open), on, rest.substring(0, open));
    }
}
