package dev.candor.app.cli.say;

import dev.candor.app.KeptKits;
import dev.candor.app.Settings;
import dev.candor.base.ids.Randomness;
import dev.candor.page.kit.HandSaying;
import dev.candor.page.kit.Kit;
import dev.candor.page.kit.SealedKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// Kits on their way to another machine, and their words on the way back.
final class Kits {
    private Kits() {}

    /// Writes a kit for another machine; a server may run on the folder meanwhile.
    ///
    /// @param passphrase asked for only when there is something to write
    static Kit export(Settings settings, Optional<String> page, Path file, Supplier<char[]> passphrase)
            throws IOException {
        if (Files.exists(file)) {
            throw new Refusal(file + " exists already.");
        }
        // Its words stay here: what was said with this folder is taken over from this folder.
        try (var place = KitPlace.InData.open(settings, page, true)) {
            Kit kit = place.kit().withoutWords();
            KeptKits.replace(file, SealedKit.seal(kit, passphrase.get(), Randomness.secure()));
            return kit;
        }
    }

    /// Puts the words of a kit into the data folder of a server that does not run: its next start takes them over.
    static void join(Settings settings, Kit from) throws IOException {
        try (var place = KitPlace.InData.open(settings, Optional.of(from.slug()), false)) {
            if (!place.kit().key().publicText().equals(from.key().publicText())) {
                throw new Refusal("The kit is of another page that is called `" + from.slug() + "`, too.");
            }
            place.store(
                    HandSaying.joined(place.kit(), from.words(), from.model().sequence()));
        }
    }
}
