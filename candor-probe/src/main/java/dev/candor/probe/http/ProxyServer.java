package dev.candor.probe.http;

import dev.candor.probe.net.HostText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// A proxy that requests go through. Never printed with its password.
/// @param host where it is; looked up and guarded like any target
public record ProxyServer(Kind kind, HostText host, String hostName, int port, Optional<Login> login) {
    /// What it speaks.
    public enum Kind {
        /// Requests for `http` in absolute form, `CONNECT` for `https` (RFC 9112, section 3.2.2; RFC 9110, section
        /// 9.3.6).
        HTTP,
        /// RFC 1928 with RFC 1929; names are looked up by the proxy.
        SOCKS5
    }

    /// Who we are to the proxy.
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[***]";
        }
    }

    /// Reads `http://host:port`, `http://user:password@host:port`, and the same with `socks5://` (`socks5h://` means
    /// the same). User and password may be percent-encoded.
    /// @throws IllegalArgumentException without any part of the text: it may hold a secret
    public static ProxyServer parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int slashes = lower.indexOf("://");
        Kind kind = switch (slashes < 0 ? "" : lower.substring(0, slashes)) {
            case "http" -> Kind.HTTP;
            case "socks5", "socks5h" -> Kind.SOCKS5;
            case "https" -> throw wrong("a proxy that is itself behind TLS (https://) is not possible; use http://");
            default -> throw wrong("a proxy begins with http:// or socks5://, such as http://proxy.example:3128");
        };
        String rest = text.substring(slashes + 3);
        // Others read no further than the first of these: a host behind one of them would be another host to them.
        String bare = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        if (bare.chars().anyMatch(c -> "/?#\\".indexOf(c) >= 0 || c <= ' ')) {
            throw wrong(
                    "a proxy has neither path nor query; a / ? # \\ or space in its password is written as %2F %3F %23 %5C %20");
        }
        int at = bare.indexOf('@');
        if (at != bare.lastIndexOf('@')) {
            throw wrong("an @ in user or password of a proxy must be written as %40");
        }
        Optional<Login> login = at < 0 ? Optional.empty() : Optional.of(login(bare.substring(0, at), kind));
        String place = bare.substring(at + 1);
        int colon = place.lastIndexOf(':');
        if (colon < 0 || place.endsWith("]")) {
            throw wrong("a proxy needs a port, such as http://proxy.example:3128");
        }
        String hostText = place.substring(0, colon);
        if (hostText.isEmpty()) {
            throw wrong("a proxy needs a host before its port, such as http://proxy.example:3128");
        }
        if (hostText.indexOf(':') >= 0 && !hostText.startsWith("[")) {
            throw wrong(
                    "a proxy has one colon, before its port; an IPv6 address stands in brackets: http://[2001:db8::1]:3128");
        }
        int port = port(place.substring(colon + 1));
        return switch (HostText.parse(hostText)) {
            case HostText.Odd _ -> throw wrong("the host of the proxy is neither a name nor a plain address");
            case HostText.Name(String ascii) -> new ProxyServer(kind, new HostText.Name(ascii), ascii, port, login);
            case HostText.Literal literal -> new ProxyServer(kind, literal, hostText, port, login);
        };
    }

    private static Login login(String text, Kind kind) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw wrong("before the @ of a proxy stand user and password, with a colon between them");
        }
        String user;
        String password;
        try {
            user = decoded(text.substring(0, colon));
            password = decoded(text.substring(colon + 1));
        } catch (IllegalArgumentException broken) {
            throw wrong("a % in user or password of a proxy must be written as %25");
        }
        if (kind == Kind.HTTP && user.indexOf(':') >= 0) {
            throw wrong("the user of an HTTP proxy must not contain a colon");
        }
        if (length(user) > 255 || length(password) > 255 || password.isEmpty()) {
            throw wrong("user and password of a proxy have 1 to 255 bytes each");
        }
        return new Login(user, password);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int port(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw wrong("the port of a proxy is a number, such as 3128");
        }
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65535) {
            throw wrong("the port of the proxy must be from 1 to 65535");
        }
        return port;
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(why);
    }

    /// For people: kind and place, without user and password.
    @Override
    public String toString() {
        return (kind == Kind.HTTP ? "http://" : "socks5://") + hostName + ":" + port;
    }
}
