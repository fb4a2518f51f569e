package dev.stele.core.mapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a mapping is made of, as a hash: the classes byte by byte, the libraries that read them, Java and the settings.
 *
 * <p>Where Hibernate is told more than that, by its own settings or by extensions, there is no key.
 */
final class MappingKey {
    /** Raised with the format of the file. */
    private static final String FORMAT = "stele-mapping-3";

    /** Classes of the jars that decide what a mapping is. */
    private static final List<String> LIBRARIES = List.of(
            "org/hibernate/Version",
            "org/hibernate/models/spi/ClassDetails",
            "jakarta/persistence/Entity",
            // With a validator, its constraints say which columns take NULL.
            "jakarta/validation/Validation",
            "org/hibernate/validator/HibernateValidator");

    /** Files by which Hibernate is told what no hash of ours sees. */
    private static final List<String> EXTENSIONS = List.of(
            "hibernate.properties",
            "hibernate.cfg.xml",
            "META-INF/orm.xml",
            "META-INF/services/org.hibernate.boot.model.TypeContributor",
            "META-INF/services/org.hibernate.boot.model.FunctionContributor",
            "META-INF/services/org.hibernate.boot.registry.selector.StrategyRegistrationProvider",
            "META-INF/services/org.hibernate.boot.spi.AdditionalMappingContributor",
            "META-INF/services/org.hibernate.boot.spi.AdditionalJaxbMappingProducer",
            "META-INF/services/org.hibernate.boot.spi.MetadataBuilderFactory",
            "META-INF/services/org.hibernate.boot.spi.MetadataBuilderInitializer",
            "META-INF/services/org.hibernate.boot.spi.MetadataSourcesContributor",
            "META-INF/services/org.hibernate.boot.spi.SessionFactoryBuilderFactory",
            "META-INF/services/org.hibernate.engine.jdbc.dialect.spi.DialectResolver",
            "META-INF/services/org.hibernate.integrator.spi.Integrator",
            "META-INF/services/org.hibernate.service.spi.ServiceContributor",
            "META-INF/services/org.hibernate.service.spi.SessionFactoryServiceContributor",
            "META-INF/validation.xml");

    private final MessageDigest digest = sha256();

    private MappingKey() {}

    /**
     * The key of these classes and settings in hexadecimal digits.
     *
     * @throws NotStored if it would not tell all that makes the mapping
     */
    static String of(Collection<Class<?>> entities, Map<String, Object> settings) throws IOException, NotStored {
        requireNoOther(entities);
        return new MappingKey().hash(entities, settings);
    }

    private String hash(Collection<Class<?>> entities, Map<String, Object> settings) throws IOException, NotStored {
        add(FORMAT);
        add(String.valueOf(Runtime.version().feature()));
        new TreeMap<>(settings).forEach((name, value) -> {
            // Of other values, such as a data source, only that they are there can matter to a mapping.
            add(name + "=" + (value instanceof Boolean || value instanceof String ? value : ""));
        });
        ClassFiles files = new ClassFiles(digest);
        for (String library : LIBRARIES) {
            files.addLibrary(library);
        }
        // Our own compiler: a jar as well, but class files while it is worked on.
        String compiler = MappingKey.class.getPackageName() + ".EntityCompiler";
        if (!files.addLibrary(compiler.replace('.', '/'))) {
            files.addAll(MappingKey.class.getClassLoader(), compiler);
        }
        for (Class<?> entity : entities) {
            add(entity.getName());
            files.addAll(entity.getClassLoader(), entity.getName());
        }
        files.requireOlderThanThisProcess();
        return HexFormat.of().formatHex(digest.digest());
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** Refuses settings and extensions that Hibernate is given by others than us. */
    private static void requireNoOther(Collection<Class<?>> entities) throws NotStored {
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("hibernate.") || name.startsWith("jakarta.persistence.")) {
                throw new NotStored("there is a system property " + name);
            }
        }
        Set<ClassLoader> loaders = new LinkedHashSet<>();
        loaders.add(MappingKey.class.getClassLoader());
        loaders.add(Thread.currentThread().getContextClassLoader());
        entities.forEach(entity -> loaders.add(entity.getClassLoader()));
        for (ClassLoader loader : loaders) {
            for (String file : EXTENSIONS) {
                if (loader != null && loader.getResource(file) != null) {
                    throw new NotStored("there is a file " + file);
                }
            }
        }
    }

    static byte[] sha256(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
