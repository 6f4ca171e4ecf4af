package dev.candor.lab.parts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the real parts of the miniatures are installed.
public final class Programs {
    private static final List<String> FOLDERS =
            List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin");

    private Programs() {}

    /// The program's path, looked up in the folders where distributions install servers.
    public static Optional<Path> find(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// The names of those that are not installed.
    public static List<String> missing(String... names) {
        return List.of(names).stream().filter(name -> find(name).isEmpty()).toList();
    }

    /// @throws IllegalStateException when it is not installed
    public static String path(String name) {
        return find(name).map(Path::toString).orElseThrow(() -> new IllegalStateException(name + " is not installed"));
    }
}
