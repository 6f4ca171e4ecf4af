package dev.candor.app.cli.tail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the log, a link, was set to since, in that order. Such files have names of all kinds: only who saw them knows
/// them.
final class LinkTargets {
    private static final int MOST = 100;

    /// @param file what the file system calls the file: its inode
    /// @param path its own
    /// @param made when it was made, in milliseconds since 1970; 0 when the file system does not say
    record Target(String file, String path, long made) {
        boolean is(Rotations.File found) {
            return file.equals(found.key()) && (made == 0 || found.madeMillis() == 0 || made == found.madeMillis());
        }
    }

    private final Path log;
    private final Consumer<String> trouble;
    private final Deque<Target> targets = new ArrayDeque<>();

    /// What it is set to and there is no room for: it is missed only when it is set on before there is.
    private @Nullable Target beyond;

    private boolean missingSaid;

    /// @param trouble hears which lines are missing
    LinkTargets(Path log, Consumer<String> trouble) {
        this.log = log;
        this.trouble = trouble;
    }

    /// @param before the oldest first
    void set(List<Target> before) {
        targets.clear();
        before.stream().limit(MOST).forEach(targets::addLast);
    }

    /// The log is this file now.
    ///
    /// @param open the file that is read; empty when none is
    /// @return whether it was another one before
    boolean saw(Rotations.File file, String open) {
        boolean known = latest(open).equals(file.key());
        Optional<Target> target = known || !isLink()
                ? Optional.empty()
                : file.real().map(own -> new Target(own.key(), own.path().toString(), own.madeMillis()));
        if (target.isEmpty()) {
            return false;
        }
        sayMissing(target.get());
        if (targets.size() >= MOST) {
            beyond = target.get();
            return false;
        }
        beyond = null;
        missingSaid = false;
        targets.addLast(target.get());
        return true;
    }

    private void sayMissing(Target present) {
        Target missed = beyond;
        if (missed != null && !missed.file().equals(present.file()) && !missingSaid) {
            missingSaid = true;
            trouble.accept(
                    log + ", a link, was set to more than " + MOST + " files before their lines were taken: those"
                            + " of " + missed.path() + ", and of others after it, are missing");
        }
    }

    private String latest(String open) {
        return targets.isEmpty() ? open : targets.getLast().file();
    }

    private boolean isLink() {
        return Files.isSymbolicLink(log);
    }

    /// Whether the log is a link, and to another file than the one seen last: nobody knows to which others it was
    /// meanwhile.
    boolean areOther(String open) {
        String latest = latest(open);
        return isLink()
                && Rotations.at(log).filter(now -> !now.key().equals(latest)).isPresent();
    }

    boolean isEmpty() {
        return targets.isEmpty();
    }

    boolean has(String file) {
        return targets.stream().anyMatch(target -> target.file().equals(file));
    }

    /// The oldest; stays until {@link #removeFirst}.
    Optional<Target> first() {
        return Optional.ofNullable(targets.peekFirst());
    }

    void removeFirst() {
        targets.pollFirst();
    }

    /// The oldest first.
    List<Target> all() {
        return List.copyOf(targets);
    }
}
