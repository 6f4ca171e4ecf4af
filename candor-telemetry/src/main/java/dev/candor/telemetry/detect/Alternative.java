package dev.candor.telemetry.detect;

/// The failure shares a rise is looked for at: small multiples of the usual for the long and low ones, fixed
/// shares
/// for the short and high ones. Each has a sum of its own.
enum Alternative {
    FOURFOLD(4, 0),
    TENFOLD(10, 0),
    FIFTYFOLD(50, 0),
    ONE_PERCENT(0, 0.01),
    TENTH(0, 0.1),
    HALF(0, 0.5);

    /// A rise is at least this many times the usual.
    private static final double LEAST_RATIO = 4;

    /// Fourfold can only be told from usual when usual is well known.
    private static final double WELL_KNOWN_FAILURES = 30;

    private final double factor;
    private final double fixed;

    Alternative(double factor, double fixed) {
        this.factor = factor;
        this.fixed = fixed;
    }

    /// The share, or 0 when this alternative makes no sense against what is usual.
    double share(double usual, double knownFailures) {
        double share = factor > 0 ? usual * factor : fixed;
        boolean known = this != FOURFOLD || knownFailures >= WELL_KNOWN_FAILURES;
        return known && share <= 0.9 && share >= usual * LEAST_RATIO ? share : 0;
    }

    /// Small multiples wander up by chance more often, and are in no hurry.
    double extraEvidence() {
        return this == FOURFOLD ? 4 : this == TENFOLD ? 1 : 0;
    }

    /// Judged even while a slice is still being learned.
    boolean gross() {
        return fixed >= 0.1;
    }
}
