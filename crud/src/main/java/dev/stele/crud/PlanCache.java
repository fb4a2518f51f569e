package dev.stele.crud;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Plans by what they depend on. Bounded, so that ever new conditions cannot fill the heap. */
final class PlanCache {
    private static final int MAX = 1024;

    private final ConcurrentHashMap<Object, Object> plans = new ConcurrentHashMap<>();

    /** The plan under this key, made now if it is not there; keys of one class must have plans of one class. */
    @SuppressWarnings("unchecked") // each class of keys is used with one class of plans
    <T> T get(Object key, Supplier<T> plan) {
        Object known = plans.get(key);
        if (known != null) {
            return (T) known;
        }
        if (plans.size() >= MAX) {
            // An application has far fewer; whoever builds conditions without end pays by planning anew.
            plans.clear();
        }
        T made = plan.get();
        plans.put(key, made);
        return made;
    }

    int size() {
        return plans.size();
    }
}
