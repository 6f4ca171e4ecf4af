package dev.candor.paging.oncall;

import java.time.Instant;

/// Somebody is on call from `from` (inclusive) until `until` (exclusive).
///
/// @param because the rotation's name, or `override`
public record Shift(String person, String because, Instant from, Instant until) {}
