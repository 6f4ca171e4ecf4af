package dev.candor.probe.http;

import dev.candor.probe.net.HostText;
import java.net.URI;

/// Where a URL leads, taken apart once: what is connected to, named in TLS and asked for.
/// @param hostHeader host and port as the `Host` header has them
/// @param requestTarget path and query, never empty
record Target(boolean tls, HostText host, String hostName, int port, String hostHeader, String requestTarget, URI uri) {

    /// Whether a URL can be asked for.
    sealed interface Reading {
        record Usable(Target target) implements Reading {}

        /// @param oddHost the host is spelled in a way on which parsers disagree
        record Unusable(String why, boolean oddHost) implements Reading {}
    }

    static Reading read(URI uri) {
        String scheme = uri.getScheme();
        boolean tls = "https".equalsIgnoreCase(scheme);
        if (!tls && !"http".equalsIgnoreCase(scheme)) {
            return new Reading.Unusable("'" + shorten(uri) + "' must begin with http:// or https://", false);
        }
        if (uri.isOpaque()) {
            return new Reading.Unusable("'" + shorten(uri) + "' lacks // after its scheme", true);
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            return new Reading.Unusable("'" + shorten(uri) + "' has no host", true);
        }
        if (authority.indexOf('@') >= 0) {
            return new Reading.Unusable("the URL must not contain a user or password before its host", true);
        }
        if (authority.indexOf('%') >= 0) {
            return new Reading.Unusable("the host of the URL must not contain %", true);
        }
        int close = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', close + 1);
        String hostText = colon < 0 ? authority : authority.substring(0, colon);
        HostText host = HostText.parse(hostText);
        if (host instanceof HostText.Odd(String why)) {
            return new Reading.Unusable(why, true);
        }
        int port = colon < 0 || colon == authority.length() - 1 ? (tls ? 443 : 80) : port(authority, colon + 1);
        if (port < 1) {
            return new Reading.Unusable("'" + authority + "' needs a port from 1 to 65535", false);
        }
        String name = host instanceof HostText.Name(String ascii) ? ascii : hostText;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        if (target.length() > 8000 || !isAscii(target)) {
            return new Reading.Unusable("the path of the URL must be at most 8000 ASCII characters", false);
        }
        boolean usualPort = port == (tls ? 443 : 80);
        return new Reading.Usable(new Target(tls, host, name, port, usualPort ? name : name + ":" + port, target, uri));
    }

    boolean sameOrigin(Target other) {
        return tls == other.tls && port == other.port && hostName.equals(other.hostName);
    }

    String origin() {
        return (tls ? "https://" : "http://") + hostName + ":" + port;
    }

    private static int port(String authority, int from) {
        int port = 0;
        for (int i = from; i < authority.length(); i++) {
            char c = authority.charAt(i);
            if (c < '0' || c > '9' || i - from >= 5) {
                return 0;
            }
            port = port * 10 + c - '0';
        }
        return port > 65535 ? 0 : port;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    static String shorten(URI uri) {
        String text = uri.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
