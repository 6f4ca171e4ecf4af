/// History from texts: what public reports and logs say about past incidents, as records.
///
/// Decides: which form a text has, which words are titles, phases, times and components, and how sure that is.
/// Owns nothing: text in, records out. Never does: invent what a text does not say, fetch anything, store anything.
package dev.candor.learn.history;
