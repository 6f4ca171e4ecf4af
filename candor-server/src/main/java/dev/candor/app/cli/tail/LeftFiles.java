package dev.candor.app.cli.tail;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The last files that were read to their ends, and how far: a link that goes back to one of them goes on there.
final class LeftFiles {
    private static final int MOST = 100;

    /// @param file what the file system calls the file: its inode
    /// @param identity tells it from a later file with the same inode, see {@link Rotations.File#identity()}
    /// @param made when it was made, in milliseconds since 1970; 0 when the file system does not say
    /// @param offset everything before it is with the server
    /// @param mark of what stands before `offset`, see {@link Mark}
    record Left(String file, String identity, long made, long offset, long mark) {}

    private final Deque<Left> left = new ArrayDeque<>();

    /// @param before the oldest first
    void set(List<Left> before) {
        left.clear();
        before.forEach(this::add);
    }

    void add(Left file) {
        left.removeIf(other -> other.file().equals(file.file()));
        left.addLast(file);
        if (left.size() > MOST) {
            left.removeFirst();
        }
    }

    boolean has(Rotations.File file) {
        return left.stream().anyMatch(one -> one.identity().equals(file.identity()));
    }

    /// The latest of them.
    Optional<Left> last() {
        return Optional.ofNullable(left.peekLast());
    }

    /// How far that file was read before, if what stood there stands there still.
    Optional<Left> standingIn(OpenFile open) throws IOException {
        Rotations.File file = open.file();
        Optional<Left> known = left.stream()
                .filter(one -> one.file().equals(file.key()))
                .filter(one -> one.made() == 0 || file.madeMillis() == 0 || one.made() == file.madeMillis())
                .findFirst();
        boolean stands = known.isPresent()
                && open.channel().size() >= known.get().offset()
                && Piece.of(open.channel(), known.get().offset(), 0)
                        .stands(known.get().mark());
        return stands ? known : Optional.empty();
    }

    /// The oldest first.
    List<Left> all() {
        return List.copyOf(left);
    }
}
