package dev.candor.probe;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Resolver;
import java.time.InstantSource;

/// Runs probes from this place. Blocking; call it on a virtual thread. Never throws for what a target does, and is
/// back by the deadline of what it runs.
public final class Prober implements AutoCloseable {
    private final InstantSource clock;
    private final GuardedHttp http;
    private final VisitorMemory visitors = new VisitorMemory();

    public Prober(InstantSource clock, Elapsed elapsed, Resolver resolver, AddressGuard guard) {
        this.clock = clock;
        this.http = new GuardedHttp(clock, elapsed, resolver, guard);
    }

    /// One look at the target, now.
    public ProbeResult run(ProbeSpec spec) {
        return switch (spec) {
            case HttpSpec request -> HttpVerdict.of(request, http.send(request.request()), clock);
            case PageSpec page -> look(page);
        };
    }

    private ProbeResult look(PageSpec page) {
        PageProbe.Looked looked = new PageProbe(http, clock).run(page, visitors.of(page));
        visitors.keep(page, looked.after());
        return looked.result();
    }

    @Override
    public void close() {
        http.close();
    }
}
