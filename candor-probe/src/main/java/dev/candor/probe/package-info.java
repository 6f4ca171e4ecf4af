/// Probes: one look at one target from one place. Decides whether the target answered as asked, names what was wrong,
/// and keeps "we could not look" apart from "it is down". Owns no state between two runs, stores nothing, never
/// throws for what a target does.
@org.jspecify.annotations.NullMarked
package dev.candor.probe;
