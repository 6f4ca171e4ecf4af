package dev.candor.respond.runbook;

/// The world outside, as a run looks at it and acts on it. Both block, on a virtual thread, for at most ten seconds,
/// and never throw for what the other side does.
public interface Outside {
    Seen look(Look look);

    Acted act(Effect effect);
}
