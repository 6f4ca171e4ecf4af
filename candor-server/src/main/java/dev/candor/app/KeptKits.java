package dev.candor.app;

import dev.candor.page.PageModel;
import dev.candor.page.kit.Kit;
import dev.candor.page.kit.KitJson;
import dev.candor.platform.secret.SecretBox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// What is needed to speak on each page without its server, `data/pages/SLUG/kit`: sealed with the folder's key, for
/// its owner's eyes only, replaced as a whole.
public final class KeptKits {
    private static final String NAME = "kit";
    private static final long LARGEST = 64L << 20;

    private final Path root;
    private final SecretBox secrets;

    KeptKits(Path root, SecretBox secrets) {
        this.root = root;
        this.secrets = secrets;
    }

    /// Those of a data folder.
    public static KeptKits in(Settings settings) {
        return new KeptKits(settings.data().resolve("pages"), Starting.secrets(settings));
    }

    /// Names of the pages that have one, sorted.
    public List<String> slugs() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> pages = Files.list(root)) {
            return pages.filter(page -> Files.isRegularFile(page.resolve(NAME)))
                    .map(page -> page.getFileName().toString())
                    .filter(PageModel::validSlug)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    public Kit.Read read(String slug) {
        if (!PageModel.validSlug(slug)) {
            return new Kit.Read.Absent();
        }
        Path file = root.resolve(slug).resolve(NAME);
        try {
            if (Files.size(file) > LARGEST) {
                return new Kit.Read.Refused(file + " is too large");
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            return SecretBox.isSealed(text)
                    ? secrets.open(text)
                            .map(opened -> of(slug, opened))
                            .orElseGet(() -> new Kit.Read.Refused(
                                    file + " was changed, or sealed with another key than this folder's"))
                    : new Kit.Read.Refused(file + " is not sealed");
        } catch (NoSuchFileException none) {
            return new Kit.Read.Absent();
        } catch (IOException unreadable) {
            return new Kit.Read.Refused(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static Kit.Read of(String slug, String opened) {
        return switch (KitJson.read(opened.getBytes(StandardCharsets.UTF_8))) {
            case Kit.Read.Whole(Kit kit)
            when !kit.slug().equals(slug) -> new Kit.Read.Refused("it is the kit of another page, " + kit.slug());
            case Kit.Read other -> other;
        };
    }

    /// In place of the one before.
    ///
    /// @throws IOException when the disk refuses; the one before is then still there
    public void write(Kit kit) throws IOException {
        replace(
                root.resolve(kit.slug()).resolve(NAME),
                secrets.seal(new String(KitJson.write(kit), StandardCharsets.UTF_8)));
    }

    /// Where the next publication does not overwrite it: `kit.aside`, for a person to look at.
    void keepAside(String slug) throws IOException {
        Path file = root.resolve(slug).resolve(NAME);
        Files.move(
                file,
                file.resolveSibling(NAME + ".aside"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Puts a secret text into `file`, readable by its owner only, whole or not at all.
    public static void replace(Path file, String text) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
