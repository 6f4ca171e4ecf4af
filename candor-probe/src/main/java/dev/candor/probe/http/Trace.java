package dev.candor.probe.http;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.Measurements;
import dev.candor.probe.Phases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is measured while an exchange runs: readable also when it breaks in the middle.
final class Trace {
    static final int DNS = 0;
    static final int CONNECT = 1;
    static final int TLS = 2;
    static final int FIRST_BYTE = 3;
    static final int TRANSFER = 4;

    private final Elapsed elapsed;
    private final long[] nanos = new long[5];
    private int phase = DNS;
    private long phaseStart;
    private @Nullable List<String> redirects;
    int status;
    long bodyBytes;
    String remoteAddress = "";
    String protocol = "";

    @Nullable
    Instant certificateNotAfter;

    Trace(Elapsed elapsed) {
        this.elapsed = elapsed;
        this.phaseStart = elapsed.nanos();
    }

    /// Ends the phase before and starts this one.
    void enter(int next) {
        long now = elapsed.nanos();
        nanos[phase] += now - phaseStart;
        phase = next;
        phaseStart = now;
    }

    void redirected(String to) {
        List<String> so = redirects;
        if (so == null) {
            so = new ArrayList<>(2);
            redirects = so;
        }
        so.add(to);
    }

    List<String> redirects() {
        List<String> so = redirects;
        return so == null ? List.of() : so;
    }

    /// The phase under way is counted up to now.
    Measurements measured() {
        enter(phase);
        var phases = new Phases(
                nanos[DNS] / 1000,
                nanos[CONNECT] / 1000,
                nanos[TLS] / 1000,
                nanos[FIRST_BYTE] / 1000,
                nanos[TRANSFER] / 1000);
        return new Measurements(
                phases,
                status,
                bodyBytes,
                remoteAddress,
                protocol,
                redirects(),
                Optional.ofNullable(certificateNotAfter),
                0,
                0);
    }
}
