package dev.candor.detect.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What of an agent outlives its restart: results that wait, and what the server wanted last, secrets included; for
/// the owner's eyes only.
public final class AgentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(AgentFolder.class);

    private final Path folder;

    /// @throws UncheckedIOException when the folder cannot be used
    public AgentFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException failure) {
            throw new UncheckedIOException("the folder " + folder + " cannot be used", failure);
        }
    }

    Path spool() {
        return folder.resolve("results");
    }

    Optional<String> work() {
        try {
            return Optional.of(Files.readString(folder.resolve("work.json")));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    void keep(String work) {
        try {
            Path half = folder.resolve("work.json.new");
            Files.writeString(half, work);
            Files.move(half, folder.resolve("work.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException full) {
            LOG.warn("What the server wants could not be kept for a restart: {}", full.toString());
        }
    }
}
