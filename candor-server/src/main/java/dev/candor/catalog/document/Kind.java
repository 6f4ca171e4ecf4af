package dev.candor.catalog.document;

import java.util.function.Function;

/// A kind of catalog document and how it is read.
///
/// @param plural the top-level key in YAML and the path in the API: `monitors`
/// @param singular for messages: `monitor`
/// @param reader makes the value; reports mistakes to the {@link Reading} and may give anything when it did
public record Kind<T>(String plural, String singular, Function<Reading, T> reader) {}
