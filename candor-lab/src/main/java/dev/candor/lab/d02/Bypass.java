package dev.candor.lab.d02;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.json.Json;
import dev.candor.lab.parts.Nginx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What an operator of the edge has to send a customer around the store: `POST /customers/{site}/bypass/on` and
/// `.../off` write a list that the edge includes, and have it read again; `GET /customers/{site}/bypass` tells.
final class Bypass implements AutoCloseable {
    private final HttpServer server;
    private final Path list;
    private final String around;
    private final Set<String> sites = new TreeSet<>();
    private Supplier<Nginx> edge = () -> {
        throw new IllegalStateException("there is no edge yet");
    };

    /// @param list the file that the edge includes into a map of host names to addresses
    /// @param around the address that files come from instead
    Bypass(Path list, String around) throws IOException {
        this.list = list;
        this.around = around;
        Files.writeString(list, "");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/customers/", this::answer);
        server.start();
    }

    void of(Nginx started) {
        edge = () -> started;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized Set<String> sites() {
        return Set.copyOf(sites);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        exchange.getRequestBody().readAllBytes();
        int status = 404;
        String body = "{}";
        if (path.length > 3 && path[3].equals("bypass")) {
            String site = path[2];
            status = 200;
            if (exchange.getRequestMethod().equals("POST") && path.length == 5) {
                status = set(site, path[4].equals("on")) ? 200 : 500;
            }
            body = Json.write(Json.object("customer", site, "on", sites.contains(site)));
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private boolean set(String site, boolean on) throws IOException {
        if (on ? sites.add(site) : sites.remove(site)) {
            Files.writeString(
                    list,
                    sites.stream().map(each -> each + " " + around + ";\n").collect(Collectors.joining()));
            try {
                edge.get().reload();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
