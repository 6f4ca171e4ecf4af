package dev.candor.platform.outbox;

/// Sends messages of one kind. May be called twice for the same key; passes the key on so that the receiver can drop
/// the repeat.
@FunctionalInterface
public interface Sender {
    /// Blocking; returns within its own time-out (at most 30 s) and never throws for what the provider does.
    SendResult send(Claim claim);

    /// Whether all receivers of this kind are reached through one provider, such as a mail server: then one of them
    /// who can be reached again means that all can.
    default boolean hasOneProvider() {
        return false;
    }
}
