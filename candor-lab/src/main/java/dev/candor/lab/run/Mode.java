package dev.candor.lab.run;

/// The three runs of a drill.
public enum Mode {
    /// No fault: nobody may be alarmed.
    CONTROL,
    /// The fault as in the report: how soon is it known?
    FAULT,
    /// The same fault with prevention on: do customers still notice?
    GUARDED
}
