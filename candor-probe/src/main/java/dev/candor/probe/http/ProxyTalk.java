package dev.candor.probe.http;

import dev.candor.probe.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What is said to a proxy before it passes bytes on. When a proxy is away, refuses us or fails without saying why,
/// we could not look: nothing is known about the target. Only where it says precisely that the target refused or did
/// not answer, its word counts like our own look.
final class ProxyTalk {
    private ProxyTalk() {}

    /// The header line for an HTTP proxy; empty without a login.
    static String authorization(ProxyServer proxy) {
        return proxy.login()
                .map(login -> {
                    byte[] both = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
                    return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(both) + "\r\n";
                })
                .orElse("");
    }

    /// Asks for a way to the target; afterwards the socket below `connection` belongs to it.
    static void open(Connection connection, ProxyServer proxy, Target target) throws ExchangeFailure {
        try {
            switch (proxy.kind()) {
                case HTTP -> connect(connection, proxy, target);
                case SOCKS5 -> Socks5.open(connection, proxy, target);
            }
        } catch (IOException broken) {
            throw fault(proxy, connection.failure(broken).detail());
        }
    }

    private static void connect(Connection connection, ProxyServer proxy, Target target)
            throws ExchangeFailure, IOException {
        String place = target.hostName() + ":" + target.port();
        String request = "CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\nUser-Agent: Candor\r\n"
                + authorization(proxy) + "\r\n";
        connection.write(request.getBytes(StandardCharsets.ISO_8859_1));
        ResponseHead head;
        try {
            head = ResponseHead.read(connection, () -> {});
        } catch (ExchangeFailure silent) {
            throw fault(proxy, "no way to " + place + ": " + silent.detail());
        }
        if (head.status() < 200 || head.status() > 299) {
            throw refusal(proxy, place, head);
        }
        if (connection.available() > 0) {
            throw fault(proxy, "it sends more than its answer");
        }
    }

    private static ExchangeFailure refusal(ProxyServer proxy, String place, ResponseHead head) {
        if (head.status() == 407) {
            return wantsLogin(proxy);
        }
        String said = head.headers().first("Proxy-Status").orElse("") + " "
                + head.headers().first("X-Squid-Error").orElse("");
        if (said.contains("error=connection_refused") || said.contains("ERR_CONNECT_FAIL 111")) {
            return seen(proxy, Reason.CONNECT_REFUSED, place + " refused the connection");
        }
        if (said.contains("error=connection_timeout") || said.contains("ERR_CONNECT_FAIL 110")) {
            return seen(proxy, Reason.CONNECT_TIMEOUT, place + " did not accept the connection in time");
        }
        return fault(proxy, "no way to " + place + ": it answered " + head.status());
    }

    /// The answer of an HTTP proxy that was asked in the target's place: 407 is its own. All other answers may be the
    /// target's and count as such.
    static void check(Optional<ProxyServer> asked, int status) throws ExchangeFailure {
        if (asked.isPresent() && status == 407) {
            throw wantsLogin(asked.get());
        }
    }

    /// A proxy that was asked in the target's place and breaks the connection is itself broken: for a broken target
    /// it would have an answer.
    static ExchangeFailure blamed(Optional<ProxyServer> asked, ExchangeFailure broken) {
        return asked.isPresent() && broken.reason() == Reason.RESET ? fault(asked.get(), broken.detail()) : broken;
    }

    private static ExchangeFailure wantsLogin(ProxyServer proxy) {
        return fault(
                proxy, proxy.login().isPresent() ? "it does not take our password (407)" : "it wants a password (407)");
    }

    /// What the proxy saw of the target.
    static ExchangeFailure seen(ProxyServer proxy, Reason reason, String what) {
        return ExchangeFailure.of(reason, what + ", says the proxy " + proxy);
    }

    /// We could not look because of the proxy.
    static ExchangeFailure fault(ProxyServer proxy, String what) {
        return ExchangeFailure.notRun("the proxy " + proxy + ": " + what);
    }
}
