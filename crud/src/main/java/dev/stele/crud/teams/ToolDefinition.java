package dev.stele.crud.teams;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Invalid.FieldError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a skill that calls an HTTP API must say of it: a URL, a method, headers, and a function as models take it.
 *
 * <p>Faults are named by their place in the document and never by their value, since headers hold secrets.
 */
final class ToolDefinition {
    private static final String FIELD = "toolDefinition";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern FUNCTION_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final List<FieldError> faults = new ArrayList<>();

    private ToolDefinition() {}

    /**
     * Passes over a valid definition.
     *
     * @throws Invalid with every fault at once
     */
    static void check(@Nullable Map<String, ?> definition) {
        ToolDefinition check = new ToolDefinition();
        if (definition == null) {
            check.fault("", "is required for a skill that is not managed");
        } else {
            check.request(definition);
            check.function(definition.get("function"));
        }
        if (!check.faults.isEmpty()) {
            throw new Invalid(check.faults, null, null);
        }
    }

    private void request(Map<String, ?> definition) {
        text(definition, "url", ToolDefinition::isHttpUrl, "must be an absolute http or https URL");
        text(definition, "method", METHODS::contains, "must be GET, POST, PUT, PATCH or DELETE");
        text(definition, "type", "function"::equals, "must be \"function\"");
        Object headers = definition.get("headers");
        if (headers != null && !(headers instanceof Map<?, ?> map && allText(map))) {
            fault(".headers", "must be an object whose values are text");
        }
    }

    private void function(@Nullable Object function) {
        if (!(function instanceof Map<?, ?> map)) {
            fault(".function", "must be an object");
            return;
        }
        String name = "must have 1 to 64 letters, digits, underscores or hyphens";
        text(map, "function.name", s -> FUNCTION_NAME.matcher(s).matches(), name);
        text(map, "function.description", s -> !s.isBlank(), "must be text and not blank");
        parameters(map.get("parameters"));
    }

    private void parameters(@Nullable Object parameters) {
        if (!(parameters instanceof Map<?, ?> schema)) {
            fault(".function.parameters", "must be an object");
            return;
        }
        Object properties = schema.get("properties");
        if (properties != null && !(properties instanceof Map<?, ?> map && allObjects(map))) {
            fault(".function.parameters.properties", "must be an object whose values are objects");
        }
        Object required = schema.get("required");
        Set<?> known = properties instanceof Map<?, ?> map ? map.keySet() : Set.of();
        if (required != null && !(required instanceof List<?> names && known.containsAll(names))) {
            fault(".function.parameters.required", "must be a list of names of properties");
        }
    }

    private void text(Map<?, ?> object, String path, Predicate<String> valid, String expected) {
        Object value = object.get(path.substring(path.lastIndexOf('.') + 1));
        if (!(value instanceof String text) || !valid.test(text)) {
            fault("." + path, expected);
        }
    }

    private void fault(String path, String problem) {
        faults.add(new FieldError(FIELD + path, problem));
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean allText(Map<?, ?> map) {
        return map.values().stream().allMatch(String.class::isInstance);
    }

    private static boolean allObjects(Map<?, ?> map) {
        return map.values().stream().allMatch(Map.class::isInstance);
    }
}
