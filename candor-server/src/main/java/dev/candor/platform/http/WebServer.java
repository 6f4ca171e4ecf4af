package dev.candor.platform.http;

import dev.candor.base.json.JsonException;
import dev.candor.platform.auth.Gate;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.screen.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The console, API and intake origin: finds the route, asks the gate, reads the body within its limit, answers.
/// Everything unexpected becomes a clear answer.
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int HEADER_BYTES = 16 << 10;
    private static final Set<String> BODYLESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS");

    private final Router router;
    private final Gate gate;
    private final TrustedProxies proxies;
    private final Optional<String> ownOrigin;
    private final Server server;
    private final ServerConnector connector;
    private final String scheme;

    /// @param listen port 0 picks a free one
    /// @param ownOrigin `https://console.example` where the operator said so: forms sent from there are ours, also
    /// when a proxy between changes the `Host`
    /// @param tls our own certificates; without them plain HTTP is spoken, for a proxy before it
    public WebServer(
            InetSocketAddress listen,
            Router router,
            Gate gate,
            TrustedProxies proxies,
            Optional<String> ownOrigin,
            Optional<ServerTls> tls) {
        this.router = router;
        this.gate = gate;
        this.proxies = proxies;
        this.ownOrigin = ownOrigin;
        var threads = new QueuedThreadPool(32, 4);
        threads.setName("web");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("web-"));
        this.server = new Server(threads);
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        configuration.setIdleTimeout(30_000);
        this.connector = new ServerConnector(server, 1, 1, protocols(configuration, tls));
        this.scheme = tls.isPresent() ? "https" : "http";
        connector.setHost(listen.getHostString());
        connector.setPort(listen.getPort());
        connector.setIdleTimeout(60_000);
        connector.setAcceptedTcpNoDelay(true);
        server.addConnector(connector);
        server.setHandler(new Front());
        server.setErrorHandler((request, response, callback) -> {
            int status = response.getStatus();
            write(
                    response,
                    callback,
                    "GET",
                    Answer.problem(status, "Request refused", "This request was not understood."));
            return true;
        });
        server.setStopTimeout(5_000);
    }

    private static ConnectionFactory[] protocols(HttpConfiguration configuration, Optional<ServerTls> tls) {
        var http = new HttpConnectionFactory(configuration);
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {http};
        }
        // Tells the request that it came over https. Unknown names get the first certificate, not a refusal.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        var alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol(http.getProtocol());
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls.get().factory(), alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(configuration),
            http
        };
    }

    public void start() {
        try {
            server.start();
        } catch (Exception failure) {
            throw new IllegalStateException(
                    "cannot listen on " + connector.getHost() + ":" + connector.getPort() + ": " + failure.getMessage(),
                    failure);
        }
    }

    public URI uri() {
        return URI.create(scheme + "://" + connector.getHost() + ":" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            LOG.warn("Stopping the web server: {}", failure.toString());
        }
    }

    private final class Front extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Answer answer;
            try {
                answer = answer(request);
            } catch (JsonException broken) {
                answer = Answer.problem(400, "Not JSON", String.valueOf(broken.getMessage()));
            } catch (RefusedException refused) {
                answer = refused.answer();
            } catch (DatabaseException failure) {
                answer = databaseFailed(request, failure);
            } catch (RuntimeException bug) {
                LOG.error(
                        "{} {} failed",
                        request.getMethod(),
                        request.getHttpURI().getPath(),
                        bug);
                answer = Answer.problem(500, "Internal error", "This is a fault of ours. It was logged.");
            }
            answer = Problems.forBrowser(
                    String.valueOf(request.getHttpURI().getPath()),
                    Optional.ofNullable(request.getHeaders().get("Accept")),
                    answer);
            if (answer.stream() != null) {
                answer.stream().open(response, callback);
            } else {
                write(response, callback, request.getMethod(), Gate.decorate(isSecure(request), answer));
            }
            return true;
        }
    }

    private static Answer databaseFailed(Request request, DatabaseException failure) {
        String what = request.getMethod() + " " + request.getHttpURI().getPath();
        if (failure.kind() == DatabaseException.Kind.WRONG) {
            LOG.error("{} failed", what, failure);
            return Answer.problem(500, "Internal error", "This is a fault of ours. It was logged.");
        }
        LOG.warn("{} failed: {}", what, failure.getMessage());
        return Answer.problem(
                        503, "Database away", "Try again in a few seconds; nothing of this request was lost silently.")
                .with("Retry-After", "5");
    }

    private boolean isSecure(Request request) {
        return call(request, Map.of(), new byte[0]).origin().startsWith("https://");
    }

    private Answer answer(Request request) {
        Optional<List<String>> path = path(request);
        if (path.isEmpty()) {
            return Answer.badRequest("The path holds a broken percent escape.");
        }
        Optional<Router.Match> match = router.find(request.getMethod(), path.get());
        if (match.isEmpty()) {
            List<String> allowed = router.allowed(path.get());
            return allowed.isEmpty()
                    ? gate.notFound(call(request, Map.of(), new byte[0]))
                    : Answer.problem(405, "Method not allowed", "This path knows " + String.join(", ", allowed) + ".")
                            .with("Allow", String.join(", ", allowed));
        }
        Route route = match.get().route();
        Call bare = call(request, match.get().values(), new byte[0]);
        // The gate comes before the body: nobody without the right makes us read megabytes.
        Gate.Ruling ruling = gate.rule(route, bare);
        if (ruling instanceof Gate.Refused refused) {
            return refused.answer();
        }
        Principal principal = ((Gate.Admitted) ruling).principal();
        Optional<byte[]> body = body(request, route);
        if (body.isEmpty()) {
            return Answer.problem(413, "Too large", "This path takes at most " + route.bodyLimit() + " bytes.");
        }
        Call call = new Call(
                bare.method(),
                bare.path(),
                bare.pathValues(),
                bare.query(),
                bare.headers(),
                body.get(),
                bare.address(),
                bare.origin(),
                principal);
        return route.endpoint().answer(call);
    }

    private static Optional<List<String>> path(Request request) {
        var path = new ArrayList<String>();
        for (String segment :
                Router.segments(String.valueOf(request.getHttpURI().getPath()))) {
            try {
                path.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException broken) {
                return Optional.empty();
            }
        }
        return Optional.of(path);
    }

    private Call call(Request request, Map<String, String> values, byte[] body) {
        var headers = new HashMap<String, String>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(
                    field.getName().toLowerCase(Locale.ROOT), String.valueOf(field.getValue()), (a, b) -> a + ", " + b);
        }
        String query = request.getHttpURI().getQuery();
        String peer = Request.getRemoteAddr(request);
        var seen = proxies.see(peer, headers, request.isSecure());
        return new Call(
                request.getMethod(),
                String.valueOf(request.getHttpURI().getPath()),
                values,
                query == null ? Map.of() : Call.parseQuery(query),
                headers,
                body,
                seen.address(),
                ownOrigin
                        .filter(own -> own.equals(headers.get("origin")))
                        .orElse(seen.scheme() + "://" + authority(request, headers)),
                Principal.NOBODY);
    }

    /// HTTP/2 clients name the host in the address, not in a header.
    private static String authority(Request request, Map<String, String> headers) {
        boolean named = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
                && request.getHttpURI().getAuthority() != null;
        return named ? request.getHttpURI().getAuthority() : headers.getOrDefault("host", "localhost");
    }

    /// Empty when the body is larger than the route's limit and its beginning not enough.
    private static Optional<byte[]> body(Request request, Route route) {
        int limit = route.bodyLimit();
        if (limit == 0 && BODYLESS.contains(request.getMethod())) {
            return Optional.of(new byte[0]); // what some clients send with a GET means nothing
        }
        if (request.getLength() > limit && route.beyond() == 0) {
            return Optional.empty();
        }
        if (route.beyond() > 0) {
            return Optional.of(beginning(request, limit, route.beyond()));
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(limit + 1);
            return body.length > limit ? Optional.empty() : Optional.of(body);
        } catch (IOException broken) {
            // The client went away, was too slow, or sent broken chunks: its trouble, not ours.
            throw new RefusedException(Answer.badRequest("The body was not complete."));
        }
    }

    /// The first `limit` bytes, or what came of them: where only the beginning is wanted, the request itself says what
    /// is to be known, and a body that breaks off takes nothing from it.
    ///
    /// @param most bytes behind them that are read and thrown away
    private static byte[] beginning(Request request, int limit, int most) {
        var kept = new ByteArrayOutputStream();
        byte[] block = new byte[16 << 10];
        long left = (long) limit + most;
        try (InputStream in = Content.Source.asInputStream(request)) {
            int size = 0;
            while (left > 0 && size >= 0) {
                size = in.read(block, 0, (int) Math.min(block.length, left));
                left -= Math.max(0, size);
                kept.write(block, 0, Math.clamp(size, 0, limit - kept.size()));
            }
        } catch (IOException broken) {
            LOG.debug("The body of {} broke off: {}", request.getHttpURI().getPath(), broken.toString());
        }
        return kept.toByteArray();
    }

    private static void write(Response response, Callback callback, String method, Answer answer) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        if (!answer.headers().containsKey("Cache-Control")) {
            response.getHeaders().put("Cache-Control", "no-store");
        }
        boolean bodyless = method.equals("HEAD") || answer.status() == 304 || answer.status() == 204;
        response.write(true, bodyless ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()), callback);
    }
}
