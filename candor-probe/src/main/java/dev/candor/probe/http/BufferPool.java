package dev.candor.probe.http;

import java.util.concurrent.ArrayBlockingQueue;

/// Read buffers to be used again: most checks need one for a millisecond.
final class BufferPool {
    static final byte[] NONE = new byte[0];
    private final ArrayBlockingQueue<byte[]> free = new ArrayBlockingQueue<>(64);

    byte[] borrow(int size) {
        byte[] buffer = free.poll();
        return buffer == null || buffer.length != size ? new byte[size] : buffer;
    }

    void giveBack(byte[] buffer) {
        free.offer(buffer); // a full pool leaves it to the garbage collector
    }
}
