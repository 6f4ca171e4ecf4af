package dev.candor.app.cli;

import dev.candor.app.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which stores a command works on, for those that need no server.
final class StoreOptions {
    @Option(names = "--data", description = "The server's data folder (default: data).")
    @Nullable
    String data;

    @Option(names = "--database-url", description = "PostgreSQL, when the server uses it.")
    @Nullable
    String databaseUrl;

    @Option(names = "--settings", description = "The operator's settings (YAML).")
    @Nullable
    Path settings;

    /// Whether the command line says which stores are meant.
    boolean isNamed() {
        return data != null || databaseUrl != null || settings != null;
    }

    /// @throws IllegalArgumentException naming every mistake
    Settings load() {
        var flags = new LinkedHashMap<String, String>();
        if (data != null) {
            flags.put("data", data);
        }
        if (databaseUrl != null) {
            flags.put("database-url", databaseUrl);
        }
        Settings.Loaded loaded = Settings.load(Optional.ofNullable(settings), flags, System.getenv());
        if (!loaded.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join(
                    "\n", loaded.problems().stream().map(Object::toString).toList()));
        }
        return loaded.settings();
    }

    /// The same, of a folder that exists.
    Settings existing() {
        Settings loaded = load();
        if (!Files.isDirectory(loaded.data())) {
            throw new IllegalArgumentException("there is no data folder " + loaded.data() + "; name it with --data");
        }
        return loaded;
    }
}
