package dev.candor.app.cli.tail;

import dev.candor.base.time.Elapsed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One log file that grows, is renamed and begun anew, is cut back to nothing, or is a link that is set to the next
/// file. Gives whole lines only.
final class FollowedFile implements AutoCloseable {
    private static final int BATCH = 1 << 20;

    /// Whole lines of one file.
    ///
    /// @param cuts how often the file was cut back before
    /// @param mark of what stands before `to`
    record Batch(byte[] lines, String file, int cuts, long from, long to, long mark) {}

    private final Path path;
    private final Succession succession;
    private final Consumer<String> trouble;
    private final Elapsed elapsed;

    private TailState.Place begin = TailState.Place.AWAITED;
    private boolean begun;
    private boolean goneSaid;

    /// Whether the latest look read all that stood there.
    private boolean isToEnd;

    private @Nullable OpenFile open;
    private OldFile old = OldFile.NONE;
    private long offset;
    private int cuts;

    /// Where the batch ends that is on its way, or was when a crash came; up to `offset` when there is none.
    private long sending;

    private long check;
    private long mark = Mark.UNKNOWN;

    /// @param trouble hears which lines are missing
    /// @param elapsed how long a renamed file is still read is measured by it
    FollowedFile(Path path, Consumer<String> trouble, Elapsed elapsed) {
        this.path = path;
        this.succession = new Succession(path, trouble);
        this.trouble = trouble;
        this.elapsed = elapsed;
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
        succession.begin(begin);
        return place();
    }

    private void goOn(TailState.Place place) throws IOException {
        if (place.file().isEmpty()) {
            return; // all of it is new when it comes
        }
        cuts = place.cuts();
        Optional<Rotations.File> stopped = succession.stoppedIn(place);
        if (stopped.isPresent()) {
            var _ = change(stopped.get().path());
            offset = place.offset();
            sending = place.sending();
            check = place.check();
            mark = place.mark();
        } else {
            boolean read = succession.wasReadWhole(place);
            if (!read && !goneSaid) {
                goneSaid = true;
                trouble.accept("the file it stopped in, once " + path + ", is gone: lines behind its byte "
                        + place.offset() + " may be missing");
            }
            succession.next("", this::change);
        }
    }

    /// To the file behind this one.
    private void goOn(OpenFile from) throws IOException {
        succession.leave(from, offset, mark);
        old = OldFile.NONE;
        succession.next(from.key(), this::change);
    }

    /// What is open stays so until the other one is.
    ///
    /// @return whether it is there
    private boolean change(Path to) throws IOException {
        Optional<OpenFile> next = OpenFile.of(to);
        close();
        open = next.orElse(null);
        old = OldFile.NONE;
        offset = 0;
        sending = 0;
        check = 0;
        mark = Mark.UNKNOWN;
        Optional<LeftFiles.Left> before = next.isEmpty() ? Optional.empty() : succession.standingIn(next.get());
        if (before.isPresent()) {
            offset = before.get().offset();
            sending = offset;
            mark = before.get().mark();
        }
        return next.isPresent();
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

    /// The server takes nothing, and for as long nobody reads: what the log is set to, where it is a link, is
    /// remembered.
    ///
    /// @return where it is, if that was news
    Optional<TailState.Place> notTaken() {
        old = old.again(elapsed.nanos());
        return succession.saw(begun ? openKey() : begin.file()) ? Optional.of(place()) : Optional.empty();
    }

    private String openKey() {
        return open == null ? "" : open.key();
    }

    private Optional<Batch> look() throws IOException {
        if (!begun) {
            goOn(begin);
            begun = true;
            goneSaid = false;
        }
        if (open == null) {
            succession.next("", this::change);
        }
        OpenFile now = open;
        if (now == null) {
            return Optional.empty();
        }
        if (!succession.look(now.key())) {
            old = OldFile.NONE;
            return read(now, false);
        }
        if (sending > offset) {
            old = old.again(elapsed.nanos());
            return read(now, false);
        }
        return lookAtOld(now);
    }

    /// The log is another file by now.
    private Optional<Batch> lookAtOld(OpenFile now) throws IOException {
        OldFile.Next next = old.next();
        boolean comesAgain = succession.comesAgain(now.key());
        if (next == OldFile.Next.LEAVE) {
            goOn(now);
            if (!comesAgain && open != now) {
                trouble.accept("something still writes into the file that was " + path
                        + " before: what comes there from now on is not read");
            }
            return Optional.empty();
        }
        Optional<Batch> batch = read(now, next == OldFile.Next.READ_REST);
        if (next == OldFile.Next.READ_REST && batch.isEmpty()) {
            goOn(now);
        } else {
            old = old.read(isToEnd, batch.isEmpty(), comesAgain, elapsed.nanos());
        }
        return batch;
    }

    /// @param last whether nothing will follow a last line without its end
    private Optional<Batch> read(OpenFile from, boolean last) throws IOException {
        boolean again = sending > offset;
        long size = from.channel().size();
        int many = Math.clamp((again ? sending : size) - offset, 0, BATCH);
        Piece piece = Piece.of(from.channel(), offset, many);
        isToEnd = size - offset <= many;
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
        return succession.noted(
                !begun
                        ? begin
                        : now == null
                                ? TailState.Place.AWAITED
                                : new TailState.Place(
                                        now.key(),
                                        offset,
                                        sending,
                                        check,
                                        mark,
                                        cuts,
                                        0,
                                        now.file().madeMillis(),
                                        now.real(),
                                        List.of(),
                                        List.of()));
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.channel().close();
            open = null;
        }
    }
}
