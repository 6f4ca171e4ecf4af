package dev.candor.telemetry.format;

/// The texts a log line may give.
public enum Field {
    METHOD,
    /// As in the request line, query included.
    PATH,
    HOST,
    /// The client's address without port.
    CLIENT,
    CUSTOMER,
    /// The server behind the proxy that gave the answer, the last one when it was retried.
    UPSTREAM,
    REGION,
    AGENT,
    /// A route the log names itself (`http.route`, a router's name).
    ROUTE,
    /// HAProxy's backend.
    BACKEND
}
