package dev.candor.platform.outbox;

/// Sends messages of one kind. May be called twice for the same key; passes the key on so that the receiver can drop
/// the repeat.
@FunctionalInterface
public interface Sender {
    /// Blocking; returns within its own time-out (at most 30 s) and never throws for what the provider does.
    SendResult send(Claim claim);
}
