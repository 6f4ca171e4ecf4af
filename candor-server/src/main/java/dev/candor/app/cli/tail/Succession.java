package dev.candor.app.cli.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Which file is read after which: what a link was set to, or what was the log since, and at last the log itself.
final class Succession {
    /// Tries to open a file.
    @FunctionalInterface
    interface Opening {
        /// @return false when there is none any more
        boolean open(Path path) throws IOException;
    }

    private static final int MOST_HELD = 1_000;

    /// Whether a pack is what was read up to there.
    private record Held(String pack, FileTime written, long offset, long mark) {}

    private final Map<Held, Boolean> held = new HashMap<>();
    private final Path log;
    private final Rotations rotations;
    private final LinkTargets targets;
    private final LeftFiles left = new LeftFiles();
    private final Consumer<String> trouble;

    /// All files behind the present one were written then or later. It is no younger than the time when that one was
    /// the log last: what still writes into it afterwards must not hide those between.
    private FileTime since = FileTime.fromMillis(0);

    /// @param trouble hears which lines are missing
    Succession(Path log, Consumer<String> trouble) {
        this.log = log;
        this.rotations = new Rotations(log);
        this.targets = new LinkTargets(log, trouble);
        this.trouble = trouble;
    }

    /// Goes on as it was noted. From now on what a link is set to is seen; before nobody saw it.
    void begin(TailState.Place place) {
        left.set(place.left());
        targets.set(place.targets());
        since = FileTime.fromMillis(place.written());
        boolean known = !place.file().isEmpty() || !targets.isEmpty();
        if (known && targets.areOther(place.file())) {
            trouble.accept(log + ", a link, was set to another file while nobody followed it: lines of files it was"
                    + " set to in between may be missing");
            var _ = saw(place.file());
        }
    }

    /// The file of that place, if it can be read still.
    Optional<Rotations.File> stoppedIn(TailState.Place place) {
        Optional<Rotations.File> stopped = rotations
                .find(place.file(), place.real())
                .filter(found -> !found.packed())
                .filter(found -> place.made() == 0 || found.madeMillis() == 0 || place.made() == found.madeMillis());
        if (stopped.isPresent() && place.written() == TailState.Place.AWAITED.written()) {
            since = stopped.get().written(); // noted before such times were
        }
        return stopped;
    }

    /// Whether the file of that place, which is gone, was packed since and had been read to its end: it is done then.
    boolean wasReadWhole(TailState.Place place) {
        Optional<Rotations.File> whole = packOf(place.offset(), place.mark());
        whole.ifPresent(file -> left.add(
                new LeftFiles.Left(file.key(), file.identity(), file.madeMillis(), place.offset(), place.mark())));
        return whole.isPresent();
    }

    /// Looks what the log is now.
    ///
    /// @param open the file that is read; empty when none is
    /// @return whether that is another one by now
    boolean look(String open) {
        Optional<Rotations.File> present = Rotations.at(log);
        if (present.filter(now -> now.key().equals(open)).isPresent()) {
            since = present.get().written();
        }
        present.ifPresent(now -> targets.saw(now, open));
        return !targets.isEmpty()
                || present.filter(now -> !now.key().equals(open)).isPresent();
    }

    /// Remembers what the log, where it is a link, is set to now.
    ///
    /// @return whether it was another one before
    boolean saw(String open) {
        return Rotations.at(log).filter(now -> targets.saw(now, open)).isPresent();
    }

    /// Whether a link was set back to that file.
    boolean comesAgain(String file) {
        return targets.has(file);
    }

    /// It was read so far. As it is now: where the file system does not know when a file was made, each line written
    /// makes another of it.
    void leave(OpenFile leaving, long offset, long mark) {
        Rotations.File file = rotations.find(leaving.key(), leaving.real()).orElse(leaving.file());
        left.add(new LeftFiles.Left(leaving.key(), file.identity(), file.madeMillis(), offset, mark));
    }

    /// How far that file was read before, if what stood there stands there still.
    Optional<LeftFiles.Left> standingIn(OpenFile open) throws IOException {
        return left.standingIn(open);
    }

    /// To the oldest file behind the one that was read to its end: a log may be rotated more than once while nobody
    /// takes its lines. Opens nothing when there is none.
    ///
    /// @param open the file that is read; empty when none is
    void next(String open, Opening opening) throws IOException {
        for (Optional<LinkTargets.Target> next = targets.first(); next.isPresent(); next = targets.first()) {
            LinkTargets.Target target = next.get();
            Optional<Rotations.File> found =
                    rotations.find(target.file(), target.path()).filter(target::is);
            boolean there = target.file().equals(open) || found.isPresent() && isOpened(found.get(), opening);
            targets.removeFirst();
            if (there) {
                return;
            }
            if (found.isEmpty()) {
                trouble.accept(target.path() + " was removed before it was read: its lines are missing");
            }
        }
        Optional<Rotations.File> packedSince = left.last().flatMap(last -> packOf(last.offset(), last.mark()));
        for (Rotations.File next : rotations.after(since)) {
            boolean done = left.has(next) && !next.path().equals(log) // what is the log again grows again
                    || packedSince.filter(next::equals).isPresent();
            if (!done && !next.key().equals(open) && isOpened(next, opening)) {
                since = earlier(next.written(), Rotations.at(log).map(Rotations.File::written));
                return;
            }
        }
    }

    /// What was read up to `offset` and is packed now: the oldest that can be.
    private Optional<Rotations.File> packOf(long offset, long mark) {
        return rotations.packedFrom(since).stream()
                .filter(file -> holds(file, offset, mark))
                .findFirst();
    }

    /// To look means to unpack: once for each question.
    private boolean holds(Rotations.File file, long offset, long mark) {
        if (held.size() > MOST_HELD) {
            held.clear();
        }
        return held.computeIfAbsent(
                new Held(file.identity(), file.written(), offset, mark), _ -> Pack.holds(file.path(), offset, mark));
    }

    /// All behind the oldest are younger but the log itself, which stands last whatever its time is.
    private static FileTime earlier(FileTime one, Optional<FileTime> other) {
        return other.filter(time -> time.compareTo(one) < 0).orElse(one);
    }

    private boolean isOpened(Rotations.File next, Opening opening) throws IOException {
        if (next.packed()) {
            if (!Pack.isEmpty(next.path())) {
                trouble.accept(next.path() + " was packed before it was read: its lines are missing");
            }
            return false;
        }
        return opening.open(next.path());
    }

    /// That place with what belongs to it here.
    TailState.Place noted(TailState.Place place) {
        return new TailState.Place(
                place.file(),
                place.offset(),
                place.sending(),
                place.check(),
                place.mark(),
                place.cuts(),
                place.file().isEmpty() ? place.written() : since.toMillis(),
                place.made(),
                place.real(),
                left.all(),
                targets.all());
    }
}
