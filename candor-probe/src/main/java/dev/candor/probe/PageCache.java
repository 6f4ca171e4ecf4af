package dev.candor.probe;

/// Whose eyes a page is seen with.
public enum PageCache {
    /// A new visitor: everything is loaded.
    COLD,
    /// A returning visitor: what was seen the last time is used as long as it may be, and asked about after that.
    WARM,
    /// One after the other; a failure says who sees it.
    BOTH
}
