package dev.candor.respond.runbook;

import dev.candor.probe.ProbeResult;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.Reason;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.respond.runbook.haproxy.LoadBalancer;
import java.util.Set;
import java.util.function.Function;

/// The real world outside: HAProxy's socket, addresses and databases.
public final class OutsideWorld implements Outside {
    /// After these nothing was sent.
    private static final Set<Reason> NEVER_SENT = Set.of(
            Reason.DNS_NAME,
            Reason.DNS_TIMEOUT,
            Reason.CONNECT_REFUSED,
            Reason.CONNECT_TIMEOUT,
            Reason.FORBIDDEN_ADDRESS);

    /// Answers that say that nothing was done. Others, unexpected successes and redirects among them, tell nothing, nor
    /// do those that speak of another try under way (408, 409, 425).
    private static boolean refuses(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 409 && status != 425;
    }

    private final LoadBalancer balancer;
    private final Function<ProbeSpec, ProbeResult> prober;
    private final GuardedHttp http;

    public OutsideWorld(LoadBalancer balancer, Function<ProbeSpec, ProbeResult> prober, GuardedHttp http) {
        this.balancer = balancer;
        this.prober = prober;
        this.http = http;
    }

    @Override
    public Seen look(Look look) {
        return switch (look) {
            case Look.AtPool(Pool pool) -> balancer.look(pool);
            case Look.AtAddress(var spec) ->
                seen(spec.url().getRawAuthority() + spec.url().getRawPath(), prober.apply(spec));
            case Look.AtDatabase(var query) -> seen(query.database().toString(), prober.apply(query));
        };
    }

    private static Seen seen(String where, ProbeResult result) {
        return switch (result) {
            case ProbeResult.Passed _, ProbeResult.Degraded _ -> new Seen.Held();
            case ProbeResult.Failed failed -> new Seen.Unmet(where + ": " + failed.detail());
            case ProbeResult.NotRun(String why) -> new Seen.Blind(where + " could not be looked at: " + why);
        };
    }

    @Override
    public Acted act(Effect effect) {
        return switch (effect) {
            case Effect.SetServer set -> balancer.act(set);
            case Effect.Call call -> call(call);
        };
    }

    private Acted call(Effect.Call call) {
        return switch (http.send(call.request())) {
            case GuardedResponse.Answered answer
            when call.expected().contains(answer.status()) -> new Acted.Done("answered " + answer.status());
            case GuardedResponse.Answered answer
            when refuses(answer.status()) -> new Acted.Refused("it answered " + answer.status());
            case GuardedResponse.Answered answer -> new Acted.Unknown("it answered " + answer.status());
            case GuardedResponse.Failed failed ->
                NEVER_SENT.contains(failed.reason())
                        ? new Acted.Refused(failed.detail())
                        : new Acted.Unknown(failed.detail());
            // It may have been stopped after it was sent.
            case GuardedResponse.NotRun(String why) -> new Acted.Unknown(why);
        };
    }
}
