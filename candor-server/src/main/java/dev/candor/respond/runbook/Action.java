package dev.candor.respond.runbook;

import dev.candor.page.IncidentPhase;
import dev.candor.platform.auth.Role;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.HttpRequestSpec;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.steps.TextTemplate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a step does.
public sealed interface Action {
    /// Whether it changes the world outside, and so must be seen to have worked.
    default boolean acts() {
        return this instanceof SetServer || this instanceof SetBack || this instanceof Call;
    }

    /// As the configuration names it.
    default String kind() {
        return switch (this) {
            case SetServer _, SetBack _ -> "haproxy";
            case Call _ -> "http";
            case Wait wait -> wait.once() ? "sql-check" : "wait-until";
            case Approval _ -> "approval";
            case Message _ -> "message";
            case StartMaintenance _, FinishMaintenance _, Words _ -> "page-update";
        };
    }

    /// Tells the load balancer how to treat a server.
    ///
    /// @param keep how many other servers must serve before this one is taken away
    record SetServer(Pool pool, TextTemplate server, Effect.Aim aim, int weight, int keep) implements Action {
        Effect.SetServer effect(Map<String, String> values) {
            return new Effect.SetServer(pool, server.fill(values).strip(), aim, weight);
        }

        /// Whether taking it back takes the server away again.
        boolean takesBack() {
            return aim == Effect.Aim.READY;
        }
    }

    /// Puts a server back to what it was before the step that is taken back: its weight where that step set the weight,
    /// otherwise its state.
    ///
    /// @param as what the runbook says that it was
    /// @param named whether it says so; otherwise it is put back to whatever it was
    record SetBack(SetServer as, boolean named) implements Action {
        /// Empty where the runbook says something else than what was seen.
        Optional<SetServer> to(Run.Was was) {
            boolean weighs = as.aim() == Effect.Aim.WEIGHT;
            Effect.Aim aim = weighs
                    ? Effect.Aim.WEIGHT
                    : switch (was.admin()) {
                        case READY -> Effect.Aim.READY;
                        case DRAIN -> Effect.Aim.DRAIN;
                        case MAINT -> Effect.Aim.MAINT;
                    };
            int weight = weighs ? was.weight() : as.weight();
            boolean same = aim == as.aim() && weight == as.weight();
            return same || !named
                    ? Optional.of(new SetServer(as.pool(), as.server(), aim, weight, as.keep()))
                    : Optional.empty();
        }
    }

    /// Asks another system to do something.
    ///
    /// @param keyed whether the receiver does nothing twice for the same `Idempotency-Key`
    /// @param already how to see that it was done; empty when that cannot be seen
    record Call(
            String method,
            TextTemplate url,
            Map<String, TextTemplate> headers,
            TextTemplate body,
            Set<Integer> expected,
            boolean keyed,
            List<Condition> already,
            Duration timeout)
            implements Action {
        Effect.Call effect(Map<String, String> values, String key) {
            var all = new ArrayList<Header>();
            headers.forEach((name, value) -> all.add(new Header(name, value.fill(values))));
            boolean json = body.toString().stripLeading().startsWith("{")
                    || body.toString().stripLeading().startsWith("[");
            if (json && headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
                all.add(new Header("Content-Type", "application/json"));
            }
            if (keyed) {
                all.add(new Header("Idempotency-Key", key));
            }
            String text = json ? body.fillJson(values) : body.fill(values);
            HttpRequestSpec request = HttpRequestSpec.get(URI.create(url.fillUrl(values)))
                    .withMethod(method)
                    .withHeaders(all)
                    .withBody(text.getBytes(StandardCharsets.UTF_8))
                    .withTimeout(timeout)
                    .withRedirects(RedirectPolicy.none())
                    .withLimits(2048, 1 << 20);
            return new Effect.Call(request, expected, keyed ? key : "");
        }
    }

    /// Waits until the step's conditions hold.
    ///
    /// @param once asked only once: what does not hold now stops the run
    record Wait(boolean once) implements Action {}

    /// Somebody must agree.
    ///
    /// @param person only this one; empty for anybody of the role
    /// @param second not the one who started the run
    record Approval(Optional<String> person, Role role, boolean second, TextTemplate words) implements Action {}

    /// Tells a person or a team's channel.
    record Message(Optional<String> person, Optional<String> channel, TextTemplate text) implements Action {}

    /// Planned work begins on the status page.
    ///
    /// @param lasts how long it is expected to take
    record StartMaintenance(String page, TextTemplate title, List<String> services, Duration lasts) implements Action {}

    /// The work this run began is over.
    record FinishMaintenance() implements Action {}

    /// Words about the incident the run belongs to.
    ///
    /// @param publish said at once; otherwise a draft on the timeline for a person to publish
    record Words(String page, IncidentPhase phase, TextTemplate text, boolean publish) implements Action {}
}
