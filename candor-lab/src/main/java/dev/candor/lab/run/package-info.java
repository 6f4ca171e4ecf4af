/// What all drills have in common: a run from start to end, a whole Candor that watches, what was seen and measured.
///
/// Decides: whether a run met its limits. Owns: the Candor that watches and the phone it rings. Never does: know any
/// one drill.
package dev.candor.lab.run;
