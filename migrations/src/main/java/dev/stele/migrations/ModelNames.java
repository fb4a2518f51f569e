package dev.stele.migrations;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.ImplicitConstraintNameSource;
import org.hibernate.boot.model.naming.ImplicitForeignKeyNameSource;
import org.hibernate.boot.model.naming.ImplicitIndexNameSource;
import org.hibernate.boot.model.naming.ImplicitNamingStrategyJpaCompliantImpl;
import org.hibernate.boot.model.naming.ImplicitUniqueKeyNameSource;
import org.hibernate.boot.model.naming.NamingHelper;

/** Names constraints that the entities do not name as PostgreSQL would, since errors show these names. */
final class ModelNames extends ImplicitNamingStrategyJpaCompliantImpl {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 63;

    @SuppressWarnings("serial") // never serialized
    private final Set<String> made = new HashSet<>();

    /** The names that were made up here. */
    Set<String> made() {
        return made;
    }

    @Override
    public Identifier determineForeignKeyName(ImplicitForeignKeyNameSource source) {
        return name(source, "_fkey");
    }

    @Override
    public Identifier determineUniqueKeyName(ImplicitUniqueKeyNameSource source) {
        return name(source, "_key");
    }

    @Override
    public Identifier determineIndexName(ImplicitIndexNameSource source) {
        return name(source, "_idx");
    }

    private Identifier name(ImplicitConstraintNameSource source, String suffix) {
        Identifier said = source.getUserProvidedIdentifier();
        if (said != null) {
            return said;
        }
        String columns = source.getColumnNames().stream().map(ModelNames::plain).collect(Collectors.joining("_"));
        String name = shortened(plain(source.getTableName()) + "_" + columns, suffix);
        made.add(name);
        return Identifier.toIdentifier(name);
    }

    /** The text without what an order or a quote adds to it. */
    private static String plain(Identifier name) {
        return name.getText()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_]+", "_")
                .replaceAll("^_|_$", "");
    }

    /** The server would cut it, and two long names could become one. */
    private static String shortened(String name, String suffix) {
        if (bytes(name + suffix) <= LONGEST) {
            return name + suffix;
        }
        String hash = "_" + NamingHelper.withCharset("UTF-8").hashedName(name).substring(0, 8);
        String start = name;
        while (bytes(start + hash + suffix) > LONGEST) {
            start = start.substring(0, start.length() - 1);
        }
        return start + hash + suffix;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
