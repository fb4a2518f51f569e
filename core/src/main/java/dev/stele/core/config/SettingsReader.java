package dev.stele.core.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the settings one by one, notes where each came from, and goes on after a fault so as to find them all. */
final class SettingsReader {
    private final Lookup lookup;
    private final List<String> faults;
    // Each key is looked up once, or what is wrong with it would be told twice.
    private final Map<Key, Optional<Found>> found = new EnumMap<>(Key.class);
    private final Map<Key, String> derived = new EnumMap<>(Key.class);

    SettingsReader(Lookup lookup, List<String> faults) {
        this.lookup = lookup;
        this.faults = faults;
    }

    /** The value a source gives, if one does. */
    Optional<Found> given(Key key) {
        return found.computeIfAbsent(key, lookup::find);
    }

    /** The text in force, which is the default where no source gives one. */
    String text(Key key) {
        return given(key).map(Found::value).or(key::defaultValue).orElse("");
    }

    /** What the text means; the meaning of the default where the text is faulty. */
    <T> T read(Key key, String expected, Function<String, Optional<T>> meaning) {
        Optional<Found> given = given(key);
        Optional<T> value = given.flatMap(text -> meaning.apply(text.value()));
        if (given.isPresent() && value.isEmpty()) {
            refuse(given.get(), expected);
        }
        return value.or(() -> key.defaultValue().flatMap(meaning)).orElseThrow();
    }

    /** Takes down that a value cannot be used. */
    void refuse(Found value, String expected) {
        faults.add(value.place() + ": found " + value.shown() + ", expected " + expected);
    }

    /** Takes down that a secret cannot be used, showing its length only. */
    void refuseSecret(Found value, String expected) {
        faults.add(value.place() + ": found " + value.value().length() + " characters, expected " + expected);
    }

    /** Takes down that no source gives the key, if that is certain. */
    void missing(Key key, String expected) {
        if (!lookup.isIncomplete()) {
            faults.add(key + " (not set): expected " + expected);
        }
    }

    <E extends Enum<E>> E choice(Key key, Class<E> type) {
        E[] values = type.getEnumConstants();
        String expected = "one of "
                + String.join(
                        ", ", Arrays.stream(values).map(SettingsReader::lower).toList());
        return read(key, expected, text -> Arrays.stream(values)
                .filter(value -> lower(value).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst());
    }

    int number(Key key, int least, int most) {
        return read(key, "a whole number from " + least + " to " + most, text -> whole(text, least, most));
    }

    Duration time(Key key, Duration least) {
        String expected = Durations.EXPECTED + (least.isZero() ? "" : ", at least " + Durations.print(least));
        return read(key, expected, text -> Durations.parse(text).filter(time -> time.compareTo(least) >= 0));
    }

    /** A time whose default depends on other settings. */
    Duration timeOr(Key key, Duration fallback) {
        derived.put(key, Durations.print(fallback));
        Duration time = time(key, Duration.ZERO);
        return given(key).isPresent() ? time : fallback;
    }

    /** A time for which zero means never. */
    Duration timeOrNever(Key key, Duration least) {
        String expected = "0 or " + Durations.EXPECTED + ", at least " + Durations.print(least);
        return read(key, expected, text -> Durations.parse(text).filter(t -> t.isZero() || t.compareTo(least) >= 0));
    }

    static Optional<Integer> whole(String text, int least, int most) {
        if (!text.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(text)).filter(number -> number >= least && number <= most);
    }

    /** Every setting in force, in the order of the documentation, secrets masked. */
    Map<String, Setting> settings() {
        Map<String, Setting> all = new LinkedHashMap<>();
        for (Key key : Key.values()) {
            setting(key).ifPresent(setting -> all.put(key.name(), setting));
        }
        return all;
    }

    private Optional<Setting> setting(Key key) {
        Optional<Found> source = given(key);
        if (source.isEmpty()) {
            return Optional.ofNullable(derived.get(key))
                    .or(key::defaultValue)
                    .map(value -> new Setting(key.name(), value, Source.DEFAULT, Source.DEFAULT.toString()));
        }
        Found given = source.get();
        boolean fallback = !given.name().equals(key.name());
        String where = fallback ? given.name() + " in " + given.where() : given.where();
        String value = key.isSecret() ? "***" : given.value();
        return Optional.of(new Setting(key.name(), value, given.source(), where));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
