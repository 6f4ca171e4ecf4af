/// Doors for changes that other systems report: on the disk before the sender hears "accepted", then drained into the
/// ledger once by key.
package dev.candor.detect.change;
