package dev.stele.migrations;

import java.math.BigInteger;
import java.util.List;

/**
 * Where a generated version goes.
 *
 * @param folder the folder of the application's versions as the history records it
 * @param author who its changesets are by: as those of the version before
 * @param id number and title, such as {@code 0003-add-note}
 */
record NextVersion(String folder, String author, String id) {

    static NextVersion of(Changelog changelog, String title) {
        String slug = Drafting.slug(title);
        if (slug.isEmpty()) {
            throw new IllegalArgumentException("title must have a letter or digit but was \"" + title + "\"");
        }
        List<ChangelogFile> own = changelog.files().stream()
                .filter(file -> !file.version().isOurs())
                .toList();
        if (own.isEmpty()) {
            return new NextVersion("db/changelog", "app", "0001-" + slug);
        }
        ChangelogFile last = own.get(own.size() - 1);
        int width = last.version().number().length();
        String number =
                new BigInteger(last.version().number()).add(BigInteger.ONE).toString();
        String padded = "0".repeat(Math.max(0, width - number.length())) + number;
        int slash = last.path().lastIndexOf('/');
        return new NextVersion(
                slash < 0 ? "" : last.path().substring(0, slash),
                last.changesets().get(0).author(),
                padded + "-" + slug);
    }

    String fileName() {
        return id + ".sql";
    }

    /** The changelog with this version at its end. */
    Changelog after(Changelog changelog, String text) {
        String path = folder.isEmpty() ? fileName() : folder + "/" + fileName();
        return changelog.with(ChangelogFile.read("app", path, text));
    }
}
