package dev.stele.examples.benchmarks.whole;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Makes jars of the folders in a class path, which an archive of classes cannot be made from. */
final class Jars {
    private Jars() {}

    /** The class path with jars, made in {@code folder}, in the place of folders. */
    static String of(String classPath, Path folder) throws IOException {
        List<String> all = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path jar = folder.resolve("classes-" + all.size() + ".jar");
                pack(path, jar);
                all.add(jar.toString());
            } else if (Files.exists(path)) {
                all.add(entry);
            }
        }
        return String.join(File.pathSeparator, all);
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.skip(1).toList()) {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                // Who scans a package looks for the entry of its folder.
                entries.putNextEntry(new ZipEntry(Files.isDirectory(file) ? name + "/" : name));
                if (Files.isRegularFile(file)) {
                    Files.copy(file, entries);
                }
                entries.closeEntry();
            }
        }
    }
}
