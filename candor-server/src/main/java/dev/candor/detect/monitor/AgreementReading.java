package dev.candor.detect.monitor;

import dev.candor.catalog.document.Reading;
import dev.candor.probe.AgreementSpec;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.agree.Comparing;
import java.util.Optional;

/// Reads the two sides of a monitor of kind `agreement`, and what of them must be the same.
final class AgreementReading {
    /// One side and what it is called.
    private record Side(String name, HttpSpec spec) {}

    private AgreementReading() {}

    static ProbeSpec spec(Reading in) {
        Optional<Side> left = side(in, "left");
        Optional<Side> right = side(in, "right");
        Comparing comparing = comparing(in);
        if (left.isEmpty() || right.isEmpty()) {
            return HttpSpec.get(ProbeReading.NOWHERE);
        }
        try {
            return new AgreementSpec(
                    left.get().spec(),
                    left.get().name(),
                    right.get().spec(),
                    right.get().name(),
                    comparing);
        } catch (IllegalArgumentException wrong) {
            in.problem("right", String.valueOf(wrong.getMessage()));
            return left.get().spec();
        }
    }

    private static Optional<Side> side(Reading in, String key) {
        if (!in.has(key)) {
            in.problem(key, "is missing: one of the two answers that must agree, with `url` and, if you like, `name`");
        }
        return in.inner(key, inner -> new Side(inner.text("name", key), ProbeReading.http(inner, false)));
    }

    private static Comparing comparing(Reading in) {
        Comparing.Body body = in.word("compare", Comparing.Body.class, Comparing.Body.AUTO);
        boolean ignoreOrder = in.flag("ignore-order", false);
        var ignored = in.texts("ignore");
        var headers = in.texts("compare-headers");
        try {
            return new Comparing(body, ignored, ignoreOrder, headers);
        } catch (IllegalArgumentException wrong) {
            in.problem("ignore", String.valueOf(wrong.getMessage()));
            return Comparing.usual();
        }
    }
}
