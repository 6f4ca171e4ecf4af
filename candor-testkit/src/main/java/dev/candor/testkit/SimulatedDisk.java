package dev.candor.testkit;

/// What of a node outlives its crashes, besides the database.
///
/// @param signals what senders were told is accepted
/// @param pings what jobs were told is accepted
record SimulatedDisk(SimulatedSpool signals, SimulatedSpool pings) {
    SimulatedDisk(Weather weather) {
        this(new SimulatedSpool(weather), new SimulatedSpool(weather));
    }

    /// What only memory knew is gone.
    void crash() {
        signals.crash();
        pings.crash();
    }
}
