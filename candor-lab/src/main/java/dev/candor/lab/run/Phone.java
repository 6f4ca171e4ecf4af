package dev.candor.lab.run;

import com.sun.net.httpserver.HttpServer;
import dev.candor.base.json.Json;
import dev.candor.base.time.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Ana's phone: an ntfy server that notes when a page rings.
final class Phone implements AutoCloseable {
    private final HttpServer server;
    private final List<Instant> pages = Collections.synchronizedList(new ArrayList<>());

    Phone() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Instant now = SystemTime.wall().instant();
            if (String.valueOf(Json.parseObject(body).get("tags")).contains("rotating_light")) {
                pages.add(now);
            }
            byte[] answer = "{\"id\":\"1\",\"event\":\"message\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    /// The topic to publish to.
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/ana";
    }

    List<Instant> pages() {
        return List.copyOf(pages);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
