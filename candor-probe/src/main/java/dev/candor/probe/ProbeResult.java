package dev.candor.probe;

/// One run at one place.
public sealed interface ProbeResult {
    /// Everything asked for was there.
    record Passed(Measurements measured) implements ProbeResult {}

    /// It works, but not as well as it should; `detail` says what was seen and what was wanted.
    record Degraded(Measurements measured, String detail) implements ProbeResult {}

    /// It does not work; `detail` says what was seen, in words for the person who is paged.
    record Failed(Measurements measured, Reason reason, String detail) implements ProbeResult {}

    /// We could not look (resolver, descriptors, network of this place). Says nothing about the target and must never
    /// page anybody for it.
    record NotRun(String why) implements ProbeResult {}
}
