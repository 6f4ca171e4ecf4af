package dev.candor.respond.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether a service is worse since a change than before it. Pure.
///
/// Failures: more than twice the share of before, at least three, and so many that chance would give them less than
/// once in ten thousand looks (likelihood ratio). Latency: what nine of ten requests keep has doubled and grown by 50
/// ms
/// or more, with 50 requests on both sides. Monitors: one fails that did not fail when the change began.
public final class WatchRule {
    private static final double EVIDENCE = Math.log(10_000);
    private static final long FEWEST_FAILURES = 3;
    private static final long FEWEST_REQUESTS = 50;
    private static final Duration FELT = Duration.ofMillis(50);
    /// How far back "before" reaches.
    static final Duration BEFORE = Duration.ofMinutes(30);

    private WatchRule() {}

    /// @param reasons in words; empty where it is not worse
    /// @param enough whether there was anything to judge by
    /// @param asBefore whether what told of the service before tells of it now, and nothing is worse
    public record Judgement(List<String> reasons, boolean enough, boolean asBefore) {
        public boolean worse() {
            return !reasons.isEmpty();
        }

        public String words() {
            return String.join("; ", reasons);
        }
    }

    /// @param before the service before the change
    /// @param since the change
    /// @param failing monitors that fail now and did not before
    /// @param seenWell whether a monitor looked meanwhile and found it well
    /// @param span how long `since` is
    public static Judgement judge(Sample before, Sample since, List<String> failing, boolean seenWell, Duration span) {
        var reasons = new ArrayList<String>();
        if (!failing.isEmpty()) {
            reasons.add(String.join(", ", failing) + (failing.size() == 1 ? " fails" : " fail"));
        }
        if (moreFail(before, since)) {
            reasons.add(percent(since.share()) + " of " + since.requests() + " requests fail, before "
                    + percent(before.share()));
        }
        if (slower(before, since)) {
            reasons.add("nine of ten requests took up to "
                    + since.slow().orElseThrow().toMillis() + " ms, before "
                    + before.slow().orElseThrow().toMillis() + " ms");
        }
        boolean enough = seenWell || since.requests() >= FEWEST_REQUESTS;
        return new Judgement(List.copyOf(reasons), enough, reasons.isEmpty() && told(before, since, seenWell, span));
    }

    /// Where requests told of the service before, so many must do so now: a quarter of what is usual in such a time, at
    /// most fifty. Where there were few, a monitor must have found it well.
    private static boolean told(Sample before, Sample since, boolean seenWell, Duration span) {
        if (before.requests() < FEWEST_REQUESTS) {
            return seenWell;
        }
        double usual = before.requests() * (double) span.toMillis() / BEFORE.toMillis();
        return since.requests() >= Math.clamp(usual / 4, 1, FEWEST_REQUESTS);
    }

    private static boolean moreFail(Sample before, Sample since) {
        if (since.failures() < FEWEST_FAILURES) {
            return false;
        }
        double usual = (before.failures() + 0.5) / (before.requests() + 1.0);
        double now = since.share();
        // Without a past nothing is usual: then only what fails for everybody to see counts.
        boolean known = before.requests() >= FEWEST_REQUESTS;
        double expected = Math.max(known ? usual : 0.1, 0.0001);
        return now > 2 * expected && since.requests() * divergence(now, expected) >= EVIDENCE;
    }

    /// How much one request tells that the share is `p` and not `q` (Kullback and Leibler), in nats.
    private static double divergence(double p, double q) {
        double failed = p * Math.log(p / q);
        return p >= 1 ? failed : failed + (1 - p) * Math.log((1 - p) / (1 - q));
    }

    private static boolean slower(Sample before, Sample since) {
        if (before.requests() < FEWEST_REQUESTS
                || since.requests() < FEWEST_REQUESTS
                || before.slow().isEmpty()
                || since.slow().isEmpty()) {
            return false;
        }
        Duration was = before.slow().get();
        Duration is = since.slow().get();
        return is.compareTo(was.multipliedBy(2)) > 0 && is.minus(was).compareTo(FELT) >= 0;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.001 ? "%.3f %%" : "%.1f %%", share * 100);
    }
}
