package dev.candor.probe.http;

/// The bytes of a body as its protocol frames them. They lie in the connection's buffer.
interface BodySource {
    /// How many body bytes lie in the connection's buffer from its position on, at least 1; -1 when the body has
    /// ended.
    int ready() throws ExchangeFailure;

    /// Says that `count` of the ready bytes are dealt with.
    void take(int count);
}
