/// The drill lab: miniatures of systems that failed, from real parts, each with a fault switch, and runs that measure
/// how fast Candor detects, pages and tells.
///
/// A drill is a folder (`d01`, `d05` ...) with its miniature, its configuration `candor.yaml` and its limits, and one
/// line in `Drills`. Never does: touch anything outside loopback and its own directories.
package dev.candor.lab;
