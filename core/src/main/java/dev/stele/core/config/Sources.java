package dev.stele.core.config;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places settings are read from: defaults, {@code .env}, environment, system properties, code; later wins.
 *
 * <p>Immutable; nothing is read from a file before {@link #load}.
 */
public final class Sources {
    private static final Logger LOG = LoggerFactory.getLogger("dev.stele.core.config");
    private static final Path WORKING_DIRECTORY_FILE = Path.of(".env");

    private final @Nullable Path dotenv;
    private final Map<String, String> environment;
    private final Map<String, String> properties;
    private final Map<String, String> code;

    private Sources(
            @Nullable Path dotenv,
            Map<String, String> environment,
            Map<String, String> properties,
            Map<String, String> code) {
        this.dotenv = dotenv;
        this.environment = Map.copyOf(environment);
        this.properties = Map.copyOf(properties);
        this.code = Map.copyOf(code);
    }

    /** This process: {@code .env} where the working directory has one, its environment, its system properties. */
    public static Sources standard() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            properties.put(name, System.getProperty(name));
        }
        Path dotenv = Files.exists(WORKING_DIRECTORY_FILE) ? WORKING_DIRECTORY_FILE : null;
        return new Sources(dotenv, System.getenv(), properties, Map.of());
    }

    /** Nothing but the defaults. */
    public static Sources none() {
        return new Sources(null, Map.of(), Map.of(), Map.of());
    }

    /** Copies with this file, which must exist when loaded, in the place of {@code .env}. */
    public Sources withDotenv(Path file) {
        return new Sources(file, environment, properties, code);
    }

    /** Copies with these instead of the environment variables of the process. */
    public Sources withEnvironment(Map<String, String> variables) {
        return new Sources(dotenv, variables, properties, code);
    }

    /** Copies with these instead of the system properties. */
    public Sources withSystemProperties(Map<String, String> other) {
        return new Sources(dotenv, environment, other, code);
    }

    /**
     * Copies with a value that wins over every other source.
     *
     * @throws Misuse if there is no such key
     */
    public Sources with(String key, String value) {
        if (!Key.isKnown(key)) {
            throw new Misuse("there is no setting \"" + key + '"', "docs/configuration.md lists the keys");
        }
        Map<String, String> more = new LinkedHashMap<>(code);
        more.put(key, value);
        return new Sources(dotenv, environment, properties, more);
    }

    /**
     * Reads every source and checks the result.
     *
     * @throws ConfigurationException if a setting is missing, malformed, out of range or contradicts another
     */
    public DatabaseConfig load() {
        return load(true);
    }

    /** Reads without an opinion on passwords: for an address and credentials given in code. */
    DatabaseConfig loadUnjudged() {
        return load(false);
    }

    /** Reads again for whoever has read before: without warnings, and empty where something is wrong now. */
    Optional<DatabaseConfig> again() {
        List<String> faults = new ArrayList<>();
        Draft draft = assemble(faults, new ArrayList<>(), false);
        return faults.isEmpty() ? Optional.of(new DatabaseConfig(draft)) : Optional.empty();
    }

    private DatabaseConfig load(boolean judged) {
        List<String> faults = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Draft draft = assemble(faults, warnings, judged);
        warnings.forEach(LOG::warn);
        if (!faults.isEmpty()) {
            throw new ConfigurationException("the settings cannot be used", faults);
        }
        return new DatabaseConfig(draft);
    }

    private Draft assemble(List<String> faults, List<String> warnings, boolean judged) {
        List<Layer> layers = layers(faults, warnings);
        Lookup lookup = new Lookup(layers, faults);
        if (!faults.isEmpty()) {
            lookup.markIncomplete();
        }
        Assembly assembly = new Assembly(lookup, faults);
        Draft draft = assembly.read();
        if (judged) {
            assembly.judgePasswords(warnings);
        }
        draft.origin = this;
        return draft;
    }

    private List<Layer> layers(List<String> faults, List<String> warnings) {
        List<Layer> layers = new ArrayList<>();
        if (dotenv != null) {
            layers.add(new Layer(
                    Source.DOTENV, dotenv.toString(), DotenvFile.read(dotenv, environment, faults, warnings)));
        }
        layers.add(new Layer(Source.ENVIRONMENT, Source.ENVIRONMENT.toString(), environment));
        layers.add(new Layer(Source.SYSTEM_PROPERTY, Source.SYSTEM_PROPERTY.toString(), properties));
        layers.add(new Layer(Source.CODE, Source.CODE.toString(), code));
        return layers;
    }
}
