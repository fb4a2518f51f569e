package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** There is no way around the actor: whatever is public and takes none first is listed here, with the reason. */
class EveryCallNamesItsActorTest {
    static Stream<Arguments> daos() {
        return Stream.of(
                arguments(
                        Users.class,
                        Set.of(
                                "authenticate", // proves who somebody is
                                "identify", // the application has proven it
                                "register", // is for who is no user yet, and closed unless opened
                                "resetPassword", // the application has proven who reads the mail
                                "withOpenRegistration")), // a setting of the application
                arguments(Teams.class, Set.of()),
                arguments(Members.class, Set.of()),
                arguments(Skills.class, Set.of()),
                arguments(Threads.class, Set.of()),
                arguments(Checkpoints.class, Set.of()),
                arguments(Uploads.class, Set.of("jobs")), // reads nothing; its own calls are below
                arguments(UploadJobs.class, Set.of()),
                arguments(ApiKeys.class, Set.of("authenticate"))); // proves that somebody holds a key
    }

    @ParameterizedTest
    @MethodSource("daos")
    void w25_everyPublicCallNamesItsActorFirst(Class<?> dao, Set<String> exempt) {
        assertThat(dao.getMethods())
                .filteredOn(method -> method.getDeclaringClass() == dao)
                .filteredOn(method ->
                        method.getParameterCount() == 0 || !Actor.class.isAssignableFrom(method.getParameterTypes()[0]))
                .extracting(Method::getName)
                .containsExactlyInAnyOrderElementsOf(exempt);
    }

    @ParameterizedTest
    @MethodSource("daos")
    void w36_noCallLeavesAnythingInItsDao(Class<?> dao, Set<String> exempt) {
        assertThat(Arrays.stream(dao.getDeclaredFields()))
                .allSatisfy(field ->
                        assertThat(Modifier.isFinal(field.getModifiers())).isTrue());
    }
}
