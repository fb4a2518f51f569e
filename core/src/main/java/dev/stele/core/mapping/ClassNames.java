package dev.stele.core.mapping;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The classes that a class file names: its parents, and those in types, generic types and annotations.
 *
 * <p>What only its code uses is left out, which would lead to the whole application.
 *
 * <p>Layout: Java Virtual Machine Specification, 4.4 "The Constant Pool".
 */
final class ClassNames {
    private static final int HEADER = 8;

    private ClassNames() {}

    /**
     * The names with slashes; some may be no classes at all.
     *
     * @throws IOException if it is no class file
     */
    static Set<String> in(byte[] file) throws IOException {
        try {
            return in(ByteBuffer.wrap(file).position(HEADER));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("a class file ends too early", e);
        }
    }

    private static Set<String> in(ByteBuffer file) throws IOException {
        int size = Short.toUnsignedInt(file.getShort());
        String[] texts = new String[size];
        int[] classes = new int[size];
        for (int i = 1; i < size; i++) {
            int tag = file.get();
            switch (tag) {
                case 1 -> texts[i] = text(file);
                case 7 -> classes[i] = Short.toUnsignedInt(file.getShort());
                case 8, 16, 19, 20 -> file.position(file.position() + 2);
                case 15 -> file.position(file.position() + 3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> file.position(file.position() + 4);
                case 5, 6 -> {
                    file.position(file.position() + 8);
                    i++; // long and double take two places
                }
                default -> throw new IOException("no constant has the tag " + tag);
            }
        }
        Set<String> names = new LinkedHashSet<>();
        file.getInt(); // its flags and its own name
        String parent = texts[classes[Short.toUnsignedInt(file.getShort())]];
        if (parent != null) {
            names.add(parent);
        }
        for (int left = file.getShort(); left > 0; left--) {
            names.add(texts[classes[Short.toUnsignedInt(file.getShort())]]);
        }
        for (String text : texts) {
            if (text != null && text.indexOf(';') > 0) {
                addTypes(text, names);
            }
        }
        return names;
    }

    private static String text(ByteBuffer file) {
        byte[] bytes = new byte[Short.toUnsignedInt(file.getShort())];
        file.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Adds what stands between "L" and ";" or "<", as in descriptors, signatures and values of annotations. */
    private static void addTypes(String text, Set<String> names) {
        for (int start = text.indexOf('L'); start >= 0; start = text.indexOf('L', start + 1)) {
            int end = start + 1;
            while (end < text.length()
                    && (Character.isJavaIdentifierPart(text.charAt(end)) || text.charAt(end) == '/')) {
                end++;
            }
            if (end > start + 1 && end < text.length() && (text.charAt(end) == ';' || text.charAt(end) == '<')) {
                names.add(text.substring(start + 1, end));
                start = end;
            }
        }
    }
}
