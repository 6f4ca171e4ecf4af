package dev.candor.lab.run;

import java.net.URI;
import java.util.Map;

/// Whoever watches a miniature during a drill: a running Candor with its monitors, the receiver of its pages and its
/// public page; or something simple in a test.
public interface Observer extends AutoCloseable {
    /// Where it will listen, before it is started.
    URI console();

    /// The loopback port at which it will take syslog, UDP and TCP, before it is started; 0 when it takes none.
    default int syslog() {
        return 0;
    }

    /// With what a program may ask and tell it by its API; empty when it has none.
    default String token() {
        return "";
    }

    /// How many requests it has counted from access logs, as far as their windows are closed.
    default long requestsCounted() {
        return 0;
    }

    /// Where a person may look on while the drill runs, and how to sign in there; empty where there is nothing to see.
    /// After `start`.
    default String invitation() {
        return "";
    }

    /// Sets up monitors, people and the public page for this miniature. Returns when the first round of observation
    /// has passed, so that the run measures a system at rest.
    ///
    /// @param values what the drill's configuration calls `${NAME}`
    void start(Map<String, String> values) throws Exception;

    /// Everything seen since `start`; may be asked again and again.
    Sightings sightings();

    /// Ends the watch; a second time does nothing. Must not throw.
    @Override
    void close();
}
