package dev.candor.platform.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The spool of a real machine: accept and fsync, segment files in a folder.
///
/// An entry is `length (4) | CRC-32C of the bytes (4) | bytes`. A torn entry at the end of a segment (crash while
/// appending) was never
/// acknowledged and is cut off.
public final class FileSpool implements Spool {
    private static final Logger LOG = LoggerFactory.getLogger(FileSpool.class);
    private static final long SEGMENT_BYTES = 32L << 20;
    private static final int QUEUE = 4096;

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

    private FileSpool(Path folder, Runnable onAppend) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.onAppend = onAppend;
        this.drained = readPosition();
        List<Long> segments = segments();
        this.segment = segments.isEmpty() ? 1 : segments.getLast();
        this.channel = open(segment);
        long end = wholeLength(channel);
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

    /// Entries of many callers share one fsync.
    @Override
    public void append(byte[] bytes) {
        if (bytes.length > LARGEST_ENTRY) {
            throw new IllegalArgumentException(
                    "an entry of " + bytes.length + " bytes is larger than " + LARGEST_ENTRY);
        }
        var waiting = new Waiting(bytes, new CompletableFuture<>());
        try {
            if (closed || !queue.offer(waiting, 2, TimeUnit.SECONDS)) {
                throw new UncheckedIOException(
                        new IOException(closed ? "the spool is closed" : "the spool's queue is full"));
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
                    queue.drainTo(group, 511);
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

    private void writeGroup(List<Waiting> group) throws IOException {
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
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
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

    /// After a failed write the file may hold half an entry: cut back to what was acknowledged.
    private void repair() {
        try {
            channel.truncate(written.offset());
            channel.position(written.offset());
        } catch (IOException failure) {
            LOG.warn("The spool could not cut off a torn entry yet: {}", failure.getMessage());
        }
    }

    @Override
    public synchronized List<Entry> next(int limit) {
        var entries = new ArrayList<Entry>();
        Position at = drained;
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
            long stop = from.segment() == end.segment() ? end.offset() : wholeLength(in);
            long offset = from.offset();
            while (offset < stop && into.size() < limit) {
                byte[] bytes = read(in, offset);
                offset += 8L + bytes.length;
                into.add(new Entry(bytes, new Position(from.segment(), offset)));
            }
            boolean wholeSegment = offset >= stop && from.segment() < end.segment();
            return wholeSegment ? new Position(from.segment() + 1, 0) : new Position(from.segment(), offset);
        }
    }

    private static byte[] read(FileChannel in, long offset) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(8);
        in.read(head, offset);
        ByteBuffer bytes = ByteBuffer.allocate(head.getInt(0));
        in.read(bytes, offset + 8);
        return bytes.array();
    }

    /// Whole segments before `position` are deleted.
    @Override
    public synchronized void drained(Position position) {
        drained = position;
        try {
            Path temporary = folder.resolve("position.tmp");
            Files.writeString(temporary, position.segment() + " " + position.offset());
            Files.move(temporary, folder.resolve("position"), StandardCopyOption.ATOMIC_MOVE);
            for (long old : segments()) {
                if (old < position.segment()) {
                    Files.deleteIfExists(file(old));
                }
            }
        } catch (IOException failure) {
            LOG.warn("The spool's position was not stored; entries may be drained again: {}", failure.getMessage());
        }
    }

    @Override
    public synchronized boolean isEmpty() {
        return drained.compareTo(written) >= 0;
    }

    private Position readPosition() throws IOException {
        Path file = folder.resolve("position");
        if (!Files.exists(file)) {
            return new Position(segments().stream().findFirst().orElse(1L), 0);
        }
        String[] words = Files.readString(file).strip().split(" ");
        return new Position(Long.parseLong(words[0]), Long.parseLong(words[1]));
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
        return FileChannel.open(
                file(number), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /// Up to where the segment holds whole entries with the right checksum.
    private static long wholeLength(FileChannel in) throws IOException {
        long offset = 0;
        ByteBuffer head = ByteBuffer.allocate(8);
        while (offset + 8 <= in.size()) {
            head.clear();
            in.read(head, offset);
            int length = head.getInt(0);
            if (length < 0 || length > LARGEST_ENTRY || offset + 8 + length > in.size()) {
                break;
            }
            ByteBuffer bytes = ByteBuffer.allocate(length);
            in.read(bytes, offset + 8);
            if (checksum(bytes.array()) != head.getInt(4)) {
                break;
            }
            offset += 8L + length;
        }
        return offset;
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
            channel.close();
        } catch (IOException failure) {
            LOG.warn("Closing the spool: {}", failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
