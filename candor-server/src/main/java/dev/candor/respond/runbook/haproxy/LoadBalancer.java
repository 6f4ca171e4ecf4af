package dev.candor.respond.runbook.haproxy;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Deadline;
import dev.candor.probe.net.Resolver;
import dev.candor.respond.runbook.Acted;
import dev.candor.respond.runbook.Effect;
import dev.candor.respond.runbook.Pool;
import dev.candor.respond.runbook.Seen;
import java.io.IOException;
import java.time.Duration;

/// One HAProxy through its runtime socket. An order's answer is read and not believed: what counts is what the state
/// says afterwards.
public final class LoadBalancer {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /// Of all the questions of one look together.
    private static final Duration LOOK = Duration.ofSeconds(8);

    private final Elapsed elapsed;
    private final RuntimeSocket socket;

    public LoadBalancer(Elapsed elapsed, AddressGuard guard, Resolver resolver) {
        this.elapsed = elapsed;
        this.socket = new RuntimeSocket(guard, resolver);
    }

    public Seen look(Pool pool) {
        Deadline deadline = Deadline.in(LOOK, elapsed);
        try {
            String before = socket.ask(pool, "show info", deadline.within(TIMEOUT));
            String state = socket.ask(pool, "show servers state " + pool.backend(), deadline.within(TIMEOUT));
            String stat = socket.ask(pool, "show stat", deadline.within(TIMEOUT));
            String after = socket.ask(pool, "show info", deadline.within(TIMEOUT));
            return Statistics.read(pool.backend(), before, state, stat, after);
        } catch (IOException away) {
            return new Seen.Blind("the load balancer of " + pool.name() + " does not answer: " + why(away));
        } catch (Statistics.Unreadable odd) {
            return new Seen.Blind("the load balancer of " + pool.name() + " cannot be believed: " + odd.getMessage());
        }
    }

    public Acted act(Effect.SetServer set) {
        if (!set.server().matches(Pool.WORD)) {
            return new Acted.Refused("`" + Statistics.shown(set.server()) + "` is no name of a server");
        }
        String server = "set server " + set.pool().backend() + "/" + set.server();
        String command = switch (set.aim()) {
            case DRAIN, MAINT, READY -> server + " state " + set.aim().word();
            case WEIGHT -> server + " weight " + set.weight();
        };
        try {
            String said = Statistics.shown(socket.ask(set.pool(), command, Deadline.in(TIMEOUT, elapsed)));
            if (said.startsWith("No such ")
                    || said.startsWith("Unknown command")
                    || said.startsWith("Permission denied")) {
                return new Acted.Refused("the load balancer says `" + said + "`");
            }
            return new Acted.Done(said);
        } catch (IOException away) {
            return new Acted.Unknown("the load balancer did not answer: " + why(away));
        }
    }

    private static String why(IOException away) {
        return away.getMessage() == null ? away.getClass().getSimpleName() : away.getMessage();
    }
}
