package dev.candor.testkit;

import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.Measurements;
import dev.candor.probe.PageSpec;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.Reason;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The services everybody worries about: they fail and recover, some seen by our monitors, some told of by other
/// systems at our doors.
final class SimulatedServices {
    /// A condition another system reports, again and again while it lasts, and a few times that it is over.
    private static final class Condition {
        final String service;
        final String key;
        boolean failing;
        int toldOver = 3;

        Condition(String service, String key) {
            this.service = service;
            this.key = key;
        }
    }

    private final SimulatedWorld world;
    private final Map<String, Boolean> hosts = new LinkedHashMap<>();
    private final Map<String, Condition> conditions = new LinkedHashMap<>();
    private final Map<UUID, String> accepted = new LinkedHashMap<>();
    private boolean blind;
    private boolean healed;

    SimulatedServices(SimulatedWorld world) {
        this.world = world;
    }

    /// Everything our doors said "accepted" to.
    Map<UUID, String> accepted() {
        return accepted;
    }

    void fails(String host, boolean failing) {
        hosts.put(host, failing);
        world.trace("service", host + (failing ? " fails" : " works"));
    }

    void blind(boolean nothingCanBeSeen) {
        blind = nothingCanBeSeen;
    }

    /// What a probe sees.
    ProbeResult look(ProbeSpec spec) {
        HttpSpec http = switch (spec) {
            case HttpSpec plain -> plain;
            case PageSpec page -> page.document();
            default -> throw new IllegalArgumentException("the simulated world has no " + spec);
        };
        String host = String.valueOf(http.url().getHost()).replaceAll("[.].*", "");
        if (blind || host.equals(StormConfiguration.DARK)) {
            return new ProbeResult.NotRun("our own network is down");
        }
        return hosts.getOrDefault(host, false)
                ? new ProbeResult.Failed(Measurements.NONE, Reason.BAD_STATUS, host + " answers 503")
                : new ProbeResult.Passed(Measurements.NONE);
    }

    /// Lets the services of the storm come and go until {@link #heal}.
    void storm() {
        for (String host : StormConfiguration.WATCHED) {
            later(() -> outage(host), Duration.ZERO, Duration.ofMinutes(30));
        }
        later(this::blindness, Duration.ofMinutes(10), Duration.ofMinutes(150));
        for (String service : StormConfiguration.REPORTED) {
            for (String key : List.of("errors", "latency")) {
                var condition = new Condition(service, key);
                conditions.put(service + "/" + key, condition);
                later(() -> begin(condition), Duration.ZERO, Duration.ofMinutes(60));
                later(() -> report(condition), Duration.ZERO, Duration.ofMinutes(3));
            }
        }
    }

    private void later(Runnable action, Duration least, Duration most) {
        world.time().after(world.weather().between(least, most), action);
    }

    private void outage(String host) {
        if (healed) {
            return;
        }
        fails(host, true);
        later(
                () -> {
                    fails(host, false);
                    later(() -> outage(host), Duration.ofMinutes(5), Duration.ofMinutes(90));
                },
                Duration.ofSeconds(20),
                Duration.ofMinutes(30));
    }

    private void blindness() {
        if (!healed) {
            blind(true);
            later(() -> blind(false), Duration.ofMinutes(1), Duration.ofMinutes(20));
        }
    }

    private void begin(Condition condition) {
        if (healed) {
            return;
        }
        condition.failing = true;
        tell(condition, Signal.Event.FIRING);
        later(
                () -> {
                    condition.failing = false;
                    condition.toldOver = 0;
                    tell(condition, Signal.Event.RECOVERED);
                    later(() -> begin(condition), Duration.ofMinutes(2), Duration.ofMinutes(60));
                },
                Duration.ofSeconds(30),
                Duration.ofMinutes(50));
    }

    /// Other systems repeat themselves: what fires every few minutes, the end some more times.
    private void report(Condition condition) {
        if (condition.failing) {
            tell(condition, Signal.Event.FIRING);
        } else if (condition.toldOver < 3) {
            condition.toldOver++;
            tell(condition, Signal.Event.RECOVERED);
        }
        later(() -> report(condition), Duration.ofMinutes(3), Duration.ofMinutes(6));
    }

    private void tell(Condition condition, Signal.Event event) {
        Severity severity = condition.key.equals("errors") ? Severity.CRITICAL : Severity.WARNING;
        tell(event, condition.service, condition.key, severity, condition.service + " has " + condition.key);
    }

    /// At the door of some living node; refused senders try again.
    void tell(Signal.Event event, String service, String key, Severity severity, String summary) {
        Optional<SimulatedNode> node = world.anyNode();
        if (node.isEmpty()) {
            later(() -> tell(event, service, key, severity, summary), Duration.ofSeconds(10), Duration.ofSeconds(20));
            return;
        }
        try {
            UUID id = node.get()
                    .detect()
                    .intake()
                    .accept(event, "door/json", service, key, severity, summary, Map.of(), Optional.empty());
            accepted.put(id, event + " " + service + "/" + key);
            world.trace("accepted", event + " " + service + "/" + key);
        } catch (UncheckedIOException refused) {
            later(() -> tell(event, service, key, severity, summary), Duration.ofSeconds(10), Duration.ofSeconds(40));
        }
    }

    /// Everything works again for good, and everybody says so.
    void heal() {
        healed = true;
        blind = false;
        hosts.replaceAll((_, _) -> false);
        conditions.values().forEach(condition -> {
            condition.failing = false;
            condition.toldOver = 0;
        });
    }
}
