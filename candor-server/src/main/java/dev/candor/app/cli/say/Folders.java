package dev.candor.app.cli.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Which folders are meant, however they are spelled.
final class Folders {
    private Folders() {}

    /// @param own those the server itself writes
    /// @param others what was named beside them
    /// @return each once, the own ones first
    /// @throws Refusal when one of the others is what another Candor keeps for itself
    static List<Path> all(List<Path> own, List<Path> others) {
        var byPlace = new LinkedHashMap<Path, Path>();
        own.forEach(path -> byPlace.putIfAbsent(real(path), path));
        for (Path path : others) {
            Path real = real(path);
            if (byPlace.putIfAbsent(real, path) == null) {
                refuseCandors(path, real);
            }
        }
        return new ArrayList<>(byPlace.values());
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            return path.toAbsolutePath().normalize(); // opening it says what is wrong
        }
    }

    /// What a Candor does not find in its kit when it starts, it overwrites.
    private static void refuseCandors(Path said, Path real) {
        boolean candors = real.endsWith("pages")
                && Files.exists(real.resolveSibling("worker"))
                && Files.exists(real.resolveSibling("lock"));
        if (candors) {
            throw new Refusal(
                    said + " is kept by a Candor, which would overwrite what it does not know. Say it with its"
                            + " own kit: candor say --data " + real.getParent());
        }
    }
}
