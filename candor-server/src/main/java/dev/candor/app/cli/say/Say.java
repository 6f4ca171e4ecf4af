package dev.candor.app.cli.say;

import dev.candor.app.Settings;
import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.page.kit.Kit;
import dev.candor.page.kit.Wish;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Everything `candor say` does, once it knows what was asked. Exit codes: 0 done, 1 done in part, 2 nothing done and
/// why.
public final class Say {
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean replaces;

    public Say(Map<String, String> environment, PrintStream out, PrintStream err) {
        this(environment, out, err, false);
    }

    private Say(Map<String, String> environment, PrintStream out, PrintStream err, boolean replaces) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.replaces = replaces;
    }

    /// The same, that also replaces what readers see and the kit does not know, and says what that is.
    public Say replacing() {
        return new Say(environment, out, err, true);
    }

    private interface Work {
        int done() throws IOException;
    }

    private int tried(Work work) {
        try {
            return work.done();
        } catch (Refusal refusal) {
            err.println("say: " + refusal.getMessage());
        } catch (IOException disk) {
            err.println("say: the disk refuses: " + disk);
        }
        return 2;
    }

    /// Says a word from the data folder of a server that does not run.
    ///
    /// @param page its slug; empty for the only one
    /// @param to folders beside those the server itself writes
    /// @param dry shows what would be, and writes nothing
    public int fromData(Settings settings, Optional<String> page, List<Path> to, Wish wish, boolean dry) {
        return tried(() -> {
            try (var place = KitPlace.InData.open(settings, page, dry)) {
                return speaking().say(place, to, wish, dry);
            }
        });
    }

    /// Says a word with a kit, wherever this is.
    public int fromKit(Path kit, Optional<String> page, List<Path> to, Wish wish, boolean dry) {
        return tried(() -> {
            try (var place = KitPlace.InFile.open(kit, Passphrase.known(environment), page, dry)) {
                return speaking().say(place, to, wish, dry);
            }
        });
    }

    private Speaking speaking() {
        return new Speaking(SystemTime.wall(), Randomness.secure(), out, replaces);
    }

    /// Writes a kit for another machine.
    public int export(Settings settings, Optional<String> page, Path file) {
        return tried(() -> {
            Kit kit = Kits.export(settings, page, file, () -> Passphrase.fresh(environment));
            out.println(
                    "The kit of " + kit.model().name() + " is in " + file + ", sealed with the passphrase. Whoever has"
                            + " both can write on your page. Bring a new one there when components or incidents changed much.");
            return 0;
        });
    }

    /// Brings the words of a kit back to a server, and takes them out of the kit.
    ///
    /// @param server hands the kit to a running server; empty to leave the words in its data folder until it starts
    public int adopt(Path file, Optional<Consumer<Kit>> server, Settings settings) {
        return tried(() -> {
            try (var place = KitPlace.InFile.open(file, Passphrase.known(environment), Optional.empty(), false)) {
                Kit kit = place.kit();
                if (kit.words().isEmpty()) {
                    out.println("Nothing was said with " + file + " that is not taken over yet.");
                    return 0;
                }
                if (server.isPresent()) {
                    server.get().accept(kit);
                } else {
                    Kits.join(settings, kit);
                }
                place.store(kit.withoutWords());
                String words =
                        kit.words().size() == 1 ? "One word" : kit.words().size() + " words";
                out.println(words + (server.isPresent() ? " taken over." : ": taken over when Candor starts."));
                return 0;
            }
        });
    }
}
