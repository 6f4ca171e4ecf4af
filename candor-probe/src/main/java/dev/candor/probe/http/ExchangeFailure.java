package dev.candor.probe.http;

import dev.candor.probe.Reason;
import org.jspecify.annotations.Nullable;

/// Ends an exchange from deep inside a read; becomes a value at the edge of this package. Carries no stack trace,
/// since a failing target is everyday business here.
final class ExchangeFailure extends Exception {
    private final @Nullable Reason reason;
    private final String detail;
    private final boolean wantsHttp1;

    private ExchangeFailure(@Nullable Reason reason, String detail, boolean wantsHttp1) {
        super(detail, null, false, false);
        this.wantsHttp1 = wantsHttp1;
        this.reason = reason;
        this.detail = detail;
    }

    static ExchangeFailure of(Reason reason, String detail) {
        return new ExchangeFailure(reason, detail, false);
    }

    /// Our own trouble: the target is not to blame.
    static ExchangeFailure notRun(String why) {
        return new ExchangeFailure(null, why, false);
    }

    /// The server asks to be spoken to in HTTP/1.1.
    static ExchangeFailure wantingHttp1(String detail) {
        return new ExchangeFailure(Reason.RESET, detail, true);
    }

    boolean wantsHttp1() {
        return wantsHttp1;
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
