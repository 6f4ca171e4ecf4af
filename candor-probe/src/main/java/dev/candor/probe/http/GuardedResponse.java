package dev.candor.probe.http;

import dev.candor.probe.Measurements;
import dev.candor.probe.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// What became of one request.
public sealed interface GuardedResponse {
    /// There was a complete answer, whatever its status.
    /// @param url where the answer came from, after redirects
    /// @param body the kept part of the decoded body
    /// @param bodyComplete whether `body` is all of it
    /// @param bodyReadable false when it is compressed in a way we did not ask for and cannot read
    record Answered(
            URI url,
            int status,
            Headers headers,
            byte[] body,
            boolean bodyComplete,
            boolean bodyReadable,
            Measurements measured)
            implements GuardedResponse {
        /// The body as UTF-8 text.
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// There was no complete answer; `detail` says what happened in words for people.
    record Failed(Measurements measured, Reason reason, String detail) implements GuardedResponse {}

    /// Our own trouble; it says nothing about the target.
    record NotRun(String why) implements GuardedResponse {}
}
