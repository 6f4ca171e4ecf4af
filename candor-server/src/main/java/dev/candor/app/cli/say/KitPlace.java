package dev.candor.app.cli.say;

import dev.candor.app.DataLock;
import dev.candor.app.KeptKits;
import dev.candor.app.OtherNodes;
import dev.candor.app.Settings;
import dev.candor.base.ids.Randomness;
import dev.candor.base.text.Nearest;
import dev.candor.page.kit.Kit;
import dev.candor.page.kit.SealedKit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a kit lies, held against everybody else until it is closed.
sealed interface KitPlace extends AutoCloseable {
    Kit kit();

    /// In place of the one before.
    void store(Kit kit) throws IOException;

    /// Where snapshots go: what the place itself has, and `others`. Each once, however it is spelled.
    List<Path> folders(List<Path> others);

    /// What to do when readers see words that this kit does not know, in one sentence.
    String instead();

    /// What becomes of the words, in one sentence.
    String afterwards();

    @Override
    void close() throws IOException;

    /// Whose turn it is; whoever only looks waits for nobody.
    private static Optional<DataLock> held(boolean looks, Path file, String otherwise) {
        return looks ? Optional.empty() : Optional.of(DataLock.tryTake(file).orElseThrow(() -> new Refusal(otherwise)));
    }

    private static void release(Optional<DataLock> lock) throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }

    /// The data folder of a server that does not run.
    record InData(Settings settings, KeptKits kits, Kit kit, Optional<DataLock> lock) implements KitPlace {
        /// @param page its slug; empty for the only one
        /// @param looks nothing is going to be stored
        static InData open(Settings settings, Optional<String> page, boolean looks) throws IOException {
            Path data = settings.data();
            KeptKits kits = kits(settings);
            if (!looks) {
                ours(data);
                alone(settings);
            }
            Optional<DataLock> lock = held(
                    looks,
                    data.resolve("lock"),
                    "A Candor runs on " + data + ", or another command is at work there. Say it in the console, or by"
                            + " API (POST /api/incidents/NUMBER/updates). When it cannot, because its database is away,"
                            + " stop it first; what is said is taken over when it starts.");
            try {
                return new InData(settings, kits, read(kits, slug(kits.slugs(), page)), lock);
            } catch (RuntimeException refused) {
                release(lock);
                throw refused;
            }
        }

        /// What another user writes here, root even, Candor could not read when it comes back.
        private static void ours(Path data) throws IOException {
            String owner = Files.getOwner(data).getName();
            String user = System.getProperty("user.name", "");
            if (!owner.equals(user)) {
                throw new Refusal(data + " belongs to " + owner + ", and you are " + user
                        + ": Candor could not take over what you write there. Say it as " + owner + ": sudo -u " + owner
                        + " candor say ...");
            }
        }

        /// What another node publishes next has not this word, and a lower number: its own words would reach nobody.
        private static void alone(Settings settings) {
            if (OtherNodes.work(settings)) {
                throw new Refusal("Another Candor works with the same database. Say it in its console, or by API"
                        + " (POST /api/incidents/NUMBER/updates). When it cannot, stop it first; what is said is taken"
                        + " over when the Candor of " + settings.data() + " starts.");
            }
        }

        private static KeptKits kits(Settings settings) {
            if (!Files.isDirectory(settings.data().resolve("pages"))) {
                throw new Refusal("No page was ever published from " + settings.data()
                        + "; name the right folder with --data, or a kit with --kit.");
            }
            return KeptKits.in(settings);
        }

        private static String slug(List<String> there, Optional<String> page) {
            if (page.isEmpty() && there.size() == 1) {
                return there.getFirst();
            }
            if (there.isEmpty()) {
                throw new Refusal(
                        "There is no kit: no page was published since Candor keeps them. Start it once, or use --kit.");
            }
            String pages = String.join(", ", there);
            String slug = page.orElseThrow(() -> new Refusal("Which page? Name it with --page: " + pages));
            if (!there.contains(slug)) {
                throw new Refusal("--page: there is no `" + slug + "`"
                        + Nearest.of(slug, there)
                                .map(near -> "; did you mean `" + near + "`?")
                                .orElse("; there are " + pages));
            }
            return slug;
        }

        private static Kit read(KeptKits kits, String slug) {
            return switch (kits.read(slug)) {
                case Kit.Read.Whole(Kit kit) -> kit;
                case Kit.Read.Absent() -> throw new Refusal("There is no kit of " + slug + ".");
                case Kit.Read.Refused(String why) -> throw new Refusal("The kit cannot be used: " + why);
            };
        }

        @Override
        public void store(Kit next) throws IOException {
            kits.write(next);
        }

        @Override
        public List<Path> folders(List<Path> others) {
            var own = new ArrayList<Path>();
            own.add(settings.data().resolve("pages"));
            settings.pageDirectory().ifPresent(own::add);
            return Folders.all(own, others);
        }

        @Override
        public String instead() {
            return "Bring it here first, from the kit that said it: candor say --adopt FILE --data " + settings.data()
                    + ".";
        }

        @Override
        public String afterwards() {
            return "When Candor starts on " + settings.data() + " again, this is an incident with its updates.";
        }

        @Override
        public void close() throws IOException {
            release(lock);
        }
    }

    /// A file somewhere else, sealed with a passphrase.
    record InFile(Path file, char[] passphrase, Kit kit, Optional<DataLock> lock) implements KitPlace {
        static InFile open(Path file, char[] passphrase, Optional<String> page, boolean looks) throws IOException {
            if (!Files.isRegularFile(file)) {
                throw new Refusal("There is no kit " + file + ".");
            }
            if (Files.size(file) > SealedKit.LARGEST) {
                throw new Refusal(file + " is no kit: it is too large.");
            }
            Optional<DataLock> lock = held(
                    looks,
                    file.resolveSibling("." + file.getFileName() + ".lock"),
                    "Another `candor say` is at work with " + file + ". Look at the page, then say what is left.");
            try {
                Kit kit = switch (SealedKit.open(Files.readString(file, StandardCharsets.ISO_8859_1), passphrase)) {
                    case Kit.Read.Whole(Kit whole) -> whole;
                    case Kit.Read.Absent() -> throw new Refusal("There is no kit " + file + ".");
                    case Kit.Read.Refused(String why) -> throw new Refusal(file + " cannot be used: " + why + ".");
                };
                page.filter(slug -> !slug.equals(kit.slug())).ifPresent(slug -> {
                    throw new Refusal("--page: " + file + " is the kit of `" + kit.slug() + "`, not of `" + slug + "`");
                });
                return new InFile(file, passphrase, kit, lock);
            } catch (RuntimeException refused) {
                release(lock);
                throw refused;
            }
        }

        @Override
        public void store(Kit next) throws IOException {
            KeptKits.replace(file, SealedKit.seal(next, passphrase, Randomness.secure()));
        }

        @Override
        public List<Path> folders(List<Path> others) {
            return Folders.all(List.of(), others);
        }

        @Override
        public String instead() {
            return "Say it with the kit that knows it, or with a new one: candor say --export-kit FILE, where the data"
                    + " folder is.";
        }

        @Override
        public String afterwards() {
            return "When Candor is back, bring it this word: candor say --adopt " + file
                    + ". Until then edge nodes stay on what was said by hand.";
        }

        @Override
        public void close() throws IOException {
            release(lock);
        }
    }
}
