package dev.stele.migrations.advice.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables that references connect, directly or by others. */
final class Groups {
    private final int[] leader;

    Groups(int nodes, List<Layout.Link> links) {
        leader = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            leader[i] = i;
        }
        links.forEach(link -> leader[find(link.child())] = find(link.parent()));
    }

    List<List<Integer>> largestFirst() {
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < leader.length; i++) {
            groups.computeIfAbsent(find(i), key -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparing((List<Integer> group) -> -group.size()));
        return sorted;
    }

    private int find(int node) {
        int found = node;
        while (leader[found] != found) {
            leader[found] = leader[leader[found]];
            found = leader[found];
        }
        return found;
    }
}
