package dev.candor.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Work that can wait in virtual time: each piece on a thread of its own, but strictly one of them (or the world
/// itself) running at any moment, so everything happens in the same order for the same seed.
final class Fibers {
    /// Thrown into the work of a node that died. An error, so that no product code takes it for a failure it could
    /// handle.
    static final class Died extends Error {
        Died() {
            super("this node is dead", null, false, false);
        }
    }

    private final class Fiber {
        final Object owner;
        final Semaphore turn = new Semaphore(0);
        final Semaphore back = new Semaphore(0);
        boolean dead;
        boolean ended;

        @Nullable
        Throwable failure;

        Fiber(Object owner) {
            this.owner = owner;
        }

        void resume() {
            if (ended) {
                return;
            }
            current = this;
            turn.release();
            back.acquireUninterruptibly();
            current = null;
            if (ended) {
                alive.remove(this);
            }
            if (failure != null && !(failure instanceof Died)) {
                throw new IllegalStateException("simulated work failed", failure);
            }
        }
    }

    private final VirtualTime time;
    private final Set<Fiber> alive = new LinkedHashSet<>();
    private @Nullable Fiber current;

    Fibers(VirtualTime time) {
        this.time = time;
    }

    /// Runs `body` now, up to its first wait.
    void start(Object owner, Runnable body) {
        var fiber = new Fiber(owner);
        alive.add(fiber);
        Thread.ofVirtual().start(() -> {
            fiber.turn.acquireUninterruptibly();
            try {
                body.run();
            } catch (Throwable failure) {
                fiber.failure = failure;
            } finally {
                fiber.ended = true;
                fiber.back.release();
            }
        });
        fiber.resume();
    }

    /// Whether the caller is a fiber and may wait.
    boolean canWait() {
        return current != null;
    }

    /// Lets virtual time pass for the caller alone. The world itself does not wait.
    void sleep(Duration wait) {
        Fiber self = current;
        if (self == null) {
            return;
        }
        if (self.dead) {
            throw new Died();
        }
        time.after(wait, self::resume);
        self.back.release();
        self.turn.acquireUninterruptibly();
        if (self.dead) {
            throw new Died();
        }
    }

    /// All work of `owner` ends where it stands. Not to be called from a fiber.
    void kill(Object owner) {
        for (Fiber fiber : new ArrayList<>(alive)) {
            if (fiber.owner == owner) {
                fiber.dead = true;
                fiber.resume();
            }
        }
    }

    void killAll() {
        for (Fiber fiber : new ArrayList<>(alive)) {
            fiber.dead = true;
            fiber.resume();
        }
    }
}
