package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.error.Invalid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolDefinitionTest {

    static Map<String, Object> weather() {
        Map<String, Object> function = new HashMap<>();
        function.put("name", "get_weather");
        function.put("description", "The weather of a place");
        function.put(
                "parameters",
                Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("place", Map.of("type", "string")),
                        "required",
                        List.of("place")));
        Map<String, Object> definition = new HashMap<>();
        definition.put("url", "https://example.com/weather");
        definition.put("method", "GET");
        definition.put("type", "function");
        definition.put("headers", Map.of("Authorization", "Bearer s3cret"));
        definition.put("function", function);
        return definition;
    }

    @Test
    void passesWhatTheExistingSystemStores() {
        Map<String, Object> stored = Map.of(
                "url", "https://example.com/5",
                "method", "GET",
                "type", "function",
                "function", Map.of("name", "f5", "description", "d", "parameters", Map.of()));

        assertThatCode(() -> ToolDefinition.check(stored)).doesNotThrowAnyException();
        assertThatCode(() -> ToolDefinition.check(weather())).doesNotThrowAnyException();
    }

    @Test
    void isRequired() {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> ToolDefinition.check(null))
                .withMessage("the input is not valid: toolDefinition is required for a skill that is not managed");
    }

    @Test
    void namesEveryFaultByItsPlaceAndNoValue() {
        Map<String, Object> wrong = Map.of(
                "url",
                "ftp://s3cret@example.com",
                "method",
                "TRACE",
                "headers",
                Map.of("Authorization", List.of("s3cret")),
                "function",
                Map.of(
                        "name", "no spaces",
                        "description", " ",
                        "parameters", Map.of("properties", Map.of("a", 1), "required", List.of("b"))));

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> ToolDefinition.check(wrong))
                .withMessage("the input is not valid:"
                        + "\n  - toolDefinition.url must be an absolute http or https URL"
                        + "\n  - toolDefinition.method must be GET, POST, PUT, PATCH or DELETE"
                        + "\n  - toolDefinition.type must be \"function\""
                        + "\n  - toolDefinition.headers must be an object whose values are text"
                        + "\n  - toolDefinition.function.name must have 1 to 64 letters, digits, underscores or hyphens"
                        + "\n  - toolDefinition.function.description must be text and not blank"
                        + "\n  - toolDefinition.function.parameters.properties must be an object whose values are objects"
                        + "\n  - toolDefinition.function.parameters.required must be a list of names of properties");
    }

    @Test
    void wantsAFunctionWithParameters() {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> {
                    Map<String, Object> definition = weather();
                    definition.put("function", "get_weather");
                    ToolDefinition.check(definition);
                })
                .withMessage("the input is not valid: toolDefinition.function must be an object");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> {
                    Map<String, Object> definition = weather();
                    definition.put("function", Map.of("name", "f", "description", "d"));
                    ToolDefinition.check(definition);
                })
                .withMessage("the input is not valid: toolDefinition.function.parameters must be an object");
    }
}
