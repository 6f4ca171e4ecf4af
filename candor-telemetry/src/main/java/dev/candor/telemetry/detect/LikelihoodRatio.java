package dev.candor.telemetry.detect;

/// How much more likely a count is under one failure share than under another, when failures come in batches:
/// negative binomial with variance (1 + b) times the mean. With b learned from the past, ten failures at once
/// in a
/// service that always fails in tens weigh as one event; in a service that does not, they weigh ten times.
final class LikelihoodRatio {
    private LikelihoodRatio() {}

    /// Log of P(failures | share1) / P(failures | share0).
    ///
    /// @param batch b above, greater than 0
    static double of(long failures, long requests, double share0, double share1, double batch) {
        double k0 = requests * share0 / batch;
        double k1 = requests * share1 / batch;
        double silence = -(k1 - k0) * Math.log1p(batch);
        return failures == 0 ? silence : silence + rising(k1, failures) - rising(k0, failures);
    }

    /// Log of k (k+1) ... (k+n-1).
    static double rising(double k, long n) {
        double sum = 0;
        long first = Math.min(n, 32);
        for (int i = 0; i < first; i++) {
            sum += Math.log(k + i);
        }
        return n == first ? sum : sum + gamma(k + n) - gamma(k + first);
    }

    /// Stirling's series for log Gamma, good to 1e-7 for x of 8 and more.
    private static double gamma(double x) {
        return (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + 1 / (12 * x) - 1 / (360 * x * x * x);
    }
}
