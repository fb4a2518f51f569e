package dev.stele.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.Misuse;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final long SEED = Long.getLong("stele.test.seed", System.nanoTime());

    @Test
    void readsWhatTheStandardAllows() {
        assertThat(Json.parse(" {\"a\" : [1, -2.5, 1e2, true, false, null, \"x\"]} \n"))
                .isEqualTo(mapOf("a", listOf(1L, -2.5, 100.0, true, false, null, "x")));
        assertThat(Json.parse("\"\\u00e4\\n\\t\\\"\\\\\\/\\b\\f\\r\\uD83D\\uDE00\""))
                .isEqualTo("ä\n\t\"\\/\b\f\r😀");
        assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(Json.parse("0.1")).isEqualTo(0.1);
        assertThat(Json.parse("0.1000000000000000055511151231257827"))
                .isEqualTo(new BigDecimal("0.1000000000000000055511151231257827"));
        assertThat(Json.parse("1e400")).isEqualTo(new BigDecimal("1e400"));
        assertThat(Json.parse("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,]",
                "{\"a\":}",
                "{\"a\" 1}",
                "{a:1}",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "nul",
                "tru",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "[1 2]",
                "1 1",
                "'a'",
                "\"\t\"",
                "NaN",
                "{\"a\":1,}"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(text))
                .withMessageMatching("not JSON: expected .+ at character \\d+");
    }

    @Test
    void refusesNestingThatWouldExhaustTheStack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse("[".repeat(100_000)))
                .withMessage("not JSON: expected at most 500 levels at character 501");
    }

    @Test
    void readsBackWhateverItWrites() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            Object value = randomValue(random, 4);

            assertThat(Json.parse(JsonText.of(value)))
                    .as("seed %d, round %d", SEED, i)
                    .isEqualTo(value);
        }
    }

    @Test
    void neverFailsOnRandomTextInAnotherWayThanByRefusing() {
        Random random = new Random(SEED);
        String alphabet = "{}[]\",:\\u0123456789abcdefnultrs-+.eE \n\t'x";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(24); j >= 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Json.parse(text.toString());
            } catch (IllegalArgumentException refused) {
                assertThat(refused).as("seed %d, text %s", SEED, text).hasMessageStartingWith("not JSON: expected ");
            }
        }
    }

    enum Colour {
        RED
    }

    record Point(int x, Double y, List<Colour> colours, Map<String, Long> more) {}

    record Holder(Map<String, Point> points) {}

    @Test
    void readsRecordsWithTheirGenericTypes() throws NoSuchFieldException {
        Point point = new Point(1, 2.0, List.of(Colour.RED), Map.of("k", 5L));

        String text = JsonFormat.toText(new Holder(Map.of("p", point)), Holder.class);

        assertThat(text).isEqualTo("{\"points\":{\"p\":{\"x\":1,\"y\":2.0,\"colours\":[\"RED\"],\"more\":{\"k\":5}}}}");
        assertThat(JsonFormat.fromText(text, Holder.class)).isEqualTo(new Holder(Map.of("p", point)));
    }

    @Test
    void saysWhatHasNoJsonForm() {
        assertThatThrownBy(() -> JsonText.of(new Thread()))
                .isInstanceOf(Misuse.class)
                .hasMessage("a value of type java.lang.Thread has no JSON form\n"
                        + "  hint: use maps, lists, records, strings, numbers and booleans, or map the attribute with an"
                        + " AttributeConverter");
        assertThatThrownBy(() -> JsonText.of(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("holds NaN or infinity, for which JSON has no number");
        assertThatThrownBy(() -> Json.write(Double.NaN))
                .isInstanceOf(Misuse.class)
                .hasMessage("a value for JSON holds NaN or infinity, for which JSON has no number\n"
                        + "  hint: write null or a text in its place");
    }

    @Test
    void writesNoDeeperThanItReads() {
        Map<String, Object> itself = new LinkedHashMap<>();
        itself.put("again", itself);
        Object deepest = 1L;
        for (int i = 0; i < 500; i++) {
            deepest = List.of(deepest);
        }
        Object tooDeep = List.of(deepest);

        assertThat(Json.parse(JsonText.of(deepest))).isEqualTo(deepest);
        assertThat(JsonText.of(List.of(List.of(), Map.of(), new int[0]))).isEqualTo("[[],{},[]]");
        for (Object value : new Object[] {itself, tooDeep, new Object[] {deepest}}) {
            assertThatThrownBy(() -> JsonText.of(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("contains itself, or is nested deeper than 500 levels");
        }
    }

    private static Object randomValue(Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0:
                return null;
            case 1:
                return random.nextBoolean();
            case 2:
                return random.nextLong() >> random.nextInt(64);
            case 3:
                return Double.longBitsToDouble(random.nextLong()) * 0 == 0
                        ? random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300)
                        : 0.5;
            case 4:
                return new BigInteger(70 + random.nextInt(60), random).add(BigInteger.ONE.shiftLeft(64));
            case 5:
                return randomString(random);
            case 6:
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(randomValue(random, depth - 1));
                }
                return list;
            default:
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(randomString(random), randomValue(random, depth - 1));
                }
                return map;
        }
    }

    private static String randomString(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0xD800) : 0x20 + random.nextInt(96)));
        }
        return text.toString();
    }

    private static Map<String, Object> mapOf(String key, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    private static List<Object> listOf(Object... values) {
        return new ArrayList<>(java.util.Arrays.asList(values));
    }
}
