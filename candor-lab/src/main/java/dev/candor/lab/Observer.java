package dev.candor.lab;

import java.net.URI;
import java.util.List;

/// Whoever watches a miniature during a drill: a running Candor with its monitors, the receiver of its pages and its
/// public page; or something simple in a test.
public interface Observer extends AutoCloseable {
    /// Sets up monitors, people and the public page for this miniature. Returns when the first round of observation
    /// has passed, so that the run measures a system at rest.
    ///
    /// @param site the address customers use
    /// @param assets what the page loads, for information; an observer should find them itself
    void start(URI site, List<URI> assets) throws Exception;

    /// Everything seen since `start`; may be asked again and again.
    Sightings sightings();

    /// Ends the watch. Must not throw.
    @Override
    void close();
}
