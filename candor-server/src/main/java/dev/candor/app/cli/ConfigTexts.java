package dev.candor.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The texts of a configuration file, or of all YAML files of a folder, by file name.
final class ConfigTexts {
    private ConfigTexts() {}

    static Map<String, String> read(@Nullable Path fileOrFolder) {
        var texts = new LinkedHashMap<String, String>();
        if (fileOrFolder == null) {
            return texts;
        }
        try {
            for (Path file : files(fileOrFolder)) {
                texts.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + fileOrFolder, failure);
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(fileOrFolder + " holds no .yaml file");
        }
        return texts;
    }

    private static List<Path> files(Path fileOrFolder) throws IOException {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (var files = Files.list(fileOrFolder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .limit(1_000)
                    .toList();
        }
    }
}
