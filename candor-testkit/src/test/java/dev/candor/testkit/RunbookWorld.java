package dev.candor.testkit;

import dev.candor.app.Candor;
import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.platform.Platform;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.DatabaseException;
import dev.candor.respond.runbook.Acted;
import dev.candor.respond.runbook.By;
import dev.candor.respond.runbook.Effect;
import dev.candor.respond.runbook.Look;
import dev.candor.respond.runbook.Outside;
import dev.candor.respond.runbook.Run;
import dev.candor.respond.runbook.RunActions.Wish;
import dev.candor.respond.runbook.Runbooks;
import dev.candor.respond.runbook.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One runbook on two nodes that die, hang and are held up, before a load balancer and a machine that are simulated.
final class RunbookWorld implements AutoCloseable {
    static final String YAML = """
            people:
              - {name: ana, email: ana@shop.example, role: responder}
              - {name: ben, email: ben@shop.example, role: responder}
            services: [{name: shop}]
            pages: [{name: Shop, slug: shop, components: [{name: Website, services: [shop]}]}]
            runbooks:
              - name: new-disks
                service: shop
                deadline: 6h
                parameters: [{name: server, one-of: [a, b]}]
                pools: [{name: app, socket: /run/haproxy.sock, backend: app}]
                steps:
                  - {name: announce, kind: page-update, maintenance: start, page: Shop, title: New disks, services: [shop]}
                  - name: drain
                    kind: haproxy
                    server: "{{server}}"
                    to: drain
                    verify: [{server: "{{server}}", state: [drain], sessions: 0}]
                    invariant: {that: [{server: "{{server}}", state: [drain, maint]}], until: activate}
                    undo: nothing
                  - name: maintain
                    kind: haproxy
                    server: "{{server}}"
                    to: maint
                    verify: [{server: "{{server}}", state: [maint]}]
                    undo: nothing
                  - name: order
                    kind: http
                    url: "http://work.example/orders?for={{server}}"
                    repeat: keyed
                    verify: [{http: "http://work.example/ordered"}]
                    undo: nothing
                  - name: wipe
                    kind: http
                    url: "http://work.example/wipe"
                    repeat: ask
                    verify: [{http: "http://work.example/wiped"}]
                    undo: nothing
                  - name: booted
                    kind: wait-until
                    until: [{http: "http://a.example/orders"}]
                    times: 2
                    within: 10m
                  - {name: look-over-it, kind: approval, person: ben, second-person: true}
                  - name: activate
                    kind: haproxy
                    server: "{{server}}"
                    to: ready
                    before: [{http: "http://a.example/orders"}]
                    verify: [{server: "{{server}}", state: [ready], up: true}]
                    undo: nothing
            """;

    private static final Duration TURN = Duration.ofMillis(500);
    private static final Duration BOOT = Duration.ofSeconds(40);

    private final Template template;
    private final Randomness random;
    private final VirtualTime time = new VirtualTime(Template.START);
    private final Fibers fibers = new Fibers(time);
    private final Weather weather;
    private final InMemoryDatabase database;
    private final InMemoryDatabase results;
    private final List<@Nullable Node> nodes = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Seen.Server.Admin> servers = new LinkedHashMap<>();
    private final int killAt;
    private int points;
    private int deaths;
    private int drifts;
    private int asked;
    private int keyedRequests;
    private int wipes;
    private int activations;
    private Instant drainedAt = Instant.MAX;
    private Instant bootedAt = Instant.MAX;
    private boolean flipped;

    /// @param killAt a node dies at this point of its work, exactly once; -1 for never
    RunbookWorld(Template template, long seed, int killAt, boolean stormy) {
        this.template = template;
        this.random = Randomness.seeded(seed);
        this.weather = new Weather(Randomness.seeded(random.nextLong()));
        this.database = InMemoryDatabase.copyOf(template.ledger());
        this.results = InMemoryDatabase.copyOf(template.results());
        this.killAt = killAt;
        servers.put("a", Seen.Server.Admin.READY);
        servers.put("b", Seen.Server.Admin.READY);
        for (int i = 0; i < 2; i++) {
            nodes.add(null);
            start(i);
        }
        if (stormy) {
            weather.storm();
        }
    }

    private final class Node implements Outside {
        final int index;
        final Runbooks runbooks;
        boolean alive = true;

        Node(int index) {
            this.index = index;
            var clock = new SimulatedClock(time);
            clock.skew(Duration.ofSeconds(index == 0 ? 0 : 4));
            Randomness own = Randomness.seeded(random.nextLong());
            var ledger = new FaultyDatabase(database, weather, fibers, () -> alive, this::dies);
            var platform = new Platform(
                    clock,
                    () -> Duration.between(Instant.EPOCH, time.now()).toNanos(),
                    fibers::sleep,
                    new Ids(clock, own),
                    own,
                    ledger,
                    results,
                    template.secrets(own));
            var catalogs = new Catalogs(database, new CatalogStore(Candor.KINDS, platform.secrets()));
            catalogs.reload();
            runbooks = new Runbooks(
                    platform,
                    catalogs,
                    this,
                    (_, _, _, _, _, _, _, _) -> true,
                    work -> time.after(Duration.ofMillis(1), () -> {
                        if (alive) {
                            fibers.start(this, work);
                        }
                    }),
                    "node" + index,
                    () -> "https://candor.shop.example");
            loop(clock);
        }

        void loop(SimulatedClock clock) {
            time.after(TURN, () -> {
                if (alive) {
                    try {
                        runbooks.runs().tick(clock.instant());
                    } catch (DatabaseException away) {
                        // the next tick comes
                    } catch (Fibers.Died died) {
                        return;
                    }
                    loop(clock);
                }
            });
        }

        void dies() {
            alive = false;
            deaths++;
            time.after(Duration.ZERO, () -> fibers.kill(this));
            time.after(weather.between(Duration.ofSeconds(2), Duration.ofSeconds(90)), () -> start(index));
        }

        /// A place in the work where the process may die.
        void point() {
            if (!alive) {
                throw new Fibers.Died();
            }
            if (points++ == killAt || weather.stormy() && weather.chance(0.01)) {
                dies();
                throw new Fibers.Died();
            }
        }

        void takesTime() {
            if (weather.stormy() && weather.chance(0.03)) {
                fibers.sleep(Duration.ofSeconds(45)); // held up longer than any lease
            } else {
                fibers.sleep(weather.between(Duration.ofMillis(1), Duration.ofMillis(400)));
            }
        }

        @Override
        public Seen look(Look look) {
            point();
            takesTime();
            if (weather.stormy() && weather.chance(0.03)) {
                return new Seen.Blind("half an answer");
            }
            return switch (look) {
                case Look.AtPool _ -> pool();
                case Look.AtAddress(var spec) ->
                    is(spec.url().getPath(), spec.url().getHost()) ? new Seen.Held() : new Seen.Unmet("answered 503");
                case Look.AtDatabase _ -> new Seen.Held();
            };
        }

        private boolean is(String path, String host) {
            return switch (host + path) {
                case "work.example/ordered" -> !keys.isEmpty();
                case "work.example/wiped" -> wipes > 0;
                default -> !bootedAt.isAfter(time.now());
            };
        }

        @Override
        public Acted act(Effect effect) {
            point();
            if (weather.stormy()) {
                fibers.sleep(weather.between(Duration.ZERO, Duration.ofSeconds(8)));
            }
            if (!alive) {
                throw new Fibers.Died();
            }
            if (weather.stormy() && weather.chance(0.1)) {
                return new Acted.Unknown("nobody answered"); // and nothing was done
            }
            if (weather.stormy() && weather.chance(0.1)) {
                // On its way, whatever becomes of who sent it.
                time.after(weather.between(Duration.ofSeconds(1), Duration.ofSeconds(20)), () -> does(effect));
                return new Acted.Unknown("nobody answered");
            }
            does(effect);
            point();
            return weather.stormy() && weather.chance(0.1)
                    ? new Acted.Unknown("the answer was lost")
                    : new Acted.Done("");
        }
    }

    private Seen.Servers pool() {
        var seen = new LinkedHashMap<String, Seen.Server>();
        servers.forEach((name, admin) -> seen.put(
                name,
                new Seen.Server(admin, admin != Seen.Server.Admin.MAINT, sessions(name), 1, Duration.ofSeconds(1))));
        return new Seen.Servers(4711, Duration.ofHours(2), seen);
    }

    private int sessions(String name) {
        return name.equals("a") && drainedAt.isBefore(time.now().minusSeconds(6)) ? 0 : 2;
    }

    private void does(Effect effect) {
        switch (effect) {
            case Effect.SetServer set -> sets(set);
            case Effect.Call call
            when call.keyed() -> {
                keyedRequests++;
                keys.add(call.key());
            }
            case Effect.Call _ -> {
                wipes++;
                if (bootedAt.equals(Instant.MAX)) {
                    bootedAt = time.now().plus(BOOT);
                }
            }
        }
    }

    private void sets(Effect.SetServer set) {
        if (!set.server().equals("a")) {
            violated("touched " + set.server());
        }
        switch (set.aim()) {
            case DRAIN -> {
                servers.put("a", Seen.Server.Admin.DRAIN);
                drainedAt = time.now();
            }
            case MAINT -> {
                if (sessions("a") > 0) {
                    violated("worked on a server with requests under way");
                }
                servers.put("a", Seen.Server.Admin.MAINT);
            }
            case READY -> {
                activations++;
                if (bootedAt.isAfter(time.now()) || keys.isEmpty() || wipes == 0) {
                    violated("activated the unverified");
                }
                if (servers.get("a") == Seen.Server.Admin.READY && !flipped) {
                    violated("activated twice");
                }
                servers.put("a", Seen.Server.Admin.READY);
            }
            case WEIGHT -> violated("weight");
        }
    }

    private void start(int index) {
        Node before = nodes.get(index);
        if (before == null || !before.alive) {
            nodes.set(index, new Node(index));
        }
    }

    private Optional<Node> living() {
        return nodes.stream()
                .flatMap(node ->
                        node != null && node.alive ? java.util.stream.Stream.of(node) : java.util.stream.Stream.empty())
                .findFirst();
    }

    /// Both start it at once, as two people do.
    void begin() {
        time.after(Duration.ofSeconds(1), () -> tries(node -> start(node, "ana")));
        time.after(Duration.ofSeconds(2), () -> tries(node -> start(node, "ben")));
        time.after(Duration.ofSeconds(7), this::person);
    }

    private interface Try {
        void with(Node node);
    }

    private void tries(Try what) {
        living().ifPresent(node -> {
            try {
                what.with(node);
            } catch (DatabaseException | Fibers.Died notThisTime) {
                // tried again
            }
        });
    }

    private void start(Node node, String by) {
        node.runbooks.actions().start("new-disks", Map.of("server", "a"), Optional.empty(), By.person(by));
    }

    /// Somebody hits the load balancer by hand while the run is on.
    void flips(Duration after) {
        time.after(after, () -> {
            if (servers.get("a") != Seen.Server.Admin.READY && activations == 0) {
                servers.put("a", Seen.Server.Admin.READY);
                flipped = true;
            }
        });
    }

    /// Ben looks every few seconds, answers truthfully, and puts right what somebody did by hand.
    private void person() {
        tries(node -> {
            Optional<Run> run = run();
            if (run.isEmpty()) {
                start(node, "ana");
            }
            run.ifPresent(found -> attends(node, found));
        });
        time.after(Duration.ofSeconds(7), this::person);
    }

    private void attends(Node node, Run run) {
        var actions = node.runbooks.actions();
        if (run.phase() == Run.Phase.ASK && run.reason() == Run.Reason.APPROVAL) {
            String second = run.startedBy().equals("ben") ? "ana" : "ben";
            node.runbooks
                    .answers()
                    .approve(run.id(), run.question(), true, By.person(second), Optional.of(Role.RESPONDER));
        } else if (run.phase() == Run.Phase.ASK) {
            asked++;
            node.runbooks.answers().outcome(run.id(), run.question(), wipes > 0, By.person("ben"));
        } else if (run.phase() == Run.Phase.STOPPED) {
            if (run.reason() == Run.Reason.DRIFT) {
                drifts++;
                servers.put("a", Seen.Server.Admin.MAINT);
            }
            if (actions.resume(run.id(), OptionalInt.of(run.question()), "ben") instanceof Wish.Refused refused) {
                violated("could not go on: " + refused.why());
            }
        }
    }

    Optional<Run> run() {
        List<Run> all = database.read(
                        tx -> living().map(node -> node.runbooks.store().list(tx, Long.MAX_VALUE, 10)))
                .orElse(List.of());
        if (all.size() > 1) {
            violated("two people made " + all.size() + " runs");
        }
        return all.stream().findFirst();
    }

    void pass(Duration duration) {
        time.runUntil(time.now().plus(duration));
    }

    /// Lets time pass until the run is over, at most so long.
    void passUntilOver(Duration most) {
        Instant end = time.now().plus(most);
        while (time.now().isBefore(end)
                && run().filter(run -> run.phase() == Run.Phase.DONE).isEmpty()) {
            pass(Duration.ofSeconds(20));
        }
    }

    void heal() {
        weather.heal();
        start(0);
        start(1);
    }

    private void violated(String what) {
        if (violations.size() < 20) {
            violations.add(time.now() + " " + what);
        }
    }

    /// What went wrong, when everything has had time to be over.
    List<String> judge() {
        Optional<Run> run = run();
        if (run.isEmpty() || run.get().phase() != Run.Phase.DONE) {
            violated("not over: " + run);
        }
        if (servers.get("a") != Seen.Server.Admin.READY) {
            violated("a is " + servers.get("a"));
        }
        if (keys.size() != 1) {
            violated(keys.size() + " keys for one step");
        }
        if (wipes != 1) {
            violated("wiped " + wipes + " times");
        }
        if (!flipped && activations != 1) {
            violated("activated " + activations + " times");
        }
        long locks = database.read(tx -> tx.count("SELECT count(*) AS n FROM runbook_lock"));
        if (locks != 0) {
            violated(locks + " locks left");
        }
        long open = database.read(tx -> tx.count("SELECT count(*) AS n FROM maintenance WHERE state <> 'completed'"));
        long announced = database.read(tx -> tx.count("SELECT count(*) AS n FROM maintenance"));
        if (open != 0 || announced != 1) {
            violated(announced + " maintenances announced, " + open + " still open");
        }
        return violations;
    }

    int points() {
        return points;
    }

    int deaths() {
        return deaths;
    }

    int drifts() {
        return drifts;
    }

    boolean flipped() {
        return flipped;
    }

    int asked() {
        return asked;
    }

    int keyedRequests() {
        return keyedRequests;
    }

    @Override
    public void close() {
        fibers.killAll();
        database.close();
        results.close();
    }
}
