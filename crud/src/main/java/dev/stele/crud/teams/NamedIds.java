package dev.stele.crud.teams;

import java.util.Collection;
import java.util.stream.Collectors;

/** Ids as a message names them: ten, and how many more, since all could be megabytes. */
final class NamedIds {
    /** How many are named. */
    static final int MOST = 10;

    private NamedIds() {}

    /** Names the first of all these. */
    static String of(Collection<Long> ids) {
        return of(ids, ids.size());
    }

    /** Names the first of {@code all} ids, of which these are some. */
    static String of(Collection<Long> some, long all) {
        String named = some.stream().limit(MOST).map(String::valueOf).collect(Collectors.joining(", "));
        return all <= MOST ? named : named + " and " + (all - MOST) + " more";
    }
}
