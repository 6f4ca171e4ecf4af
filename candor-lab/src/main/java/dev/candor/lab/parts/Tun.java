package dev.candor.lab.parts;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/// A network interface of this machine whose other side is this program: the kernel's packets come out here, and what
/// is written here the kernel receives. Linux's `tun` without packet information, one IP packet per read or write.
/// Needs the right to administer the network. It disappears when it is closed, or with this program.
final class Tun implements AutoCloseable {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = call("open", 2, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle IOCTL =
            call("ioctl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final MethodHandle POLL =
            call("poll", -1, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle READ =
            call("read", -1, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final MethodHandle WRITE =
            call("write", -1, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final MethodHandle CLOSE = call("close", -1, ValueLayout.JAVA_INT);

    private static final int READ_WRITE = 2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short WITHOUT_INFORMATION = 0x1001;
    private static final int INTERFACE_REQUEST = 40;
    private static final int NAME = 15;
    private static final short READABLE = 1;
    private static final int MILLIS = 100;

    /// The largest packet.
    static final int LARGEST = 1500;

    private final String name;
    private final int descriptor;
    private boolean closed;

    private Tun(String name, int descriptor) {
        this.name = name;
        this.descriptor = descriptor;
    }

    @SuppressWarnings("restricted") // the descriptors below are those of the system's manual
    private static MethodHandle call(String function, int variadic, MemoryLayout... arguments) {
        var descriptor = FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments);
        var options = variadic < 0
                ? new Linker.Option[] {Linker.Option.captureCallState("errno")}
                : new Linker.Option[] {Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(variadic)
                };
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(function), descriptor, options);
    }

    /// @param name of the new interface, at most 15 letters
    /// @throws IOException when the machine has no `tun`, or this program may not make one
    static Tun open(String name) throws IOException {
        if (name.length() > NAME) {
            throw new IllegalArgumentException("an interface's name has at most " + NAME + " letters: " + name);
        }
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            int descriptor = (int) number(
                    (long) OPEN.invokeExact(state, arena.allocateFrom("/dev/net/tun"), READ_WRITE), state, "open");
            var request = arena.allocate(INTERFACE_REQUEST);
            byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
            MemorySegment.copy(letters, 0, request, ValueLayout.JAVA_BYTE, 0, letters.length);
            request.set(ValueLayout.JAVA_SHORT, NAME + 1, WITHOUT_INFORMATION);
            long made = (long) IOCTL.invokeExact(state, descriptor, TUNSETIFF, request);
            if ((int) made < 0) {
                long ignored = (long) CLOSE.invokeExact(state, descriptor);
            }
            number(made, state, "make the interface " + name);
            return new Tun(name, descriptor);
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The functions give an `int` or a `long`; both are negative by their lower half when they failed.
    private static long number(long given, MemorySegment state, String what) throws IOException {
        if ((int) given < 0) {
            throw new IOException("cannot " + what + ": error " + (int) ERRNO.get(state, 0L) + " of the system");
        }
        return given;
    }

    String name() {
        return name;
    }

    /// The next packet, or 0 when none came within a tenth of a second.
    ///
    /// @param state of `Tun.STATE`, @param packet room for `LARGEST` bytes, both the calling thread's
    int read(Scratch scratch) throws IOException {
        try {
            scratch.poll.set(ValueLayout.JAVA_INT, 0, descriptor);
            scratch.poll.set(ValueLayout.JAVA_SHORT, 4, READABLE);
            long ready =
                    number((long) POLL.invokeExact(scratch.state, scratch.poll, 1L, MILLIS), scratch.state, "poll");
            if ((int) ready == 0) {
                return 0;
            }
            return (int) number(
                    (long) READ.invokeExact(scratch.state, descriptor, scratch.packet, (long) LARGEST),
                    scratch.state,
                    "read " + name);
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// @param length of the packet in `scratch`
    void write(Scratch scratch, int length) throws IOException {
        try {
            number(
                    (long) WRITE.invokeExact(scratch.state, descriptor, scratch.packet, (long) length),
                    scratch.state,
                    "write " + name);
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (var arena = Arena.ofConfined()) {
            long ignored = (long) CLOSE.invokeExact(arena.allocate(STATE), descriptor);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// One thread's memory for calls.
    static final class Scratch {
        private final MemorySegment state;
        private final MemorySegment poll;
        private final MemorySegment packet;

        Scratch(Arena arena) {
            state = arena.allocate(STATE);
            poll = arena.allocate(8);
            packet = arena.allocate(LARGEST);
        }
    }
}
