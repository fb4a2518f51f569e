package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.crud.CopyIn;
import dev.stele.crud.Dao;
import dev.stele.crud.InitialData;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Notes which statements are sent by which method of the families' DAOs. */
final class SentBy implements AutoCloseable {
    private static final List<Class<?>> FAMILIES = List.of(
            Users.class,
            Teams.class,
            Members.class,
            Skills.class,
            Threads.class,
            Checkpoints.class,
            Uploads.class,
            UploadJobs.class,
            ApiKeys.class);

    private static final Set<Class<?>> GENERIC = Set.of(Dao.class, CopyIn.class, InitialData.class);

    private final Map<String, Set<String>> statements = new TreeMap<>();
    private final Set<String> called = new TreeSet<>();
    private final Database.Observation observation;

    private SentBy(Database database) {
        this.observation = database.observe(statement -> note(statement.sql()));
    }

    static SentBy watching(Database database) {
        return new SentBy(database);
    }

    @Override
    public void close() {
        observation.close();
    }

    /** The texts that were sent, by the method that was called. */
    Map<String, Set<String>> statements() {
        return statements;
    }

    /** The public methods of the families' DAOs that sent nothing. */
    Set<String> silent() {
        Set<String> silent = new TreeSet<>();
        for (Class<?> dao : FAMILIES) {
            Arrays.stream(dao.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                    .map(SentBy::signature)
                    .filter(method -> !called.contains(method))
                    .forEach(silent::add);
        }
        return silent;
    }

    /** A statement belongs to the outermost of these methods, which is the one that the application called. */
    private void note(String sql) {
        List<StackFrame> frames = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(all -> all.filter(SentBy::isOurs).toList());
        frames.forEach(
                frame -> called.add(name(frame.getDeclaringClass(), frame.getMethodName()) + frame.getMethodType()));
        String caller = frames.isEmpty()
                ? "other"
                : name(
                        frames.get(frames.size() - 1).getDeclaringClass(),
                        frames.get(frames.size() - 1).getMethodName());
        statements.computeIfAbsent(caller, name -> new TreeSet<>()).add(sql);
    }

    private static boolean isOurs(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        return (FAMILIES.contains(type) || GENERIC.contains(type))
                && !frame.getMethodName().contains("$");
    }

    private static String signature(Method method) {
        return name(method.getDeclaringClass(), method.getName())
                + MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    }

    private static String name(Class<?> type, String method) {
        return type.getSimpleName() + "." + method;
    }
}
