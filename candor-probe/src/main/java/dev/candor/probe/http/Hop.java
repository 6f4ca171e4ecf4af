package dev.candor.probe.http;

/// One answer on the way.
/// @param reusable whether the connection can carry another request
record Hop(int status, Headers headers, Body body, boolean reusable) {}
