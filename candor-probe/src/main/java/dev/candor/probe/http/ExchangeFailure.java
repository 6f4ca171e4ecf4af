package dev.candor.probe.http;

import dev.candor.probe.Reason;
import org.jspecify.annotations.Nullable;

/// Ends an exchange from deep inside a read; becomes a value at the edge of this package. Carries no stack trace,
/// since
/// a failing target is everyday business here.
final class ExchangeFailure extends Exception {
    private final @Nullable Reason reason;
    private final String detail;

    private ExchangeFailure(@Nullable Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    static ExchangeFailure of(Reason reason, String detail) {
        return new ExchangeFailure(reason, detail);
    }

    /// Our own trouble: the target is not to blame.
    static ExchangeFailure notRun(String why) {
        return new ExchangeFailure(null, why);
    }

    /// Null when we could not look.
    @Nullable
    Reason reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}
