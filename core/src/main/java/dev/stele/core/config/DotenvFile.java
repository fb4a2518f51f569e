package dev.stele.core.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@code .env} on disk. */
final class DotenvFile {
    private DotenvFile() {}

    /** What the file sets; a file that cannot be read sets nothing and is a fault. */
    static Map<String, String> read(
            Path file, Map<String, String> environment, List<String> faults, List<String> warnings) {
        try {
            warnIfOpenToOthers(file, warnings);
            Dotenv content = Dotenv.parse(Files.readString(file), file.toString(), environment);
            faults.addAll(content.faults());
            warnings.addAll(content.warnings());
            return content.values();
        } catch (IOException e) {
            faults.add(file + ": " + reason(e));
            return Map.of();
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist, expected a file of settings";
        }
        return e instanceof CharacterCodingException
                ? "is not text in UTF-8, expected a file of settings"
                : "cannot be read, expected a file of settings that this user may read";
    }

    private static void warnIfOpenToOthers(Path file, List<String> warnings) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            warnings.add(file + " can be read by every user of this machine ("
                    + PosixFilePermissions.toString(permissions) + ")\n  hint: chmod 600 " + file);
        }
    }
}
