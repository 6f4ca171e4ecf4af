package dev.candor.paging;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.Team;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.alert.AlertEvents;
import dev.candor.paging.alert.AlertStore;
import dev.candor.paging.alert.Alerts;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.EscalationStore;
import dev.candor.paging.escalation.Escalations;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.proof.Auditor;
import dev.candor.platform.Platform;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.auth.AccessStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.Delivery;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.OutboxLoop;
import dev.candor.platform.outbox.OutboxStore;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.secret.SecretBox;
import dev.candor.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Paging in one thread and virtual time, on the real SQL: signals go in, pages come out at the senders' double.
final class PagingWorld implements AutoCloseable {
    final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    final Database ledger;
    final List<String> events = new ArrayList<>();
    final SignalStore signals = new SignalStore();
    final AlertStore alertStore = new AlertStore();
    final EscalationStore escalationStore = new EscalationStore();
    final OutboxStore outbox;
    final Catalogs catalogs;
    final Escalations escalations;
    final Alerts alerts;
    private final Journal journal;
    private final Auditor auditor;
    private final Applying applying;
    private final Ids ids = new Ids(clock, Randomness.seeded(7));
    private final OutboxLoop sending;
    private final List<String> arrived = new ArrayList<>();
    private final Map<String, SendResult> answers = new HashMap<>();
    private final Map<String, Runnable> whileSending = new HashMap<>();
    private Optional<String> maintenance = Optional.empty();

    PagingWorld(Path folder, String yaml) {
        this(folder, yaml, Ways.ALL);
    }

    /// @param ways that can work
    PagingWorld(Path folder, String yaml, Ways ways) {
        Randomness random = Randomness.seeded(8);
        ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
        outbox = new OutboxStore(ids);
        journal = new Journal(ids);
        var secrets = new SecretBox(List.of(new byte[32]), random);
        var store = new CatalogStore(
                List.of(
                        Team.KIND,
                        Person.KIND,
                        Channel.KIND,
                        Schedule.KIND,
                        EscalationPolicy.KIND,
                        Service.KIND,
                        Monitor.KIND),
                secrets);
        catalogs = new Catalogs(ledger, store);
        applying = new Applying(ledger, catalogs, new Audit(ids), ids, clock);
        configure(yaml);
        escalations = new Escalations(
                ledger,
                escalationStore,
                alertStore,
                outbox,
                catalogs,
                new AccessStore(),
                journal,
                random,
                new PageText(() -> "http://console.example"),
                ways,
                (_, _) -> "");
        alerts = new Alerts(
                ledger,
                signals,
                alertStore,
                new StillFailing(new MonitorStore(), catalogs),
                escalations,
                catalogs,
                (_, _, _) -> maintenance,
                new Recording(),
                journal,
                ids,
                clock);
        auditor = new Auditor(
                new Platform(clock, SystemTime.elapsed(), SystemTime.sleeper(), ids, random, ledger, ledger, secrets),
                escalations);
        sending = new OutboxLoop(
                Lane.PAGES,
                ledger,
                outbox,
                Map.of("email", this::send, "ntfy", this::send, "webhook", this::send),
                escalations,
                clock,
                Randomness.seeded(9),
                "test",
                Runnable::run,
                () -> {});
    }

    private final class Recording implements AlertEvents {
        @Override
        public void opened(Tx tx, Alert alert, Instant now) {
            events.add("opened " + alert.number());
        }

        @Override
        public void deciding(Tx tx, String service) {}

        @Override
        public void repeated(Tx tx, Alert alert, Instant seenAt, Instant now) {}

        @Override
        public void acknowledged(Tx tx, Alert alert, String by, Instant now) {
            events.add("acknowledged " + alert.number() + " by " + by);
        }

        @Override
        public void resolved(Tx tx, Alert alert, String by, Instant endedAt, Instant now) {
            events.add("resolved " + alert.number() + " by " + by);
        }

        @Override
        public void withdrawn(Tx tx, Alert alert, String why, Instant now) {
            events.add("withdrawn " + alert.number());
        }

        @Override
        public void quiet(Tx tx, String service, Instant endedAt, Instant now) {
            events.add("quiet " + service);
        }
    }

    PagingWorld configure(String yaml) {
        var outcome = applying.files(Map.of("world.yaml", yaml), Map.of(), false, "omar");
        if (!outcome.problems().isEmpty()) {
            throw new IllegalArgumentException(outcome.problems().toString());
        }
        return this;
    }

    private SendResult send(Claim claim) {
        String to = claim.text("address").isEmpty() ? claim.text("channel") : claim.text("address");
        whileSending.getOrDefault(to, () -> {}).run();
        SendResult answer = answers.getOrDefault(to, new SendResult.Accepted("ok"));
        if (answer instanceof SendResult.Accepted) {
            String event = claim.text("event").equals("triggered") ? "" : claim.text("event") + " ";
            arrived.add(time(clock.instant()) + " " + event + to + ": " + claim.text("text"));
        }
        return answer;
    }

    private static String time(Instant instant) {
        String text = instant.toString().substring(11, 19);
        return text.endsWith(":00") ? text.substring(0, 5) : text;
    }

    /// From now on the provider of this address or channel answers so.
    void answers(String to, SendResult answer) {
        answers.put(to, answer);
    }

    /// Happens while a message to this address is under way.
    void whileSendingTo(String to, Runnable happens) {
        whileSending.put(to, happens);
    }

    void maintenance(Optional<String> code) {
        maintenance = code;
    }

    UUID signal(Signal.Event event, String key, Severity severity) {
        var signal = new Signal(
                ids.next(),
                event,
                "door/json",
                "shop",
                key,
                severity,
                key,
                Json.object(),
                clock.instant(),
                clock.instant());
        put(signal);
        return signal.id();
    }

    void put(Signal signal) {
        ledger.inTransaction(tx -> signals.put(tx, signal, clock.instant()));
        settle();
    }

    void trigger(String what) {
        signal(Signal.Event.FIRING, what, Severity.CRITICAL);
    }

    void recover(String what) {
        signal(Signal.Event.RECOVERED, what, Severity.CRITICAL);
    }

    void acknowledge(long number, String by) {
        alerts.acknowledge(alert(number).id(), by);
        settle();
    }

    /// What the auditor finds and puts right.
    List<String> audit() {
        auditor.tick(clock.instant());
        settle();
        return auditor.found();
    }

    /// Something that must not happen: the rows of its escalation are lost.
    void loseEscalation(long number) {
        UUID id = alert(number).id();
        ledger.inTransaction(tx -> tx.update("DELETE FROM escalation WHERE alert = ?", id));
    }

    /// Everything that is due now, until nothing is.
    void settle() {
        for (int i = 0; i < 50; i++) {
            Instant now = clock.instant();
            alerts.tick(now);
            Optional<Instant> escalation = escalations.tick(now);
            Optional<Instant> message = sending.tick(now);
            if (escalation.filter(at -> !at.isAfter(now)).isEmpty()
                    && message.filter(at -> !at.isAfter(now)).isEmpty()) {
                return;
            }
        }
        throw new AssertionError("the world does not come to rest");
    }

    void pass(Duration duration) {
        Instant end = clock.instant().plus(duration);
        while (clock.instant().isBefore(end)) {
            clock.pass(Duration.ofSeconds(5));
            settle();
        }
    }

    List<String> arrived() {
        return List.copyOf(arrived);
    }

    List<String> arrivedAt(String to) {
        return arrived.stream().filter(line -> line.contains(" " + to + ":")).toList();
    }

    Alert alert(long number) {
        Optional<Alert> found = ledger.read(tx -> alertStore.byNumber(tx, number));
        return found.orElseThrow();
    }

    List<Delivery> deliveries() {
        return ledger.read(tx -> outbox.list(tx, "", "", Optional.empty(), 500));
    }

    List<String> journal(long number) {
        List<Fact> facts =
                ledger.read(tx -> journal.about(tx, List.of(alert(number, tx).subject()), 500));
        return facts.stream().map(Fact::kind).toList();
    }

    private Alert alert(long number, Tx tx) {
        return alertStore.byNumber(tx, number).orElseThrow();
    }

    String escalation(long number) {
        UUID id = alert(number).id();
        Optional<EscalationStore.Standing> standing = ledger.read(tx -> escalationStore.standing(tx, id));
        return standing.map(EscalationStore.Standing::state).orElse("none");
    }

    @Override
    public void close() {
        ledger.close();
    }
}
