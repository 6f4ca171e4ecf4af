package dev.candor.app.demo;

import dev.candor.app.Candor;
import java.util.Map;

/// A believable world to look at: a small shop served by this very process, people, monitors, and a past.
public final class DemoWorld implements AutoCloseable {
    /// Starts the demo site on a free loopback port.
    public static DemoWorld open() {
        return new DemoWorld();
    }

    /// What the configuration's `${…}` stand for, and the settings the demo needs (`CANDOR_NETWORK_ALLOW` for its own
    /// port).
    public Map<String, String> environment() {
        return Map.of();
    }

    /// The demo's configuration: file name to YAML.
    public Map<String, String> configuration() {
        return Map.of();
    }

    /// Writes the past into an empty ledger, once.
    public void settle(Candor candor) {}

    public String siteUrl() {
        return "";
    }

    @Override
    public void close() {}
}
