package dev.candor.probe.net;

import java.net.InetAddress;
import java.util.List;

/// What looking up a name came to.
public sealed interface Resolution {
    /// At least one address, in the order of the answer.
    record Found(List<InetAddress> addresses) implements Resolution {}

    /// The name server answered: there is no such name, or it has no address of the kind asked for (then
    /// `nameExists`).
    record NoSuchName(String detail, boolean nameExists) implements Resolution {}

    /// The resolvers work, but the servers of this name do not answer or answer with an error.
    record TargetSilent(String detail) implements Resolution {}

    /// Our own resolvers do not work. Says nothing about the name.
    record Unavailable(String why) implements Resolution {}
}
