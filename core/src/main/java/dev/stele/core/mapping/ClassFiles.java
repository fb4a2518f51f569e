package dev.stele.core.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Adds the sums of class files to a digest: those given, and all that they name, as far as they are nobody's library. */
final class ClassFiles {
    /** Java's own classes, and those whose jar is in the digest as a whole. */
    private static final List<String> KNOWN =
            List.of("java/", "javax/", "jdk/", "sun/", "com/sun/", "jakarta/persistence/", "org/hibernate/");

    /** Annotations by which Hibernate runs code of the application as it boots; what that code uses is not followed. */
    private static final Set<String> RUN_AT_BOOT = Set.of(
            "org/hibernate/annotations/AttributeBinderType",
            "org/hibernate/annotations/TypeBinderType",
            "org/hibernate/annotations/CompositeType",
            "org/hibernate/annotations/CompositeTypeRegistration",
            "org/hibernate/annotations/EmbeddableInstantiator",
            "org/hibernate/annotations/JavaType",
            "org/hibernate/annotations/JavaTypeRegistration",
            "org/hibernate/annotations/JdbcType",
            "org/hibernate/annotations/JdbcTypeRegistration",
            "org/hibernate/annotations/Type",
            "org/hibernate/annotations/TypeRegistration");

    /** More than any entities name; reading them would not pay. */
    private static final int MOST = 2000;

    private final MessageDigest digest;
    private final Map<ClassLoader, Set<String>> seen = new HashMap<>();
    private final Map<String, Instant> containers = new HashMap<>();
    private int files;

    ClassFiles(MessageDigest digest) {
        this.digest = digest;
    }

    /**
     * Adds where this class comes from: the jar, its size and when it was made.
     *
     * @return whether it comes from a jar
     */
    boolean addLibrary(String name) throws IOException {
        URL place = ClassFiles.class.getClassLoader().getResource(name + ".class");
        add(name + "=" + place);
        Path container = place == null ? null : container(place);
        if (container != null) {
            Instant modified = modified(container);
            add(Files.size(container) + " " + modified.getEpochSecond() + " " + modified.getNano());
        }
        return place != null && place.getProtocol().equals("jar");
    }

    /**
     * Adds this class and what it names.
     *
     * @throws NotStored if that does not say all: a loader may show other files than it loads, or a class brings code
     *     into Hibernate's boot
     */
    void addAll(@Nullable ClassLoader loader, String first) throws IOException, NotStored {
        if (!(loader instanceof URLClassLoader) && loader != ClassLoader.getSystemClassLoader()) {
            throw new NotStored("the loader of " + first + " may show another class file than it loaded");
        }
        Set<String> known = seen.computeIfAbsent(loader, unseen -> new HashSet<>());
        Deque<String> left = new ArrayDeque<>();
        left.add(first.replace('.', '/'));
        while (!left.isEmpty()) {
            String name = left.remove();
            if (known.add(name) && !isKnown(name)) {
                addFile(loader, name, left);
            }
            if (files > MOST) {
                throw new NotStored("its entities lead to more than " + MOST + " classes");
            }
            if (RUN_AT_BOOT.contains(name)) {
                throw new NotStored(name.replace('/', '.') + " lets Hibernate run code of the application");
            }
        }
    }

    private void addFile(ClassLoader loader, String name, Deque<String> left) throws IOException {
        add(name);
        URL place = loader.getResource(name + ".class");
        if (place == null) {
            return; // that it is missing is in the digest
        }
        files++;
        Path container = container(place);
        if (container == null) {
            throw new IOException("nothing is known of " + place);
        }
        modified(container);
        byte[] bytes = bytes(loader, place, name);
        checksum(bytes);
        left.addAll(ClassNames.in(bytes));
        int end = name.lastIndexOf('/');
        if (end > 0) {
            left.add(name.substring(0, end) + "/package-info");
        }
    }

    private static byte[] bytes(ClassLoader loader, URL place, String name) throws IOException {
        if (place.getProtocol().equals("file")) {
            return Files.readAllBytes(Path.of(URI.create(place.toString())));
        }
        // Unlike the address, the loader has its jar open.
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            if (in == null) {
                throw new IOException(place + " is gone");
            }
            return in.readAllBytes();
        }
    }

    /** Two sums of 32 bits: Java adds them up at once, SHA-256 only after it was compiled; nobody forges classes here. */
    private void checksum(byte[] bytes) {
        CRC32 one = new CRC32();
        one.update(bytes, 0, bytes.length);
        CRC32C other = new CRC32C();
        other.update(bytes, 0, bytes.length);
        add(bytes.length + " " + one.getValue() + " " + other.getValue());
    }

    /** Refuses files that were changed while this process ran, whose loaded classes may be those before. */
    void requireOlderThanThisProcess() throws NotStored {
        Instant newest = containers.isEmpty() ? Instant.MIN : Collections.max(containers.values());
        // The kernel tells the start of a process up to a second too early; who knows better takes longer to ask.
        boolean older = ProcessHandle.current()
                        .info()
                        .startInstant()
                        .filter(newest::isBefore)
                        .isPresent()
                || newest.isBefore(Instant.ofEpochMilli(
                        ManagementFactory.getRuntimeMXBean().getStartTime()));
        if (!older) {
            throw new NotStored("a class file or jar is younger than this process");
        }
    }

    private Instant modified(Path container) throws IOException {
        Instant known = containers.get(container.toString());
        if (known == null) {
            known = Files.getLastModifiedTime(container).toInstant();
            containers.put(container.toString(), known);
        }
        return known;
    }

    /** The jar, or the class file itself; null where it is neither. */
    private static @Nullable Path container(URL place) {
        String text = place.toString();
        if (text.startsWith("jar:")) {
            int end = text.indexOf('!');
            // Jars inside a jar: "jar:nested:/app.jar/!BOOT-INF/lib/x.jar!/…".
            text = text.substring("jar:".length(), end).replaceFirst("^nested:", "file:");
            text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        }
        return text.startsWith("file:") ? Path.of(URI.create(text)) : null;
    }

    private static boolean isKnown(String name) {
        for (String start : KNOWN) {
            if (name.startsWith(start)) {
                return true;
            }
        }
        return false;
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
