/// The simulated world: the real domain code on real SQL, with virtual time, faults by seed, people, and fakes only at
/// the ports.
package dev.candor.testkit;
