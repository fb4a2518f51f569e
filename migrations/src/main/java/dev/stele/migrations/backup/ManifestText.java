package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import dev.stele.core.mapping.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A manifest as JSON. */
final class ManifestText {
    private static final String KIND = "stele backup";

    private ManifestText() {}

    static byte[] write(Manifest manifest) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("kind", KIND);
        all.put("format", Manifest.FORMAT);
        all.put("made", manifest.made().toString());
        all.put("server", manifest.serverVersion());
        all.put("snapshot", manifest.snapshot());
        all.put("position", manifest.position());
        all.put("database", manifest.database());
        all.put("compression", manifest.compression());
        all.put("encryption", manifest.encryption());
        all.put("fingerprint", manifest.fingerprint());
        all.put("leftOut", manifest.leftOut());
        all.put("tables", manifest.tables());
        all.put("sequences", manifest.sequences());
        all.put("files", manifest.files());
        String text = all.entrySet().stream()
                .map(entry -> Json.write(entry.getKey()) + ": " + lines(entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One entry a line, so that people and diff can read it. */
    private static String lines(@Nullable Object value) {
        return value instanceof List<?> list && !list.isEmpty()
                ? list.stream().map(Json::write).collect(Collectors.joining(",\n  ", "[\n  ", "]"))
                : Json.write(value);
    }

    /** Reads what {@link #write} wrote; {@code where} is named in refusals. */
    static Manifest read(byte[] bytes, String where) {
        Object parsed;
        try {
            parsed = Json.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw foreign(where, "it is not JSON", e);
        }
        if (!(parsed instanceof Map<?, ?> map) || !KIND.equals(map.get("kind"))) {
            throw foreign(where, "it does not say \"kind\": \"" + KIND + "\"", null);
        }
        if (!(map.get("format") instanceof Long format)) {
            throw foreign(where, "it names no format", null);
        }
        if (format > Manifest.FORMAT || format < 1) {
            throw new BackupException(
                    "cannot read " + where + ": its format is " + format + ", and this version reads up to "
                            + Manifest.FORMAT,
                    "use the version of stele-migrations that made the backup, or a newer one",
                    null,
                    null);
        }
        try {
            return new Fields(map).manifest();
        } catch (ClassCastException | NullPointerException | DateTimeException e) {
            throw foreign(where, "a field is missing or of another type", e);
        }
    }

    private static BackupException foreign(String where, String why, @Nullable Exception cause) {
        return new BackupException(where + " is not the manifest of a backup: " + why, null, null, cause);
    }

    /** The fields of one JSON object. */
    private record Fields(Map<?, ?> map) {
        Manifest manifest() {
            Object encryption = map.get("encryption");
            return new Manifest(
                    Instant.parse(text("made")),
                    fields("database").database(),
                    (int) number("server"),
                    text("snapshot"),
                    text("position"),
                    text("compression"),
                    encryption == null ? null : fields("encryption").encryption(),
                    text("fingerprint"),
                    list("tables", Fields::table),
                    list("sequences", Fields::sequence),
                    texts("leftOut"),
                    list("files", Fields::file));
        }

        private Manifest.Database database() {
            return new Manifest.Database(
                    text("name"), text("owner"), text("locale"), texts("statements"), texts("roles"));
        }

        private Manifest.Encryption encryption() {
            return new Manifest.Encryption(text("cipher"), text("salt"), text("check"));
        }

        private Manifest.Table table() {
            return new Manifest.Table(
                    text("schema"),
                    text("name"),
                    texts("columns"),
                    text("format"),
                    number("rows"),
                    text("hash"),
                    texts("files"));
        }

        private Manifest.Sequence sequence() {
            return new Manifest.Sequence(text("schema"), text("name"), number("value"), (Boolean) value("called"));
        }

        private Manifest.File file() {
            return new Manifest.File(text("name"), number("bytes"), text("sha256"), number("rows"));
        }

        private Object value(String key) {
            Object value = map.get(key);
            if (value == null) {
                throw new NullPointerException(key);
            }
            return value;
        }

        private String text(String key) {
            return (String) value(key);
        }

        private long number(String key) {
            return (Long) value(key);
        }

        private Fields fields(String key) {
            return new Fields((Map<?, ?>) value(key));
        }

        private <T> List<T> list(String key, Function<Fields, T> each) {
            List<T> all = new ArrayList<>();
            for (Object item : (List<?>) value(key)) {
                all.add(each.apply(new Fields((Map<?, ?>) item)));
            }
            return all;
        }

        private List<String> texts(String key) {
            List<String> all = new ArrayList<>();
            for (Object item : (List<?>) value(key)) {
                all.add((String) item);
            }
            return all;
        }
    }
}
