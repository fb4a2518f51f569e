package dev.stele.examples.handbook;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Holds when no public or protected member of a class names a type of the given packages. */
final class SignaturesFreeOf extends ArchCondition<JavaClass> {
    private final List<String> prefixes;

    SignaturesFreeOf(String... prefixes) {
        super("name no type of " + List.of(prefixes));
        this.prefixes = List.of(prefixes);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        type.getCodeUnits().stream()
                .filter(unit -> isVisible(unit.getModifiers()))
                .forEach(unit -> named(unit)
                        .filter(this::isForbidden)
                        .forEach(name -> events.add(
                                SimpleConditionEvent.violated(unit, unit.getFullName() + " names " + name))));
        for (JavaField field : type.getFields()) {
            if (isVisible(field.getModifiers())
                    && isForbidden(field.getRawType().getName())) {
                events.add(SimpleConditionEvent.violated(
                        field,
                        field.getFullName() + " names " + field.getRawType().getName()));
            }
        }
    }

    private static Stream<String> named(JavaCodeUnit unit) {
        return Stream.concat(
                        Stream.of(unit.getRawReturnType()),
                        Stream.concat(unit.getRawParameterTypes().stream(), unit.getExceptionTypes().stream()))
                .map(JavaClass::getName);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private boolean isForbidden(String name) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
