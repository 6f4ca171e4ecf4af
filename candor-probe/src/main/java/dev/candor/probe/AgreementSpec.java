package dev.candor.probe;

import dev.candor.probe.agree.Comparing;
import java.time.Duration;

/// Two answers that must agree: origin and edge, two regions, primary and replica. Catches wrong values that each of
/// them gives with a 200.
///
/// @param left the one believed, when somebody must be
/// @param leftName what the sides are called in messages
public record AgreementSpec(HttpSpec left, String leftName, HttpSpec right, String rightName, Comparing comparing)
        implements ProbeSpec {
    public AgreementSpec {
        if (leftName.isBlank() || rightName.isBlank() || leftName.equals(rightName)) {
            throw new IllegalArgumentException(
                    "the two sides need different names, were '" + leftName + "' and '" + rightName + "'");
        }
    }

    /// Both sides are asked at once.
    @Override
    public Duration timeout() {
        return left.timeout().compareTo(right.timeout()) > 0 ? left.timeout() : right.timeout();
    }

    @Override
    public String host() {
        return left.host();
    }
}
