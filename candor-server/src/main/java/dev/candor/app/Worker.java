package dev.candor.app;

import dev.candor.base.ids.Randomness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The name under which this data folder claims work: made once, the same over restarts.
final class Worker {
    private Worker() {}

    static String of(Path data, Randomness random) {
        Path file = data.resolve("worker");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, random.token(12));
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("data folder " + data, failure);
        }
    }
}
