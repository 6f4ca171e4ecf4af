package dev.candor.platform.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accept and fsync: entries appended to segment files, acknowledged when they are on the disk, drained in order by
/// one reader.
///
/// An entry is `length (4) | CRC-32C of the bytes (4) | bytes`, never empty: a file that grew without its bytes reads
/// as zeros. A torn entry at the end of a segment (crash while appending) was never acknowledged and is cut off; a
/// damaged one in the middle is left out, those after it are kept.
/// Draining is at least once: whoever drains stores by the entry's own key.
public final class FileSpool implements Spool {
    private static final Logger LOG = LoggerFactory.getLogger(FileSpool.class);
    private static final long SEGMENT_BYTES = 32L << 20;
    private static final int QUEUE = 4096;
    private static final int GROUP_BYTES = 4 << 20;

    private record Waiting(byte[] bytes, CompletableFuture<Void> done) {}

    private final Path folder;
    private final Runnable onAppend;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread writer;
    private volatile boolean closed;
    private volatile Position written;
    private Position drained;
    private FileChannel channel;
    private long segment;
    private boolean torn;
    /// Lengths of segments that are written no more.
    private final Map<Long, Long> wholeLengths = new HashMap<>();

    private FileSpool(Path folder, Runnable onAppend) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.onAppend = onAppend;
        this.drained = readPosition();
        List<Long> segments = segments();
        this.segment = segments.isEmpty() ? 1 : segments.getLast();
        this.channel = open(segment);
        long end = wholeLength(channel);
        if (end < channel.size()) {
            LOG.warn(
                    "The spool cuts {} bytes that were never acknowledged off segment {}",
                    channel.size() - end,
                    segment);
        }
        channel.truncate(end);
        channel.position(end);
        this.written = new Position(segment, end);
        if (drained.compareTo(written) > 0) {
            drained = new Position(segment, end); // the position file outlived a segment: nothing left to drain
        }
        this.writer = Thread.ofPlatform().daemon().name("spool-writer").unstarted(this::writeUntilClosed);
    }

    /// @param onAppend called after entries became durable: wake the drain
    public static FileSpool open(Path folder, Runnable onAppend) {
        try {
            var spool = new FileSpool(folder, onAppend);
            spool.writer.start();
            return spool;
        } catch (IOException failure) {
            throw new UncheckedIOException("spool " + folder.getFileName(), failure);
        }
    }

    /// Returns once the entry is on the disk. Entries of many callers share one fsync.
    ///
    /// @throws UncheckedIOException when it could not be stored (disk full, spool closed, queue full): the caller
    /// must refuse the sender
    @Override
    public void append(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > LARGEST_ENTRY) {
            throw new IllegalArgumentException(
                    "an entry has 1 to " + LARGEST_ENTRY + " bytes, this one " + bytes.length);
        }
        var waiting = new Waiting(bytes, new CompletableFuture<>());
        try {
            if (closed || !queue.offer(waiting, 2, TimeUnit.SECONDS)) {
                throw new UncheckedIOException(
                        new IOException(closed ? "the spool is closed" : "the spool's queue is full"));
            }
            if (closed && !writer.isAlive() && queue.remove(waiting)) {
                throw new UncheckedIOException(new IOException("the spool is closed")); // nobody would ever write it
            }
            waiting.done().join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted"));
        } catch (CompletionException failure) {
            throw new UncheckedIOException(new IOException("not stored", failure.getCause()));
        }
    }

    private void writeUntilClosed() {
        var group = new ArrayList<Waiting>();
        while (!closed || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    fill(group);
                    writeGroup(group);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            } catch (IOException | RuntimeException failure) {
                LOG.warn("The spool could not store {} entries: {}", group.size(), failure.toString());
                repair();
                group.forEach(waiting -> waiting.done().completeExceptionally(failure));
            } finally {
                group.clear();
            }
        }
    }

    /// What waits joins the group, up to what one write should hold in memory.
    private void fill(List<Waiting> group) {
        long bytes = group.getFirst().bytes().length;
        for (Waiting next = queue.peek();
                next != null && bytes + next.bytes().length <= GROUP_BYTES;
                next = queue.peek()) {
            group.add(queue.remove());
            bytes += next.bytes().length;
        }
    }

    private void writeGroup(List<Waiting> group) throws IOException {
        if (torn) {
            cutBack();
        }
        if (written.offset() >= SEGMENT_BYTES) {
            startSegment();
        }
        int size =
                group.stream().mapToInt(waiting -> waiting.bytes().length + 8).sum();
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (Waiting waiting : group) {
            buffer.putInt(waiting.bytes().length)
                    .putInt(checksum(waiting.bytes()))
                    .put(waiting.bytes());
        }
        buffer.flip();
        torn = true; // until it is whole again
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
        torn = false;
        written = new Position(segment, written.offset() + size);
        group.forEach(waiting -> waiting.done().complete(null));
        onAppend.run();
    }

    private void startSegment() throws IOException {
        channel.close();
        segment++;
        channel = open(segment);
        written = new Position(segment, 0);
    }

    /// After a failed write the file may hold half an entry: cut back to what was acknowledged. As long as that
    /// fails, nothing is written after it.
    private void repair() {
        try {
            cutBack();
        } catch (IOException failure) {
            LOG.warn("The spool could not cut off a torn entry yet: {}", failure.getMessage());
        }
    }

    private void cutBack() throws IOException {
        if (!channel.isOpen()) {
            channel = open(segment);
        }
        channel.truncate(written.offset());
        channel.position(written.offset());
        torn = false;
    }

    /// Up to `limit` entries that were not drained yet, oldest first.
    @Override
    public synchronized List<Entry> next(int limit) {
        return behind(drained, limit);
    }

    @Override
    public synchronized List<Entry> after(Position position, int limit) {
        return behind(position.compareTo(drained) > 0 ? position : drained, limit);
    }

    private List<Entry> behind(Position from, int limit) {
        var entries = new ArrayList<Entry>();
        Position at = from;
        Position end = written;
        try {
            while (entries.size() < limit && at.compareTo(end) < 0) {
                at = readSegment(at, end, limit, entries);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("spool", failure);
        }
        return entries;
    }

    private Position readSegment(Position from, Position end, int limit, List<Entry> into) throws IOException {
        Path file = file(from.segment());
        if (!Files.exists(file)) {
            return new Position(from.segment() + 1, 0);
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            long stop = from.segment() == end.segment() ? end.offset() : finished(from.segment(), in);
            long offset = from.offset();
            while (offset < stop && into.size() < limit) {
                Optional<Stored> stored = read(in, offset);
                if (stored.isEmpty()) {
                    LOG.error("Segment {} of the spool is unreadable from byte {} on", from.segment(), offset);
                    offset = stop;
                    break;
                }
                offset += 8L + stored.get().bytes().length;
                if (stored.get().sound()) {
                    into.add(new Entry(stored.get().bytes(), new Position(from.segment(), offset)));
                } else {
                    LOG.error(
                            "An entry of {} bytes in segment {} of the spool is damaged and left out",
                            stored.get().bytes().length,
                            from.segment());
                }
            }
            boolean wholeSegment = offset >= stop && from.segment() < end.segment();
            return wholeSegment ? new Position(from.segment() + 1, 0) : new Position(from.segment(), offset);
        }
    }

    private long finished(long number, FileChannel in) throws IOException {
        Long known = wholeLengths.get(number);
        if (known == null) {
            known = wholeLength(in);
            wholeLengths.put(number, known);
        }
        return known;
    }

    /// @param sound whether the checksum is right
    private record Stored(byte[] bytes, boolean sound) {}

    /// Empty when no entry can begin there.
    private static Optional<Stored> read(FileChannel in, long offset) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(8);
        if (!fill(in, head, offset)) {
            return Optional.empty();
        }
        int length = head.getInt(0);
        if (length <= 0 || length > LARGEST_ENTRY) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        return fill(in, bytes, offset + 8)
                ? Optional.of(new Stored(bytes.array(), checksum(bytes.array()) == head.getInt(4)))
                : Optional.empty();
    }

    private static boolean fill(FileChannel in, ByteBuffer buffer, long offset) throws IOException {
        while (buffer.hasRemaining()) {
            if (in.read(buffer, offset + buffer.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Everything up to `position` is stored elsewhere; whole segments before it are deleted.
    @Override
    public synchronized void drained(Position position) {
        drained = position;
        try {
            Path temporary = folder.resolve("position.tmp");
            Files.writeString(temporary, position.segment() + " " + position.offset());
            Files.move(temporary, folder.resolve("position"), StandardCopyOption.ATOMIC_MOVE);
            for (long old : segments()) {
                if (old < position.segment()) {
                    wholeLengths.remove(old);
                    Files.deleteIfExists(file(old));
                }
            }
        } catch (IOException failure) {
            LOG.warn("The spool's position was not stored; entries may be drained again: {}", failure.getMessage());
        }
    }

    /// Whether everything accepted is drained.
    @Override
    public synchronized boolean isEmpty() {
        return drained.compareTo(written) >= 0;
    }

    private Position readPosition() throws IOException {
        Path file = folder.resolve("position");
        if (!Files.exists(file)) {
            return new Position(segments().stream().findFirst().orElse(1L), 0);
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!text.matches("[0-9]{1,18} [0-9]{1,18}")) {
            LOG.warn("The spool's position file is damaged: everything still in the spool is drained again");
            return new Position(segments().stream().findFirst().orElse(1L), 0);
        }
        int space = text.indexOf(' ');
        return new Position(Long.parseLong(text.substring(0, space)), Long.parseLong(text.substring(space + 1)));
    }

    private List<Long> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("[0-9]{10}\\.spool"))
                    .map(name -> Long.parseLong(name.substring(0, 10)))
                    .sorted()
                    .toList();
        }
    }

    private Path file(long number) {
        return folder.resolve(String.format(java.util.Locale.ROOT, "%010d.spool", number));
    }

    private FileChannel open(long number) throws IOException {
        FileChannel opened = FileChannel.open(
                file(number), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true); // an fsynced file whose name is lost is lost
        }
        return opened;
    }

    /// Up to the end of the last whole entry. A damaged one that others follow is passed over; a torn one at the
    /// end does not count.
    private static long wholeLength(FileChannel in) throws IOException {
        long whole = 0;
        long offset = 0;
        for (Optional<Stored> stored = read(in, 0); stored.isPresent(); stored = read(in, offset)) {
            offset += 8L + stored.get().bytes().length;
            whole = stored.get().sound() ? offset : whole;
        }
        return whole;
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        closed = true;
        try {
            writer.join(10_000);
            queue.forEach(waiting -> waiting.done().completeExceptionally(new IOException("the spool is closed")));
            channel.close();
        } catch (IOException failure) {
            LOG.warn("Closing the spool: {}", failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
