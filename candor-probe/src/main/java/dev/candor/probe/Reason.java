package dev.candor.probe;

/// Why a target failed: the phase and kind of the first thing that went wrong. Stored under its lower-case name.
public enum Reason {
    /// The name does not exist or has no address of the asked kind.
    DNS_NAME,
    /// The name's own servers do not answer, or answer with an error.
    DNS_TIMEOUT,
    CONNECT_REFUSED,
    CONNECT_TIMEOUT,
    /// No handshake, or a certificate that must not be trusted.
    TLS,
    /// Connected, but the answer was not complete in time.
    TIMEOUT,
    /// The connection was cut before the answer was complete.
    RESET,
    /// What came is not HTTP, or contradicts itself.
    BAD_RESPONSE,
    BAD_STATUS,
    /// An expectation other than about the status was not met.
    ASSERTION,
    /// More header or body than anybody should send.
    TOO_LARGE,
    /// Too many redirects, in a circle, or to something that is no web address.
    REDIRECT,
    /// The target, or a redirect, leads to an address that this location must not connect to.
    FORBIDDEN_ADDRESS,
    /// A page is there, but something it needs is not.
    ASSET,
    /// Two answers that must agree do not.
    DISAGREEMENT,
    /// The health check says all is well while the real call fails.
    FALSE_HEALTH,
    /// A database refused the query, or ended it.
    QUERY,
    /// A job did not say in time that it ran.
    MISSED,
    /// A job said that it failed.
    REPORTED
}
