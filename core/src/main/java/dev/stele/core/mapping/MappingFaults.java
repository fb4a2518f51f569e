package dev.stele.core.mapping;

import dev.stele.core.error.ConfigurationException;
import jakarta.persistence.Converter;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.HibernateException;

/** Says what is wrong with the classes that a database is opened with. */
final class MappingFaults {
    static final String WHAT = "the entities cannot be mapped";

    /** Hibernate tells of a reference to a class it was not given by its message only. */
    private static final Pattern STRANGER =
            Pattern.compile("Association '([^']+)' targets the type '([^']+)' which does not belong to the same .*");

    private MappingFaults() {}

    /** Refuses classes without a mapping, which Hibernate passes over without a word. */
    static void requireMapped(Collection<Class<?>> classes) {
        List<String> faults = classes.stream()
                .filter(type -> !isMapped(type))
                .map(type -> "%s is not an entity\n  hint: annotate it with @Entity, or open the database without it"
                        .formatted(type.getName()))
                .toList();
        if (!faults.isEmpty()) {
            throw new ConfigurationException(WHAT, faults);
        }
    }

    private static boolean isMapped(Class<?> type) {
        return type.isAnnotationPresent(Entity.class)
                || type.isAnnotationPresent(MappedSuperclass.class)
                || type.isAnnotationPresent(Embeddable.class)
                || type.isAnnotationPresent(Converter.class);
    }

    /** What Hibernate refused, in our words where it is a class that was forgotten. */
    static ConfigurationException explained(HibernateException refusal) {
        String text = String.valueOf(refusal.getMessage());
        Matcher stranger = STRANGER.matcher(text);
        String fault = stranger.matches()
                ? ("%s refers to %s, which the database was not opened with"
                                + "\n  hint: open the database with every class that references lead to")
                        .formatted(stranger.group(1), stranger.group(2))
                : text;
        return new ConfigurationException(WHAT, List.of(fault), null, refusal);
    }
}
