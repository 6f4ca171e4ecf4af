package dev.candor.testkit;

import dev.candor.catalog.Item;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.heartbeat.Ping;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A calm world to tell a story in: one node, nothing goes wrong but what the story says. Services are `checkout`
/// (watched each 30 s), `assets`, `billing` with its nightly bill and `storefront`, seen from three places; ana is
/// paged first, then after five minutes ben, ten minutes later
/// cleo.
public final class World implements AutoCloseable {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    private static final String STORY = """
            people:
              - name: ana
                email: ana@shop.example
              - name: ben
                email: ben@shop.example
              - name: cleo
                email: cleo@shop.example
            escalation-policies:
              - name: shop
                repeat: 1
                steps:
                  - notify:
                      - person: ana
                    then-after: 5m
                  - notify:
                      - person: ben
                    then-after: 10m
                  - notify:
                      - person: cleo
                    then-after: 10m
            services:
              - name: checkout
                escalation-policy: shop
              - name: assets
                escalation-policy: shop
              - name: billing
                escalation-policy: shop
              - name: storefront
                escalation-policy: shop
            monitors:
              - name: checkout
                service: checkout
                kind: http
                url: https://checkout.shop.example/
                every: 30s
              - name: assets
                service: assets
                kind: http
                url: https://assets.shop.example/
                every: 30s
              - name: nightly-bill
                service: billing
                kind: heartbeat
                period: 1h
                grace: 10m
              - name: storefront
                service: storefront
                kind: http
                url: https://storefront.shop.example/
                every: 30s
                locations: [main, east, west]
                quorum: 2
            locations:
              - name: east
                keys: [a-key-of-the-place-in-the-east]
              - name: west
                keys: [a-key-of-the-place-in-the-west]
            pages:
              - name: Shop
                slug: shop
                publish: automatic
                components:
                  - name: Checkout
                    services: [checkout]
                  - name: Pictures
                    services: [assets]
                  - name: Shop
                    services: [storefront]
            """;

    private final SimulatedWorld world = new SimulatedWorld(Template.of(STORY, List.of()), 1, 1);

    private World() {}

    /// It is 03:00 (UTC), everything works, everybody sleeps.
    public static World asleep() {
        var world = new World();
        world.world.pass(Duration.ZERO);
        return world;
    }

    /// Another system reports a condition of `checkout` at our door.
    public World trigger(String summary) {
        return trigger("checkout", summary);
    }

    public World trigger(String service, String summary) {
        world.services().tell(Signal.Event.FIRING, service, summary, Severity.CRITICAL, summary);
        return this;
    }

    /// The same system reports that it is over.
    public World recover(String service, String summary) {
        world.services().tell(Signal.Event.RECOVERED, service, summary, Severity.CRITICAL, summary);
        return this;
    }

    /// The watched service answers 503 from now on.
    public World breaks(String service) {
        world.services().fails(service, true);
        return this;
    }

    /// It answers well again.
    public World works(String service) {
        world.services().fails(service, false);
        return this;
    }

    /// The nightly bill says that it ran.
    public World ping() {
        var heartbeats = node().detect().heartbeats();
        UUID job = heartbeats.job("billing", "nightly-bill").orElseThrow().id();
        var now = world.time().now();
        heartbeats.accept(
                new Ping(node().platform().ids().next(), job, Ping.Kind.SUCCESS, -1, "", now, "192.0.2.7 curl", ""));
        return this;
    }

    /// Agents report what they see of `storefront` every 30 s, for that long.
    ///
    /// @param east and `west`: what is seen there
    public World storefrontFrom(Outcome east, Outcome west, Duration lasting) {
        Duration every = Duration.ofSeconds(30);
        for (Duration past = Duration.ZERO; past.compareTo(lasting) < 0; past = past.plus(every)) {
            sees("east", east);
            sees("west", west);
            pass(every);
        }
        return this;
    }

    private void sees(String location, Outcome outcome) {
        Item<Monitor> monitor =
                node().catalogs().current().item(Monitor.KIND, "storefront").orElseThrow();
        String detail = outcome == Outcome.PASSED ? "" : "no answer in time";
        node().detect()
                .votes()
                .vote(monitor, location, new Observation(world.time().now(), outcome, "timeout", detail));
    }

    /// Our own network is down: no monitor can look, from now on.
    public World blind() {
        world.services().blind(true);
        return this;
    }

    public World pass(Duration duration) {
        world.pass(duration);
        if (!world.violations().isEmpty()) {
            throw new AssertionError(world.violations().getFirst());
        }
        return this;
    }

    /// `person` acknowledges every alert she was paged for.
    public World acknowledge(String person) {
        pages(person).stream()
                .map(page -> UUID.fromString(page.alert()))
                .distinct()
                .forEach(alert -> node().paging().alerts().acknowledge(alert, person));
        return this;
    }

    /// `person` resolves every alert she was paged for, whatever the monitors say.
    public World resolve(String person) {
        pages(person).stream()
                .map(page -> UUID.fromString(page.alert()))
                .distinct()
                .forEach(alert -> node().paging().alerts().resolve(alert, person));
        return this;
    }

    /// Planned work on `service` begins now.
    public World maintenance(String service, Duration lasting) {
        Instant now = world.time().now();
        node().tell()
                .maintenances()
                .plan("shop", "work on " + service, List.of(service), List.of(), now, now.plus(lasting), true, "omar");
        return pass(Duration.ofSeconds(2));
    }

    /// When and for what somebody's phone rang: `03:00 checkout answers 503`.
    public List<String> pagesTo(String person) {
        return pages(person).stream()
                .map(page -> CLOCK.format(page.at()) + " " + page.text())
                .toList();
    }

    private List<SimulatedProvider.Delivered> pages(String person) {
        return world.provider().inbox().stream()
                .filter(message ->
                        message.event().equals("triggered") && message.person().equals(person))
                .toList();
    }

    /// Every incident there ever was, oldest first: `1 resolved checkout`.
    public List<String> incidents() {
        var incidents = new ArrayList<String>();
        node().platform()
                .ledger()
                .read(tx -> node().respond().incidents().store().list(tx, Long.MAX_VALUE, 100))
                .reversed()
                .forEach(incident ->
                        incidents.add(incident.number() + " " + incident.state().word() + " " + incident.service()));
        return incidents;
    }

    private SimulatedNode node() {
        return world.anyNode().orElseThrow();
    }

    @Override
    public void close() {
        world.close();
    }
}
