package dev.candor.lab.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Temporary folders of miniatures.
public final class Folders {
    private Folders() {}

    /// Deletes a folder with everything in it, as far as that is possible; says so when it is not.
    public static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | java.io.UncheckedIOException leftBehind) {
            System.err.println("drill: could not delete " + folder);
        }
    }
}
