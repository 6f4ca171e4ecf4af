package dev.candor.probe;

/// What new and returning visitors saw, in one result.
final class Visitors {
    private static final String NEW = "new visitors";
    private static final String RETURNING = "returning visitors";

    private Visitors() {}

    /// A returning visitor's own result, in words that say so.
    static ProbeResult returning(ProbeResult result) {
        return said(result, RETURNING);
    }

    static ProbeResult both(ProbeResult fresh, ProbeResult returning) {
        if (fresh instanceof ProbeResult.Failed one && returning instanceof ProbeResult.Failed two) {
            String other = one.detail().equals(two.detail()) ? "" : "; the returning ones: " + two.detail();
            String detail = "new and returning visitors: " + one.detail() + other;
            return new ProbeResult.Failed(one.measured(), one.reason(), detail);
        }
        if (fresh instanceof ProbeResult.Failed) {
            return said(fresh, only(NEW, returning));
        }
        if (returning instanceof ProbeResult.Failed) {
            return said(returning, only(RETURNING, fresh));
        }
        if (fresh instanceof ProbeResult.NotRun) {
            return fresh;
        }
        if (returning instanceof ProbeResult.NotRun) {
            return returning;
        }
        if (fresh instanceof ProbeResult.Degraded) {
            return said(
                    fresh, returning instanceof ProbeResult.Degraded ? "new and returning visitors" : NEW + " only");
        }
        return returning instanceof ProbeResult.Degraded ? said(returning, RETURNING + " only") : fresh;
    }

    private static String only(String who, ProbeResult others) {
        return others instanceof ProbeResult.NotRun ? who + " (we could not look as the others)" : who + " only";
    }

    private static ProbeResult said(ProbeResult result, String who) {
        return switch (result) {
            case ProbeResult.Failed(Measurements measured, Reason reason, String detail) ->
                new ProbeResult.Failed(measured, reason, who + ": " + detail);
            case ProbeResult.Degraded(Measurements measured, String detail) ->
                new ProbeResult.Degraded(measured, who + ": " + detail);
            case ProbeResult.Passed _, ProbeResult.NotRun _ -> result;
        };
    }
}
