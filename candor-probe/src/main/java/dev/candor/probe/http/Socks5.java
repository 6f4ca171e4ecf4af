package dev.candor.probe.http;

import dev.candor.probe.Reason;
import dev.candor.probe.net.HostText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The client's side of SOCKS 5 (RFC 1928), with user and password (RFC 1929). Names go to the proxy as names.
final class Socks5 {
    private static final String[] REPLIES = {
        "",
        "a general failure (1)",
        "its rules do not allow it (2)",
        "the network cannot be reached (3)",
        "the host cannot be reached (4)",
        "the connection was refused (5)",
        "the time to live ended (6)",
        "it does not know the command (7)",
        "it does not know the kind of address (8)"
    };

    private Socks5() {}

    static void open(Connection connection, ProxyServer proxy, Target target) throws ExchangeFailure, IOException {
        boolean login = proxy.login().isPresent();
        connection.write(login ? new byte[] {5, 2, 0, 2} : new byte[] {5, 1, 0});
        byte[] chosen = read(connection, proxy, 2);
        if (chosen[0] != 5) {
            throw ProxyTalk.fault(proxy, "what it answers is not SOCKS 5");
        }
        switch (chosen[1]) {
            case 0 -> {}
            case 2 -> logIn(connection, proxy);
            default -> throw ProxyTalk.fault(proxy, login ? "it takes no password" : "it wants a password");
        }
        connection.write(request(target));
        byte[] reply = read(connection, proxy, 4);
        if (reply[0] != 5) {
            throw ProxyTalk.fault(proxy, "what it answers is not SOCKS 5");
        }
        if (reply[1] != 0) {
            throw refusal(proxy, target, reply[1]);
        }
        int rest = switch (reply[3]) {
            case 1 -> 4;
            case 3 -> read(connection, proxy, 1)[0] & 0xff;
            case 4 -> 16;
            default -> throw ProxyTalk.fault(proxy, "what it answers is not SOCKS 5");
        };
        read(connection, proxy, rest + 2);
    }

    private static void logIn(Connection connection, ProxyServer proxy) throws ExchangeFailure, IOException {
        var login = proxy.login().orElseThrow(() -> ProxyTalk.fault(proxy, "it wants a password"));
        byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
        byte[] password = login.password().getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        out.write(1);
        out.write(user.length);
        out.writeBytes(user);
        out.write(password.length);
        out.writeBytes(password);
        connection.write(out.toByteArray());
        if (read(connection, proxy, 2)[1] != 0) {
            throw ProxyTalk.fault(proxy, "it does not take our password");
        }
    }

    private static byte[] request(Target target) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {5, 1, 0});
        if (target.host() instanceof HostText.Literal(var address)) {
            byte[] bytes = address.getAddress();
            out.write(bytes.length == 4 ? 1 : 4);
            out.writeBytes(bytes);
        } else {
            byte[] name = target.hostName().getBytes(StandardCharsets.US_ASCII);
            out.write(3);
            out.write(name.length);
            out.writeBytes(name);
        }
        out.write(target.port() >> 8);
        out.write(target.port());
        return out.toByteArray();
    }

    /// Only "refused" is a word about the target alone; "cannot be reached" may be the proxy's own network.
    private static ExchangeFailure refusal(ProxyServer proxy, Target target, int code) {
        String place = target.hostName() + ":" + target.port();
        if (code == 5) {
            return ProxyTalk.seen(proxy, Reason.CONNECT_REFUSED, place + " refused the connection");
        }
        String words = code > 0 && code < REPLIES.length ? REPLIES[code] : "code " + (code & 0xff);
        return ProxyTalk.fault(proxy, "no way to " + place + ": " + words);
    }

    private static byte[] read(Connection connection, ProxyServer proxy, int count) throws ExchangeFailure {
        try {
            while (connection.available() < count) {
                if (!connection.receive()) {
                    throw ExchangeFailure.of(Reason.RESET, "it closed the connection");
                }
            }
        } catch (ExchangeFailure silent) {
            throw ProxyTalk.fault(proxy, silent.detail());
        }
        var bytes = new byte[count];
        System.arraycopy(connection.buffer, connection.position, bytes, 0, count);
        connection.position += count;
        return bytes;
    }
}
