package dev.candor.lab.parts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program of ours in a JVM of its own, on the class path of this one.
public final class Jvm {
    private Jvm() {}

    /// The words that start it.
    ///
    /// @param heap the most it may use, as `-Xmx` takes it: `32m`; beyond it the process ends at once
    public static List<String> command(Class<?> program, String heap, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
