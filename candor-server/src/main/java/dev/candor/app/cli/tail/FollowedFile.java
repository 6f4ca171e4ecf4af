package dev.candor.app.cli.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One log file that grows, is renamed and begun anew, is cut back to nothing, or is a link that is set to the next
/// file. Gives whole lines only.
final class FollowedFile implements AutoCloseable {
    private static final int BATCH = 1 << 20;

    /// So many looks in a row at the end of a renamed file, then it is left: the server that writes has let go of it.
    private static final int LOOKS_AT_OLD = 4;
    /// So many looks at the end of a renamed file in all, about a minute, then it is left although lines still come:
    /// the
    /// log itself must not wait until it is too old to count.
    private static final int MOST_LOOKS_AT_OLD = 240;

    /// Whole lines of one file.
    ///
    /// @param cuts how often the file was cut back before
    /// @param mark of what stands before `to`
    record Batch(byte[] lines, String file, int cuts, long from, long to, long mark) {}

    private final Path path;
    private final Rotations rotations;
    private final Consumer<String> trouble;

    private final LeftFiles left = new LeftFiles();
    private final LinkTargets targets;
    private TailState.Place begin = TailState.Place.AWAITED;
    private boolean begun;
    private boolean first = true;
    private boolean goneSaid;
    private @Nullable OpenFile open;
    private long offset;
    private int looksAtEnd;
    private int looksBeside;
    private int cuts;

    /// Where the batch ends that is on its way, or was when a crash came; up to `offset` when there is none.
    private long sending;

    private long check;
    private long mark = Mark.UNKNOWN;

    /// When the file was last written, as far as was seen.
    private FileTime written = FileTime.fromMillis(0);

    /// @param trouble hears which lines are missing
    FollowedFile(Path path, Consumer<String> trouble) {
        this.path = path;
        this.rotations = new Rotations(path);
        this.targets = new LinkTargets(path);
        this.trouble = trouble;
    }

    Path path() {
        return path;
    }

    /// Goes on where it stopped, also in a file that was renamed since; without a place at the end. Opens nothing yet:
    /// a file that cannot be read now may be readable later.
    ///
    /// @return where it begins, to be noted at once: what is written from now on is not to be missed
    TailState.Place begin(Optional<TailState.Place> place, boolean fromStart) {
        begin = place.or(() -> Rotations.at(path).map(file -> TailState.Place.fresh(path, file, fromStart)))
                .orElse(TailState.Place.AWAITED);
        left.set(begin.left());
        return begin;
    }

    private void goOn(TailState.Place place) throws IOException {
        if (place.file().isEmpty()) {
            return; // all of it is new when it comes
        }
        if (first && targets.areOther(place.file())) {
            trouble.accept(path + ", a link, was set to another file while nobody followed it: lines of files it was"
                    + " set to in between may be missing");
        }
        first = false; // from now on what it is set to is seen
        Optional<Rotations.File> stopped = rotations
                .find(place.file(), place.real())
                .filter(found -> !found.packed())
                .filter(found -> place.made() == 0 || found.madeMillis() == 0 || place.made() == found.madeMillis());
        if (stopped.isPresent()) {
            change(stopped.get().path());
            offset = place.offset();
            sending = place.sending();
            check = place.check();
            mark = place.mark();
            cuts = place.cuts();
        } else {
            cuts = place.cuts();
            if (!goneSaid) {
                goneSaid = true;
                trouble.accept("the file it stopped in, once " + path + ", is gone: lines behind its byte "
                        + place.offset() + " may be missing");
            }
            goOn(FileTime.fromMillis(place.written()));
        }
    }

    /// To the oldest file written after the one that was read to its end: a log may be rotated more than once while
    /// nobody takes its lines.
    private void goOn(FileTime since) throws IOException {
        leave();
        for (Optional<Rotations.File> next = targets.first(); next.isPresent(); next = targets.first()) {
            Rotations.File target = next.get();
            Optional<Rotations.File> found =
                    rotations.find(target.key(), target.path().toString());
            boolean there = found.isPresent() && goOn(found.get());
            targets.removeFirst();
            if (there) {
                return;
            }
            if (found.isEmpty()) {
                trouble.accept(target.path() + " was removed before it was read: its lines are missing");
            }
        }
        for (Rotations.File next : rotations.after(since)) {
            if (!left.has(next) && goOn(next)) {
                return;
            }
        }
    }

    /// Whether there is something to be read in it.
    private boolean goOn(Rotations.File next) throws IOException {
        if (next.packed()) {
            trouble.accept(next.path() + " was packed before it was read: its lines are missing");
            return false;
        }
        change(next.path());
        return open != null;
    }

    /// As it is now: where the file system does not know when a file was made, each line written makes another of it.
    private void leave() {
        OpenFile leaving = open;
        if (leaving == null) {
            return;
        }
        Rotations.File file = rotations.find(leaving.key(), leaving.real()).orElse(leaving.file());
        left.add(new LeftFiles.Left(leaving.key(), file.identity(), file.madeMillis(), offset, mark));
    }

    /// What is open stays so until the other one is.
    private void change(Path to) throws IOException {
        Optional<OpenFile> next = OpenFile.of(to);
        close();
        open = next.orElse(null);
        offset = 0;
        sending = 0;
        check = 0;
        mark = Mark.UNKNOWN;
        looksAtEnd = 0;
        looksBeside = 0;
        Optional<LeftFiles.Left> before = open == null ? Optional.empty() : left.standingIn(open);
        if (before.isPresent()) {
            offset = before.get().offset();
            sending = offset;
            mark = before.get().mark();
        }
    }

    /// The next whole lines behind what was taken; empty when there are none yet.
    ///
    /// @throws IOException when a file cannot be read now; asked again, it is opened again and goes on where it was
    Optional<Batch> next() throws IOException {
        try {
            return look();
        } catch (IOException unreadable) {
            if (begun) {
                begin = place();
                begun = false;
            }
            close();
            throw unreadable;
        }
    }

    /// Remembers what the log, where it is a link, is set to now. For as long as nothing can be sent nobody reads it.
    void lookAtLink() {
        OpenFile now = open;
        if (now != null) {
            Rotations.at(path).filter(file -> !file.key().equals(now.key())).ifPresent(targets::saw);
        }
    }

    private Optional<Batch> look() throws IOException {
        if (!begun) {
            goOn(begin);
            begun = true;
            goneSaid = false;
        }
        if (open == null && Files.exists(path)) {
            change(path);
        }
        OpenFile now = open;
        if (now == null) {
            return Optional.empty();
        }
        rotations.find(now.key(), now.real()).ifPresent(found -> written = found.written());
        Optional<Rotations.File> other =
                Rotations.at(path).filter(file -> !file.key().equals(now.key()));
        if (other.isPresent()) {
            targets.saw(other.get());
        }
        if (other.isPresent() && looksBeside >= MOST_LOOKS_AT_OLD && sending <= offset) {
            trouble.accept("something still writes into the file that was " + path
                    + " before: what comes there from now on is not read");
            goOn(written);
            return Optional.empty();
        }
        Optional<Batch> batch = read(now, other.isPresent() && looksAtEnd >= LOOKS_AT_OLD);
        boolean atEnd = batch.isEmpty() || batch.get().to() >= now.channel().size();
        looksBeside += other.isPresent() && atEnd ? 1 : 0;
        if (batch.isPresent()) {
            looksAtEnd = 0;
        } else if (other.isPresent() && looksAtEnd++ >= LOOKS_AT_OLD) {
            goOn(written);
        }
        return batch;
    }

    /// @param last whether nothing will follow a last line without its end
    private Optional<Batch> read(OpenFile from, boolean last) throws IOException {
        boolean again = sending > offset;
        long size = from.channel().size();
        int many = Math.clamp((again ? sending : size) - offset, 0, BATCH);
        Piece piece = Piece.of(from.channel(), offset, many);
        // A file may be cut back and grow past what was on its way between two looks.
        boolean onItsWay = piece.end() - piece.before() == sending - offset && piece.check() == check;
        boolean stands = size >= Math.max(offset, sending) && piece.stands(mark) && (!again || onItsWay);
        if (!stands) {
            cut();
            return read(from, last);
        }
        byte[] bytes = piece.bytes();
        int before = piece.before();
        int end = piece.end();
        mark = Mark.of(bytes, before);
        int whole = piece.lines();
        if (again || whole == before && (end - before == BATCH || last && end > before)) {
            whole = end; // a line longer than a batch goes in pieces, which the server counts as unread
        }
        return whole == before
                ? Optional.empty()
                : Optional.of(new Batch(
                        Arrays.copyOfRange(bytes, before, whole),
                        from.key(),
                        cuts,
                        offset,
                        offset + (whole - before),
                        Mark.of(bytes, whole)));
    }

    /// From the beginning, where everything holds.
    private void cut() {
        trouble.accept(
                path + " was cut back or written anew: it is read from its beginning, and lines that stood behind"
                        + " its byte " + offset + " may be missing");
        offset = 0;
        sending = 0;
        mark = Mark.UNKNOWN;
        cuts++;
    }

    /// It is about to leave. Every try of it has the same lines.
    TailState.Place sending(Batch batch) {
        sending = batch.to();
        check = Piece.check(batch.lines(), 0, batch.lines().length);
        return place();
    }

    /// The server has it.
    TailState.Place taken(Batch batch) {
        offset = batch.to();
        sending = offset;
        check = 0;
        mark = batch.mark();
        return place();
    }

    /// Where it is now.
    private TailState.Place place() {
        OpenFile now = open;
        return now == null
                ? TailState.Place.AWAITED
                : new TailState.Place(
                        now.key(),
                        offset,
                        sending,
                        check,
                        mark,
                        cuts,
                        written.toMillis(),
                        now.file().madeMillis(),
                        now.real(),
                        left.all());
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.channel().close();
            open = null;
        }
    }
}
