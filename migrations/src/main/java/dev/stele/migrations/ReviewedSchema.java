package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import java.sql.Connection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schema that a version was drafted from and reviewed against, as {@code -- stele:present} in its file says. */
final class ReviewedSchema {
    private static final Pattern PRESENT = Pattern.compile("(?m)^\\s*--\\s*stele:present\\s+([0-9a-f]{64})\\s*$");

    private ReviewedSchema() {}

    /** A hash of all that is compared; without the schema "public" itself, which differs by who made the database. */
    static String fingerprint(CatalogSnapshot snapshot) {
        return snapshot.without(object -> object.name().kind() == ObjectKind.SCHEMA
                        && object.name().name().equals("public"))
                .fingerprint();
    }

    /** The fingerprint that {@code file} names, if it does. */
    static Optional<String> of(ChangelogFile file) {
        Matcher matcher = PRESENT.matcher(file.text());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Refuses to begin {@code file} in a schema that nobody reviewed it against. */
    static void require(Connection connection, ChangelogFile file) {
        String reviewed = of(file).orElse("");
        if (reviewed.isEmpty()) {
            return;
        }
        String found = fingerprint(CatalogSnapshot.read(connection, Comparison.SCOPE));
        if (!found.equals(reviewed)) {
            throw new MigrationException(
                    "version " + file.version() + " was reviewed against another schema: its file " + file.path()
                            + " says stele:present " + shortened(reviewed) + " but the schema is "
                            + shortened(found),
                    "see what differs with drift(), and bring it back or generate and review the version anew;"
                            + " without requiringReviewedSchema() it is applied all the same;"
                            + " nothing of it was run",
                    null,
                    null);
        }
    }

    private static String shortened(String fingerprint) {
        return fingerprint.substring(0, 12) + "…";
    }
}
