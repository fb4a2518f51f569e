package dev.stele.examples.benchmarks.sample;

import dev.stele.crud.teams.Families;
import java.util.ArrayList;
import java.util.List;

/** The entities of the families, the same for Stele and for Hibernate, each with its own of the notes. */
public final class Entities {
    private Entities() {}

    /** The families and this entity of the notes. */
    public static List<Class<?>> with(Class<?> notes) {
        List<Class<?>> all = new ArrayList<>(Families.entities());
        all.add(notes);
        return List.copyOf(all);
    }
}
