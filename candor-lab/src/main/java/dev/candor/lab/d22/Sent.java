package dev.candor.lab.d22;

import java.time.Instant;

/// An alert told during the outage.
///
/// @param number in the order of time, from 0
/// @param severity 0 is the worst
record Sent(int number, int severity, Instant at) {
    /// As it is found again in the words of a message.
    String name() {
        return "lamp-" + number + "-is-out";
    }
}
