package dev.candor.lab.d04;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.time.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;

/// Many hosts of machines, each on a port of its own with a small store of leases. The store of a host is slow as long
/// as there is a file `slow-HOST`.
public final class Hosts {
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final Duration USUAL = Duration.ofMillis(3);

    private Hosts() {}

    /// @param arguments the folder of the switches, then `HOST=PORT` for each
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        for (int i = 1; i < arguments.length; i++) {
            String[] host = arguments[i].split("=", 2);
            Path slow = folder.resolve("slow-" + host[0]);
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(host[1]));
            var server = HttpServer.create(address, 0);
            server.setExecutor(executor);
            server.createContext("/machines/", exchange -> lease(exchange, slow));
            server.start();
        }
    }

    /// `POST /machines/ID/lease`: a lease, or 409 when `?nonce=old` shows that somebody else has it.
    private static void lease(HttpExchange exchange, Path slow) throws IOException {
        exchange.getRequestBody().readNBytes(1000);
        try {
            SystemTime.sleeper().sleep(Files.exists(slow) ? SLOW : USUAL);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        boolean taken = "nonce=old".equals(exchange.getRequestURI().getQuery());
        byte[] body =
                (taken ? "{\"error\":\"somebody has it\"}" : "{\"lease\":\"yours\"}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(taken ? 409 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
