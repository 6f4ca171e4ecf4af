/// The drill lab: miniatures of systems that failed, from real parts, each with a fault switch, and runs that measure
/// how fast an observer detects, pages and tells.
///
/// Decides: when a fault strikes (by seed), whether a run met its budget. Owns: the processes and temporary
/// directories of its miniatures, and leaves none behind. Never does: touch anything outside loopback and its own
/// directories.
package dev.candor.lab;
