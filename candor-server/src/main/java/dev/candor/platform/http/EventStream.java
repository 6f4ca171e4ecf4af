package dev.candor.platform.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Server-sent events to many browsers without a thread each. A client that does not read is dropped, not waited for.
public final class EventStream {
    private static final int QUEUE = 16;
    private static final int CLIENTS = 5_000;
    private static final int PER_OWNER = 20;

    /// What an endpoint answers to open a stream; the web server calls it with the raw response.
    @FunctionalInterface
    public interface Opening {
        void open(Response response, Callback callback);
    }

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();

    /// Opens a stream that first sends `event` (so that nothing between page and stream is missed).
    ///
    /// @param owner whose it is, such as a session: of more than twenty the oldest is closed
    public Opening opening(String owner, String event, String data) {
        return opening(owner, () -> true, event, data);
    }

    /// @param welcome whether its owner may still listen, the same for all streams of an owner; asked by
    ///     {@link #endUnwelcome} in any thread, and throws when that cannot be told now
    public Opening opening(String owner, BooleanSupplier welcome, String event, String data) {
        return (response, callback) -> {
            List<Client> before = of(owner);
            before.stream().limit(Math.max(0, before.size() - PER_OWNER + 1)).forEach(Client::end);
            if (clients.size() >= CLIENTS) {
                response.setStatus(503);
                callback.succeeded();
                return;
            }
            response.setStatus(200);
            response.getHeaders().put("Content-Type", "text/event-stream");
            response.getHeaders().put("Cache-Control", "no-store");
            response.getHeaders().put("X-Accel-Buffering", "no");
            var client = new Client(owner, welcome, opened.incrementAndGet(), response, callback);
            clients.add(client);
            client.send(frame(event, data));
        };
    }

    /// Ends all streams of an owner, who may not listen any longer.
    public void end(String owner) {
        of(owner).forEach(Client::end);
    }

    /// Ends the streams whose owners may not listen any longer: each owner is asked about once. As soon as one cannot
    /// be
    /// told, all others stay until the next round: a database that is away answers slowly, and everybody's stream
    /// waits for this one.
    ///
    /// @return false when it could not be told of everybody
    public boolean endUnwelcome() {
        var rulings = new HashMap<String, Boolean>();
        try {
            for (Client client : clients) {
                if (!rulings.computeIfAbsent(client.owner, _ -> client.welcome.getAsBoolean())) {
                    client.end();
                }
            }
            return true;
        } catch (RuntimeException unknown) {
            return false;
        }
    }

    /// The oldest first.
    private List<Client> of(String owner) {
        return clients.stream()
                .filter(client -> client.owner.equals(owner))
                .sorted(Comparator.comparingLong(client -> client.number))
                .toList();
    }

    public void send(String event, String data) {
        byte[] frame = frame(event, data);
        clients.forEach(client -> client.send(frame));
    }

    /// A comment line, so that proxies keep the stream open and dead clients are noticed.
    public void ping() {
        byte[] frame = ":\n\n".getBytes(StandardCharsets.UTF_8);
        clients.forEach(client -> client.send(frame));
    }

    public int clients() {
        return clients.size();
    }

    public void closeAll() {
        clients.forEach(Client::end);
    }

    private static byte[] frame(String event, String data) {
        var frame = new StringBuilder("event: ").append(event).append('\n');
        data.lines().forEach(line -> frame.append("data: ").append(line).append('\n'));
        if (data.isEmpty()) {
            frame.append("data:\n");
        }
        return frame.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private final class Client implements Callback {
        private final String owner;
        private final BooleanSupplier welcome;
        private final long number;
        private final Response response;
        private final Callback callback;
        private final Deque<byte[]> queue = new ArrayDeque<>();
        private boolean writing;
        private boolean ended;

        Client(String owner, BooleanSupplier welcome, long number, Response response, Callback callback) {
            this.owner = owner;
            this.welcome = welcome;
            this.number = number;
            this.response = response;
            this.callback = callback;
        }

        void send(byte[] frame) {
            synchronized (this) {
                if (ended) {
                    return;
                }
                if (queue.size() < QUEUE) {
                    queue.add(frame);
                } else {
                    end(); // too slow: it reconnects and gets the current state
                    return;
                }
            }
            writeNext();
        }

        private void writeNext() {
            byte[] frame;
            synchronized (this) {
                if (writing || ended || queue.isEmpty()) {
                    return;
                }
                writing = true;
                frame = queue.remove();
            }
            response.write(false, ByteBuffer.wrap(frame), this);
        }

        @Override
        public void succeeded() {
            synchronized (this) {
                writing = false;
            }
            writeNext();
        }

        @Override
        public void failed(Throwable gone) {
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
            }
            clients.remove(this);
            callback.failed(gone);
        }

        void end() {
            boolean inTheMiddle;
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
                inTheMiddle = writing;
            }
            clients.remove(this);
            if (inTheMiddle) {
                callback.failed(new IOException(
                        "the client reads too slowly")); // a response cannot end well while a write waits
            } else {
                callback.succeeded();
            }
        }
    }
}
