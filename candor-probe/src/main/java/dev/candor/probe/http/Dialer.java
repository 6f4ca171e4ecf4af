package dev.candor.probe.http;

import dev.candor.probe.Reason;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Deadline;
import dev.candor.probe.net.HostText;
import dev.candor.probe.net.IpVersion;
import dev.candor.probe.net.Resolution;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Opens connections: look up, guard every address, connect to one that was guarded, shake hands, judge.
final class Dialer {
    private final InstantSource clock;
    private final Resolver resolver;
    private final AddressGuard guard;
    private final Watchdog watchdog;
    private final BufferPool pool = new BufferPool();
    private final Tls tls = new Tls();
    private final TrustJudge judge = new TrustJudge();

    Dialer(InstantSource clock, Resolver resolver, AddressGuard guard, Watchdog watchdog) {
        this.clock = clock;
        this.resolver = resolver;
        this.guard = guard;
        this.watchdog = watchdog;
    }

    /// @param foreign a redirect led here from elsewhere: no certificate is shown
    Connection open(Target target, HttpRequestSpec spec, boolean foreign, Deadline deadline, Trace trace)
            throws ExchangeFailure {
        trace.enter(Trace.DNS);
        InetAddress address = guarded(target, spec.ipVersion(), deadline);
        trace.enter(Trace.CONNECT);
        trace.remoteAddress = text(address, target.port());
        var plain = new Socket(Proxy.NO_PROXY); // no setting of the process may send it elsewhere
        Watchdog.Watch watch = watchdog.watch(plain, deadline);
        boolean opened = false;
        try {
            connect(plain, new InetSocketAddress(address, target.port()), watch);
            Connection connection;
            if (target.tls()) {
                trace.enter(Trace.TLS);
                connection = secured(
                        plain, target, spec.trust(), foreign ? Optional.empty() : spec.identity(), watch, trace);
            } else {
                connection = new Connection(plain, plain, watch, pool, trace.remoteAddress, null);
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

    private InetAddress guarded(Target target, IpVersion version, Deadline deadline) throws ExchangeFailure {
        Optional<String> refusedName = guard.refusal(target.hostName());
        if (refusedName.isPresent()) {
            throw ExchangeFailure.of(Reason.FORBIDDEN_ADDRESS, refusedName.get());
        }
        Resolution resolution = Resolver.withoutServer(target.host(), version);
        if (resolution == null) {
            resolution = resolver.resolve(target.hostName(), version, deadline);
        }
        List<InetAddress> addresses = switch (resolution) {
            case Resolution.Found(List<InetAddress> found) -> found;
            case Resolution.NoSuchName(String detail, boolean _) -> throw ExchangeFailure.of(Reason.DNS_NAME, detail);
            case Resolution.TargetSilent(String detail) -> throw ExchangeFailure.of(Reason.DNS_TIMEOUT, detail);
            case Resolution.Unavailable(String why) -> throw ExchangeFailure.notRun(why);
        };
        // One bad address among good ones is how a name is turned against us: all must be clean.
        for (InetAddress address : addresses) {
            Optional<String> refusal = guard.refusal(address, target.port());
            if (refusal.isPresent()) {
                String via = target.host() instanceof HostText.Literal
                        ? ""
                        : target.hostName() + " leads to a place we must not connect to: ";
                throw ExchangeFailure.of(Reason.FORBIDDEN_ADDRESS, via + refusal.get());
            }
        }
        if (addresses.isEmpty()) {
            throw ExchangeFailure.of(Reason.DNS_NAME, target.hostName() + " has no address");
        }
        return addresses.getFirst();
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

    private Connection secured(
            Socket plain,
            Target target,
            TrustPolicy trust,
            Optional<ClientIdentity> identity,
            Watchdog.Watch watch,
            Trace trace)
            throws ExchangeFailure, IOException {
        Tls.Shaken shaken;
        try {
            shaken = tls.handshake(plain, target.host(), target.hostName(), identity);
        } catch (IOException failed) {
            throw handshakeFailure(failed, target, watch);
        }
        if (shaken.chain().isEmpty()) {
            throw ExchangeFailure.of(Reason.TLS, target.hostName() + " sent no certificate");
        }
        X509Certificate leaf = shaken.chain().getFirst();
        Instant notAfter = leaf.getNotAfter().toInstant();
        trace.certificateNotAfter = notAfter;
        Optional<String> objection =
                judge.objection(shaken.chain(), target.host(), target.hostName(), trust, clock.instant());
        if (objection.isPresent()) {
            throw ExchangeFailure.of(Reason.TLS, objection.get());
        }
        return new Connection(plain, shaken.socket(), watch, pool, trace.remoteAddress, notAfter);
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
