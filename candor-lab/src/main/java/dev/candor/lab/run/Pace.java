package dev.candor.lab.run;

/// How fast a drill runs.
public enum Pace {
    /// All three runs of a drill within three minutes; for D01 the bursts keep a length of 3 to 4 seconds.
    SHORT,
    /// The times of the catalogue.
    FULL
}
