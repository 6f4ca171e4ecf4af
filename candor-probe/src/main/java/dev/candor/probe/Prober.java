package dev.candor.probe;

import dev.candor.base.ids.Randomness;
import dev.candor.base.time.Elapsed;
import dev.candor.base.time.Sleeper;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Resolver;
import dev.candor.probe.sql.QueryLook;
import dev.candor.probe.sql.ServerLook;
import dev.candor.probe.sql.SqlRunner;
import dev.candor.probe.steps.Arrivals;
import java.time.InstantSource;

/// Runs probes from this place. Blocking; call it on a virtual thread. Never throws for what a target does, and is
/// back by the deadline of what it runs.
public final class Prober implements AutoCloseable {
    private final InstantSource clock;
    private final GuardedHttp http;
    private final SqlRunner sql;
    private final StepsProbe steps;
    private final VisitorMemory visitors = new VisitorMemory();

    /// One to which nothing can be sent.
    public Prober(
            InstantSource clock,
            Elapsed elapsed,
            Sleeper sleeper,
            Randomness random,
            Resolver resolver,
            AddressGuard guard) {
        this(clock, elapsed, sleeper, random, resolver, guard, Arrivals.NOWHERE);
    }

    /// @param arrivals where something can arrive that a run causes
    public Prober(
            InstantSource clock,
            Elapsed elapsed,
            Sleeper sleeper,
            Randomness random,
            Resolver resolver,
            AddressGuard guard,
            Arrivals arrivals) {
        this.clock = clock;
        this.http = new GuardedHttp(clock, elapsed, resolver, guard);
        this.sql = new SqlRunner(elapsed, resolver, guard);
        this.steps = new StepsProbe(http, clock, sleeper, random, arrivals);
    }

    /// One look at the target, now.
    public ProbeResult run(ProbeSpec spec) {
        return switch (spec) {
            case HttpSpec request -> HttpVerdict.of(request, http.send(request.request()), clock);
            case PageSpec page -> look(page);
            case StepsSpec several -> steps.run(several);
            case AgreementSpec both -> new AgreementProbe(http, clock).run(both);
            case SqlSpec query -> new QueryLook(sql, clock).run(query);
            case PostgresSpec server -> new ServerLook(sql).run(server);
            case HeartbeatSpec _ -> new ProbeResult.NotRun("a heartbeat is not looked at: it says itself that it ran");
            case HealthSpec(ProbeSpec call, HttpSpec health) -> compared(run(call), health);
        };
    }

    private ProbeResult look(PageSpec page) {
        PageProbe.Looked looked = new PageProbe(http, clock).run(page, visitors.of(page));
        visitors.keep(page, looked.after());
        return looked.result();
    }

    /// Asks the health check only when the real call failed.
    private ProbeResult compared(ProbeResult call, HttpSpec health) {
        return call instanceof ProbeResult.Failed(var measured, var _, String why)
                        && run(health) instanceof ProbeResult.Passed(Measurements fine)
                ? new ProbeResult.Failed(
                        measured,
                        Reason.FALSE_HEALTH,
                        "the health check " + health.url().getPath() + " says fine (" + fine.statusCode()
                                + "), but the real call fails: " + why)
                : call;
    }

    @Override
    public void close() {
        http.close();
        sql.close();
    }
}
