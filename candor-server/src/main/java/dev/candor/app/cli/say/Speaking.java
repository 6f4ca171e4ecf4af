package dev.candor.app.cli.say;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.Code;
import dev.candor.page.ComponentModel;
import dev.candor.page.Headline;
import dev.candor.page.PageModel;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotRenderer;
import dev.candor.page.kit.HandSaying;
import dev.candor.page.kit.HandWord;
import dev.candor.page.kit.Kit;
import dev.candor.page.kit.Wish;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Says one word: decided, rendered, signed, written, and told to whoever typed it.
final class Speaking {
    private static final int LISTED = 12;

    private final InstantSource clock;
    private final Randomness random;
    private final PrintStream out;
    private final boolean replaces;

    /// @param replaces also what the kit does not know
    Speaking(InstantSource clock, Randomness random, PrintStream out, boolean replaces) {
        this.clock = clock;
        this.random = random;
        this.out = out;
        this.replaces = replaces;
    }

    /// @param folders where to, besides what the place has
    /// @param dry says what would be, and does nothing
    /// @return the exit code: 0 everywhere, 1 in some folders only
    /// @throws Refusal when nothing was said
    int say(KitPlace place, List<Path> folders, Wish wish, boolean dry) throws IOException {
        List<Path> all = place.folders(folders);
        if (all.isEmpty()) {
            throw new Refusal("Where to? With a kit, name the folders that readers see: --to DIR");
        }
        var open = new ArrayList<Folder>();
        try {
            for (Path folder : all) {
                open.add(Folder.open(folder, place.kit(), dry));
            }
            return say(place, wish, open, dry);
        } finally {
            for (Folder folder : open) {
                folder.close();
            }
        }
    }

    private int say(KitPlace place, Wish wish, List<Folder> folders, boolean dry) throws IOException {
        Kit kit = place.kit();
        Instant now = clock.instant();
        long found =
                folders.stream().mapToLong(Folder::newest).reduce(kit.model().sequence(), Math::max);
        var names = new HandSaying.Names(
                HandSaying.above(found, kit.model().renderedAt(), now),
                new Ids(clock, random).next(),
                Code.next(random),
                Code.next(random));
        return switch (HandSaying.say(kit, wish, names, now)) {
            case HandSaying.Outcome.Refused(String why) -> throw new Refusal(why);
            case HandSaying.Outcome.Said said -> {
                look(place, folders);
                preview(said);
                yield dry ? nothingWritten() : write(place, said.kit(), folders);
            }
        };
    }

    /// A word must take no other word away from readers, unless somebody wants that.
    private void look(KitPlace place, List<Folder> folders) {
        var lost = new ArrayList<String>();
        for (Folder folder : folders) {
            List<String> here = folder.lost(place.kit().model());
            if (!here.isEmpty()) {
                lost.add("In " + folder.path() + " stands what this kit does not know, and what readers would no longer"
                        + " read:");
                here.stream().limit(LISTED).forEach(each -> lost.add("  " + each));
                if (here.size() > LISTED) {
                    lost.add("  and " + (here.size() - LISTED) + " more");
                }
            }
        }
        if (lost.isEmpty()) {
            return;
        }
        if (!replaces) {
            throw new Refusal(String.join("\n", lost) + "\n" + place.instead() + " Or say it with --replace: then this"
                    + " is off the page until a Candor that knows it is back.");
        }
        lost.forEach(out::println);
    }

    private int nothingWritten() {
        out.println("Nothing was written (--dry-run).");
        return 0;
    }

    private void preview(HandSaying.Outcome.Said said) {
        PageModel page = said.kit().model();
        HandWord word = said.word();
        Headline headline = Headline.of(page);
        out.println("Readers of " + page.name() + " (" + page.url() + ") see:");
        out.println("  " + headline.title() + ". " + headline.detail());
        out.println("  " + (said.isNew() ? "New incident " : "Incident ") + word.incident() + ": " + word.title());
        out.println("  " + word.phase().label() + ": " + word.markdown().replace("\n", "\n    "));
        long silent = page.leaves().stream().filter(ComponentModel::unknown).count();
        page.leaves().stream()
                .filter(leaf -> !leaf.unknown())
                .forEach(leaf ->
                        out.println("  " + leaf.name() + ": " + leaf.status().label()));
        if (silent > 0) {
            out.println(
                    "  " + silent + (silent == 1 ? " component: " : " components: ") + "unknown, as nobody looks now");
        }
    }

    /// The kit first: a word that readers see must never be one that nobody can take over.
    private int write(KitPlace place, Kit next, List<Folder> folders) throws IOException {
        Snapshot snapshot = new SnapshotRenderer(next.key()).render(next.model());
        place.store(next);
        var written = new ArrayList<Path>();
        var failed = new ArrayList<String>();
        for (Folder folder : folders) {
            try {
                written.add(folder.write(snapshot));
            } catch (IOException refused) {
                failed.add(folder.path() + ": " + refused.getMessage());
            }
        }
        if (written.isEmpty() && folders.stream().noneMatch(folder -> folder.has(snapshot))) {
            place.store(place.kit());
            throw new Refusal("Nothing could be written: " + String.join("; ", failed));
        }
        out.println("Snapshot " + snapshot.sequence() + " is in:");
        written.forEach(path -> out.println("  " + path));
        failed.forEach(why -> out.println("  NOT in " + why));
        out.println(place.afterwards());
        return failed.isEmpty() ? 0 : 1;
    }
}
