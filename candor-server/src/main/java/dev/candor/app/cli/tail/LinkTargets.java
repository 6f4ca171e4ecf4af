package dev.candor.app.cli.tail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What the log, a link, was set to since, in that order. Such files have names of all kinds: only who saw them knows
/// them.
final class LinkTargets {
    private static final int MOST = 100;

    private final Path log;
    private final Deque<Rotations.File> targets = new ArrayDeque<>();

    LinkTargets(Path log) {
        this.log = log;
    }

    /// The log is this file now.
    void saw(Rotations.File file) {
        boolean known = !targets.isEmpty() && targets.getLast().key().equals(file.key());
        if (isLink() && !known && targets.size() < MOST) {
            file.real().ifPresent(targets::addLast);
        }
    }

    private boolean isLink() {
        return Files.isSymbolicLink(log);
    }

    /// Whether the log is a link, and to another file than this one: nobody knows to which others it was meanwhile.
    boolean areOther(String file) {
        return isLink()
                && Rotations.at(log).filter(now -> !now.key().equals(file)).isPresent();
    }

    /// The oldest; stays until {@link #removeFirst}.
    Optional<Rotations.File> first() {
        return Optional.ofNullable(targets.peekFirst());
    }

    void removeFirst() {
        targets.pollFirst();
    }
}
