package dev.candor.lab.parts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server that takes what ntfy's does, for one topic. With its inbox closed it answers 503.
public final class PhoneServer implements AutoCloseable {
    private static final int LARGEST = 64 << 10;
    private static final byte[] TAKEN = "{\"id\":\"1\",\"event\":\"message\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String topic;
    private final Inbox inbox;

    /// @param topic whose phone it is
    public PhoneServer(String topic, LabClock clock) throws IOException {
        this.topic = topic;
        this.inbox = new Inbox(clock);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readNBytes(LARGEST), StandardCharsets.UTF_8);
        boolean open = inbox.isOpen();
        if (open) {
            inbox.take(body);
        } else {
            inbox.refuse();
        }
        exchange.sendResponseHeaders(open ? 200 : 503, open ? TAKEN.length : -1);
        if (open) {
            exchange.getResponseBody().write(TAKEN);
        }
        exchange.close();
    }

    /// The topic to publish to.
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + topic;
    }

    public Inbox inbox() {
        return inbox;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
