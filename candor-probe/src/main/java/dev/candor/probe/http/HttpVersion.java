package dev.candor.probe.http;

/// Which protocol is asked for.
public enum HttpVersion {
    /// HTTP/2 and HTTP/1.1 are offered in the TLS handshake (ALPN, RFC 7301) and the server chooses, as with every
    /// browser. Without TLS it is HTTP/1.1.
    AUTO,
    /// Only HTTP/1.1 is offered.
    HTTP_1_1,
    /// Both are offered, and a server that does not choose HTTP/2 fails.
    HTTP_2
}
