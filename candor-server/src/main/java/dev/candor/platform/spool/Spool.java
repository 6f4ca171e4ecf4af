package dev.candor.platform.spool;

import java.nio.file.Path;
import java.util.List;

/// What was accepted and is not stored elsewhere yet: appended by many, drained in order by one reader, there again
/// after a crash.
/// Draining is at least once: whoever drains stores by the entry's own key.
///
/// A real machine has a {@link FileSpool}; the simulated world one that outlives simulated crashes.
public interface Spool extends AutoCloseable {
    /// Entries larger than this are refused: 1 MiB.
    int LARGEST_ENTRY = 1 << 20;

    /// @param bytes what was appended
    /// @param position where it ends; hand the last one to {@link #drained}
    record Entry(byte[] bytes, Position position) {}

    /// A place between two entries.
    record Position(long segment, long offset) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            int bySegment = Long.compare(segment, other.segment);
            return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
        }
    }

    /// A spool in `folder`, made when it is missing.
    ///
    /// @param onAppend called after entries became durable: wake the drain
    /// @throws java.io.UncheckedIOException when the folder cannot be used
    static Spool open(Path folder, Runnable onAppend) {
        return FileSpool.open(folder, onAppend);
    }

    /// Returns once the entry is durable.
    ///
    /// @throws java.io.UncheckedIOException when it could not be stored (disk full, spool closed,
    /// queue full): the caller must refuse the sender
    void append(byte[] bytes);

    /// Up to `limit` entries that were not drained yet, oldest first.
    List<Entry> next(int limit);

    /// Up to `limit` of the entries behind `position` that were not drained yet, oldest first: to look at what waits
    /// without taking it.
    default List<Entry> after(Position position, int limit) {
        return next(Integer.MAX_VALUE).stream()
                .filter(entry -> entry.position().compareTo(position) > 0)
                .limit(limit)
                .toList();
    }

    /// Everything up to `position` is stored elsewhere.
    void drained(Position position);

    /// Whether everything accepted is drained.
    boolean isEmpty();

    @Override
    void close();
}
