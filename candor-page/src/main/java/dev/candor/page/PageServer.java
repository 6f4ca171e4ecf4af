package dev.candor.page;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves finished pages from memory, over HTTP/1.0, 1.1 and h2c. Needs nothing but the snapshots it was given: it
/// goes on when the database, the engine or the whole server behind it is gone.
///
/// Two ways through it: plain reads of finished files are answered by [PageConnection] itself, everything else by
/// Jetty
/// and [PageHandler]. Limits (connections, idle time, header size) are Jetty's for both.
///
/// A page answers under its own host and under `/{slug}/`, the first one also under `/`.
public final class PageServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);

    static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_CONNECTIONS = 20_000;
    private static final int IDLE_MILLIS = 30_000;

    private final Object publishing = new Object();
    private volatile Sites sites = Sites.none();
    private final Server server;
    private final ServerConnector connector;
    private final String scheme;

    /// @param listen port 0 picks a free one
    /// @param forward answers what is not part of a page; without it those paths say 503
    public PageServer(InetSocketAddress listen, Optional<Forward> forward) {
        this(listen, forward, Optional.empty());
    }

    /// @param tls our own certificates; with them https is spoken, HTTP/1.1 or h2 as the client likes
    public PageServer(InetSocketAddress listen, Optional<Forward> forward, Optional<SslContextFactory.Server> tls) {
        var threads = new QueuedThreadPool(16, 4);
        threads.setName("pages");
        threads.setDaemon(true);
        server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setResponseHeaderSize(16 * 1024);
        http.setHttpCompliance(HttpCompliance.RFC7230);
        http.setIdleTimeout(IDLE_MILLIS);
        connector = new ServerConnector(server, 1, 2, protocols(http, tls));
        scheme = tls.isPresent() ? "https" : "http";
        connector.setHost(listen.getHostString());
        connector.setPort(listen.getPort());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(1024);
        connector.setAcceptedTcpNoDelay(true);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        server.setHandler(new PageHandler(() -> sites, forward));
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(2_000);
    }

    private ConnectionFactory[] protocols(HttpConfiguration http, Optional<SslContextFactory.Server> tls) {
        var plain = new LastWords(http);
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {new PageConnections(() -> sites, plain), plain, new PriorKnowledge(http)};
        }
        // A name we have no certificate for gets the first one, not a refusal.
        http.addCustomizer(new SecureRequestCustomizer(false));
        var alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol(plain.getProtocol());
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls.get(), alpn.getProtocol()), alpn, new HTTP2ServerConnectionFactory(http), plain
        };
    }

    /// What publishing came to.
    public enum Published {
        SHOWN,
        /// The same or a newer one is already shown.
        NOT_NEWER
    }

    /// Shows a snapshot from now on; may be called before and after `start`, from any thread.
    ///
    /// @param host the page's own host name, without a port; empty when it has none
    /// @param first also under `/`
    public Published publish(Snapshot snapshot, Optional<String> host, boolean first) {
        synchronized (publishing) {
            Optional<Site> before = sites.site(snapshot.slug());
            if (before.filter(site -> site.snapshot().sequence() >= snapshot.sequence())
                    .isPresent()) {
                return Published.NOT_NEWER;
            }
            Site site = Site.of(snapshot, host.map(name -> name.toLowerCase(java.util.Locale.ROOT)), before);
            sites = sites.with(site, first);
            return Published.SHOWN;
        }
    }

    /// Takes a page away. It answers 404 from now on.
    public void withdraw(String slug) {
        synchronized (publishing) {
            sites = sites.without(slug);
        }
    }

    /// The snapshots shown now.
    public List<Snapshot> shown() {
        var shown = new java.util.ArrayList<Snapshot>();
        sites.all().forEach(site -> shown.add(site.snapshot()));
        return List.copyOf(shown);
    }

    /// @throws IllegalStateException when the port cannot be had
    public void start() {
        try {
            server.start();
        } catch (Exception failed) {
            close();
            throw new IllegalStateException(
                    "cannot listen on " + connector.getHost() + ":" + connector.getPort() + ": " + failed.getMessage(),
                    failed);
        }
    }

    /// Where it listens: `http://127.0.0.1:8081/`. Only after `start`.
    public URI uri() {
        String host = connector.getHost();
        String shown =
                host == null || host.equals("0.0.0.0") ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return URI.create(scheme + "://" + shown + ":" + connector.getLocalPort() + "/");
    }

    boolean sendsWithoutDelay() {
        return connector.getAcceptedTcpNoDelay();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception late) {
            // Readers that were still being answered are cut off after the grace; everything is stopped all the same.
            LOG.info("Stopping the page server cut off readers: {}", late.toString());
        }
    }
}
