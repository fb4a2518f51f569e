package dev.stele.core.config;

import java.util.Map;

/**
 * All that one source gives.
 *
 * <p>{@code toString} hides the values.
 *
 * @param source the kind of place
 * @param where the place in full, such as the name of the file
 * @param values what is set there, by key
 */
record Layer(Source source, String where, Map<String, String> values) {

    @Override
    public String toString() {
        return where;
    }
}
