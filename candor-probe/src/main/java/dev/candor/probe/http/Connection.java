package dev.candor.probe.http;

import dev.candor.probe.Reason;
import dev.candor.probe.net.Watchdog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// An open connection with its read buffer. Closed by the watchdog when its deadline passes.
final class Connection implements AutoCloseable {
    private static final int FIRST_SIZE = 8 << 10;
    private static final int LARGEST = 33 << 10; // a head of 32 KiB fits with its end

    private final Socket plain;
    private final InputStream in;
    private final OutputStream out;
    private final Watchdog.Watch watch;
    private final BufferPool pool;
    final String remoteAddress;
    final @Nullable Instant certificateNotAfter;
    /// Whether HTTP/2 was agreed on.
    final boolean http2;
    byte[] buffer;
    /// Bytes from `position` to `limit` were received and not yet taken.
    int position;

    int limit;
    private boolean answering;

    /// @param plain the TCP socket
    /// @param socket the same, or the TLS socket above it
    Connection(
            Socket plain,
            Socket socket,
            Watchdog.Watch watch,
            BufferPool pool,
            String remoteAddress,
            @Nullable Instant certificateNotAfter,
            boolean http2)
            throws IOException {
        this.plain = plain;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.watch = watch;
        this.pool = pool;
        this.remoteAddress = remoteAddress;
        this.certificateNotAfter = certificateNotAfter;
        this.http2 = http2;
        this.buffer = pool.borrow(FIRST_SIZE);
    }

    void write(byte[] bytes) throws IOException {
        answering = false;
        out.write(bytes);
        out.flush();
    }

    /// What came so far is no part of an answer: a time-out will not say otherwise.
    void unanswered() {
        answering = false;
    }

    int available() {
        return limit - position;
    }

    /// Receives more behind what is there, making room for it.
    /// @return false at the end of the stream
    boolean receive() throws ExchangeFailure {
        if (position == limit) {
            position = 0;
            limit = 0;
        } else if (limit == buffer.length && position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            if (buffer.length >= LARGEST) {
                throw ExchangeFailure.of(Reason.TOO_LARGE, "a line or head of the answer is longer than 32 KiB");
            }
            buffer = Arrays.copyOf(buffer, Math.min(LARGEST, buffer.length * 2));
        }
        int count;
        try {
            count = in.read(buffer, limit, buffer.length - limit);
        } catch (IOException broken) {
            throw failure(broken);
        }
        if (count < 0) {
            if (watch.barked()) {
                throw late();
            }
            return false;
        }
        limit += count;
        answering = true;
        return true;
    }

    ExchangeFailure failure(IOException broken) {
        if (watch.barked()) {
            return late();
        }
        if (Thread.currentThread().isInterrupted()) {
            return ExchangeFailure.notRun("stopped in the middle");
        }
        String message = broken.getMessage();
        if (broken instanceof SSLException) {
            return ExchangeFailure.of(Reason.TLS, "TLS broke after the handshake: " + message);
        }
        return ExchangeFailure.of(
                Reason.RESET,
                "the connection broke: " + (message == null ? broken.getClass().getSimpleName() : message));
    }

    private ExchangeFailure late() {
        return ExchangeFailure.of(
                Reason.TIMEOUT, answering ? "the answer was not complete in time" : "no answer in time");
    }

    /// Leaves the socket open to somebody else, who reads from where this one stopped.
    void handOver() {
        returnBuffer();
    }

    /// Closes the TCP socket only: saying goodbye in TLS could block on a peer that does not read.
    @Override
    public void close() {
        watch.close();
        try {
            plain.close();
        } catch (IOException closedAnyway) {
            // nothing is left to be done with it
        }
        returnBuffer();
    }

    private void returnBuffer() {
        byte[] mine = buffer;
        buffer = BufferPool.NONE;
        if (mine.length == FIRST_SIZE) {
            pool.giveBack(mine);
        }
    }
}
