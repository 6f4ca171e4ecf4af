package dev.candor.probe.http;

import dev.candor.probe.Reason;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Deadline;
import dev.candor.probe.net.IpVersion;
import dev.candor.probe.net.Resolver;
import dev.candor.probe.net.Watchdog;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Opens connections: look up, guard every address, connect to one that was guarded, shake hands, judge.
final class Dialer {
    private static final String HTTP_1 = "http/1.1";
    private static final String HTTP_2 = "h2";

    private final InstantSource clock;
    private final Addresses addresses;
    private final Watchdog watchdog;
    private final BufferPool pool = new BufferPool();
    private final Tls tls = new Tls();
    private final TrustJudge judge = new TrustJudge();

    Dialer(InstantSource clock, Resolver resolver, AddressGuard guard, Watchdog watchdog) {
        this.clock = clock;
        this.addresses = new Addresses(resolver, guard);
        this.watchdog = watchdog;
    }

    /// Behind a proxy the look-up and the TCP connection are the proxy's own; opening the way through it counts as
    /// connecting, and TLS is spoken with the target.
    Connection open(Ask ask, Deadline deadline, Trace trace) throws ExchangeFailure {
        Target target = ask.target();
        Optional<ProxyServer> proxy = ask.spec().transport().proxy();
        trace.enter(Trace.DNS);
        InetSocketAddress to = proxy.isPresent()
                ? behind(proxy.get(), ask, deadline)
                : new InetSocketAddress(
                        addresses.guarded(
                                target.host(),
                                target.hostName(),
                                target.port(),
                                ask.spec().transport().ipVersion(),
                                deadline),
                        target.port());
        trace.enter(Trace.CONNECT);
        trace.remoteAddress = text(to.getAddress(), to.getPort());
        var plain = new Socket(Proxy.NO_PROXY); // no setting of the process may send it elsewhere
        Watchdog.Watch watch = watchdog.watch(plain, deadline);
        boolean opened = false;
        try {
            if (proxy.isPresent()) {
                connectTo(proxy.get(), plain, to, watch);
            } else {
                connect(plain, to, watch);
            }
            var connection = new Connection(plain, plain, watch, pool, trace.remoteAddress, null, false);
            if (proxy.isPresent() && ask.askedProxy().isEmpty()) {
                ProxyTalk.open(connection, proxy.get(), target);
            }
            if (target.tls()) {
                connection.handOver();
                trace.enter(Trace.TLS);
                connection = secured(plain, ask, watch, trace);
            }
            opened = true;
            return connection;
        } catch (IOException broken) {
            throw ExchangeFailure.of(Reason.RESET, "the connection broke: " + broken.getMessage());
        } finally {
            if (!opened) {
                watch.close();
                closeQuietly(plain);
            }
        }
    }

    private InetSocketAddress behind(ProxyServer proxy, Ask ask, Deadline deadline) throws ExchangeFailure {
        addresses.checkBehindProxy(ask.target(), deadline);
        try {
            IpVersion version = ask.spec().transport().ipVersion();
            InetAddress address = addresses.guarded(proxy.host(), proxy.hostName(), proxy.port(), version, deadline);
            return new InetSocketAddress(address, proxy.port());
        } catch (ExchangeFailure unusable) {
            throw ProxyTalk.fault(proxy, unusable.detail());
        }
    }

    private static void connectTo(ProxyServer proxy, Socket plain, InetSocketAddress to, Watchdog.Watch watch)
            throws ExchangeFailure {
        try {
            connect(plain, to, watch);
        } catch (ExchangeFailure away) {
            throw ProxyTalk.fault(proxy, away.detail());
        }
    }

    private static void connect(Socket socket, InetSocketAddress to, Watchdog.Watch watch) throws ExchangeFailure {
        String where = text(to.getAddress(), to.getPort());
        try {
            socket.connect(to);
            socket.setTcpNoDelay(true);
        } catch (IOException failed) {
            if (watch.barked()) {
                throw ExchangeFailure.of(Reason.CONNECT_TIMEOUT, where + " did not accept the connection in time");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw ExchangeFailure.notRun("stopped while connecting");
            }
            throw connectFailure(failed, where);
        }
    }

    private static ExchangeFailure connectFailure(IOException failed, String where) {
        String message = String.valueOf(failed.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("too many open files")
                || lower.contains("no buffer space")
                || lower.contains("network is unreachable")
                || lower.contains("cannot assign requested address")
                || failed instanceof BindException) {
            return ExchangeFailure.notRun("this location cannot connect to " + where + ": " + message);
        }
        if (failed instanceof ConnectException && lower.contains("timed out")) {
            return ExchangeFailure.of(Reason.CONNECT_TIMEOUT, where + " did not accept the connection in time");
        }
        if (failed instanceof ConnectException) {
            return ExchangeFailure.of(Reason.CONNECT_REFUSED, where + " refused the connection");
        }
        if (failed instanceof NoRouteToHostException) {
            return ExchangeFailure.of(Reason.CONNECT_REFUSED, "there is no route to " + where);
        }
        return ExchangeFailure.of(Reason.RESET, "connecting to " + where + " broke: " + message);
    }

    private Connection secured(Socket plain, Ask ask, Watchdog.Watch watch, Trace trace)
            throws ExchangeFailure, IOException {
        Target target = ask.target();
        String[] offered =
                ask.version() == HttpVersion.HTTP_1_1 ? new String[] {HTTP_1} : new String[] {HTTP_2, HTTP_1};
        Tls.Shaken shaken;
        try {
            shaken = tls.handshake(plain, target.host(), target.hostName(), ask.identity(), offered);
        } catch (IOException failed) {
            throw handshakeFailure(failed, target, watch);
        }
        if (shaken.chain().isEmpty()) {
            throw ExchangeFailure.of(Reason.TLS, target.hostName() + " sent no certificate");
        }
        X509Certificate leaf = shaken.chain().getFirst();
        Instant notAfter = leaf.getNotAfter().toInstant();
        trace.certificateNotAfter = notAfter;
        TrustPolicy trust = ask.spec().transport().trust();
        Optional<String> objection =
                judge.objection(shaken.chain(), target.host(), target.hostName(), trust, clock.instant());
        if (objection.isPresent()) {
            throw ExchangeFailure.of(Reason.TLS, objection.get());
        }
        boolean http2 = shaken.protocol().equals(HTTP_2);
        if (ask.version() == HttpVersion.HTTP_2 && !http2) {
            String chosen = shaken.protocol().isEmpty() ? "no protocol at all" : "'" + shaken.protocol() + "'";
            throw ExchangeFailure.of(
                    Reason.TLS, "HTTP/2 is demanded, and the server chose " + chosen + " in the TLS handshake (ALPN)");
        }
        return new Connection(plain, shaken.socket(), watch, pool, trace.remoteAddress, notAfter, http2);
    }

    private static ExchangeFailure handshakeFailure(IOException failed, Target target, Watchdog.Watch watch) {
        if (watch.barked()) {
            return ExchangeFailure.of(Reason.TIMEOUT, "the TLS handshake was not complete in time");
        }
        if (Thread.currentThread().isInterrupted()) {
            return ExchangeFailure.notRun("stopped during the TLS handshake");
        }
        String message = String.valueOf(failed.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return ExchangeFailure.of(Reason.TLS, target.hostHeader() + " does not speak TLS on this port");
        }
        if (failed instanceof SocketException
                || failed.getCause() instanceof EOFException
                || failed instanceof EOFException
                || failed.getCause() instanceof SocketException) {
            return ExchangeFailure.of(Reason.TLS, "the connection was cut during the TLS handshake");
        }
        String kind = failed instanceof SSLException ? "" : failed.getClass().getSimpleName() + ": ";
        return ExchangeFailure.of(Reason.TLS, "the TLS handshake failed: " + kind + message);
    }

    private static String text(InetAddress address, int port) {
        String text = address.getHostAddress();
        return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            // nothing is left to be done with it
        }
    }
}
