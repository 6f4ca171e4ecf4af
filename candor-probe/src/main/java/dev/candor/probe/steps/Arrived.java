package dev.candor.probe.steps;

import java.time.Instant;
import java.util.Map;

/// Something that was sent to the address of a run.
///
/// @param method such as `POST`
/// @param headers names in lower case
/// @param at when it was here
public record Arrived(String method, Map<String, String> headers, byte[] body, Instant at) {
    public Arrived {
        headers = Map.copyOf(headers);
    }
}
