package dev.stele.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds which source has the last word on a key. */
final class Lookup {
    private final List<Layer> layers;
    private final List<String> faults;
    private final Map<Key, Found> ofUrl = new EnumMap<>(Key.class);
    private boolean incomplete;

    /**
     * Looks through these places.
     *
     * @param layers the places, the last one winning
     * @param faults takes what is found to be wrong
     */
    Lookup(List<Layer> layers, List<String> faults) {
        this.layers = layers;
        this.faults = faults;
    }

    /** Notes that a place could not be read in full: what seems to be missing may stand there. */
    void markIncomplete() {
        incomplete = true;
    }

    /** Whether a key without a value may have one after all. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** Lets the parts of the address take part, with the rank of the source the address came from. */
    void addPartsOfUrl(Found url, Map<Key, String> parts) {
        parts.forEach((key, value) ->
                ofUrl.put(key, new Found(key.name(), value, url.source(), Key.DATABASE_URL + " in " + url.where())));
    }

    /** The value in force, or empty where only the default is left. */
    Optional<Found> find(Key key) {
        Optional<Found> own = own(key);
        Found url = ofUrl.get(key);
        if (url == null) {
            // What is set to nothing is found last: it tells the place where a password is empty.
            return own.or(() -> key.fallback().flatMap(this::set))
                    .or(() -> key == Key.POSTGRES_PASSWORD ? given(key.name()) : Optional.empty());
        }
        if (own.isEmpty() || own.get().source().compareTo(url.source()) < 0) {
            return Optional.of(url);
        }
        if (own.get().source() == url.source() && !own.get().value().equals(url.value())) {
            faults.add(own.get().place() + ": contradicts " + url.where()
                    + ", expected the same value or only one of them");
        }
        return own;
    }

    /** What is given under the key itself or its twin. */
    private Optional<Found> own(Key key) {
        Optional<Found> direct = set(key.name());
        Optional<Found> file = key.hasFile() ? set(key.name() + Key.FILE_SUFFIX) : Optional.empty();
        if (file.isEmpty()) {
            return direct;
        }
        if (direct.isPresent()) {
            faults.add(direct.get().place() + ": contradicts " + file.get().place() + ", expected only one of them");
            return direct;
        }
        return read(file.get(), key);
    }

    private Optional<Found> set(String name) {
        return given(name).filter(found -> !found.value().isEmpty());
    }

    /** An empty value counts: it takes back what an earlier source has set. */
    private Optional<Found> given(String name) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            String value = layer.values().get(name);
            if (value != null) {
                return Optional.of(new Found(name, value, layer.source(), layer.where()));
            }
        }
        return Optional.empty();
    }

    private Optional<Found> read(Found file, Key key) {
        try {
            String text = Files.readString(Path.of(file.value()), StandardCharsets.UTF_8);
            String value = text.replaceFirst("[\r\n]+\\z", "");
            String where = "file " + file.value() + ", named by " + file.name() + " in " + file.where();
            return Optional.of(new Found(key.name(), value, file.source(), where));
        } catch (IOException | IllegalArgumentException e) {
            String reason = e instanceof NoSuchFileException ? "does not exist" : "cannot be read";
            markIncomplete();
            faults.add(
                    file.place() + ": the file " + file.shown() + " " + reason + ", expected a file holding the value");
            return Optional.empty();
        }
    }
}
