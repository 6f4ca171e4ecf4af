package dev.candor.lab.d22;

import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.lab.parts.CandorNode;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.Inbox;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.MailServer;
import dev.candor.lab.parts.PhoneServer;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.parts.Resources;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OwnRun;
import dev.candor.lab.run.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// D22: the providers through which people are paged take nothing while alert after alert comes in; then they are back.
/// No report has it; each that says "escalation was slow" could have had it.
///
/// Easier than it could be: both providers come back at the same moment and then take everything at once.
public final class ProviderOutage implements Drill {
    private static final String KEY = "shop-intake-key-of-the-lab";
    private static final List<String> SEVERITIES = List.of("critical", "error", "warning");
    /// As the time between two tries of a page grows to five minutes, a little more.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(310);
    private static final Duration POLL = Duration.ofMillis(100);

    @Override
    public String id() {
        return "D22";
    }

    @Override
    public String about() {
        return "mail server and push server take nothing for a while";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("setsid");
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OwnRun(id(), round);
        LabClock clock = round.clock();
        Path home = Files.createTempDirectory("candor-outage");
        try (var phone = new PhoneServer("ana", clock);
                var mail = new MailServer(clock);
                var node = CandorNode.start(
                        home,
                        Resources.text(ProviderOutage.class, "candor.yaml"),
                        Map.of(
                                "PHONE",
                                phone.url(),
                                "KEY",
                                KEY,
                                "CANDOR_SMTP_HOST",
                                "127.0.0.1",
                                "CANDOR_SMTP_PORT",
                                Integer.toString(mail.port()),
                                "CANDOR_SMTP_ENCRYPTION",
                                "none",
                                "CANDOR_SMTP_FROM",
                                "candor@shop.example"),
                        clock)) {
            clock.sleeper().sleep(round.paced(Duration.ofSeconds(3), Duration.ofSeconds(30)));
            int falseAlerts =
                    phone.inbox().letters().size() + mail.inbox().letters().size();
            if (round.mode() == Mode.CONTROL) {
                return run.result(0, 0, falseAlerts);
            }
            List<Inbox> inboxes = List.of(phone.inbox(), mail.inbox());
            inboxes.forEach(inbox -> inbox.open(false));
            run.fault(clock.wall().instant());
            run.say("the providers are away");
            List<Sent> sent = send(round, node);
            inboxes.forEach(inbox -> inbox.open(true));
            Instant back = clock.wall().instant();
            run.say("the providers are back");
            run.alert(node.firstAlert().orElseThrow(() -> new IllegalStateException("the node knows of no alert")));
            awaitAll(clock, inboxes, sent.size());
            return judge(run, sent, inboxes, back, falseAlerts);
        } finally {
            Folders.delete(home);
        }
    }

    /// Alerts all through the outage, told as PagerDuty's clients tell them.
    private static List<Sent> send(Round round, CandorNode node) throws IOException, InterruptedException {
        LabClock clock = round.clock();
        Duration every = round.paced(Duration.ofSeconds(3), Duration.ofSeconds(30));
        Duration outage = round.paced(Duration.ofSeconds(60), Duration.ofMinutes(30));
        var random = Randomness.seeded(round.seed());
        var sent = new ArrayList<Sent>();
        long from = clock.elapsed().nanos();
        for (Duration at = Duration.ZERO; at.compareTo(outage) < 0; at = at.plus(every)) {
            clock.sleepUntil(from, at);
            int severity = random.nextInt(SEVERITIES.size());
            var next = new Sent(sent.size(), severity, clock.wall().instant());
            var payload =
                    Json.object("summary", next.name(), "source", "shop.example", "severity", SEVERITIES.get(severity));
            node.ask(
                    "POST",
                    "/v2/enqueue",
                    Json.write(Json.object(
                            "routing_key",
                            KEY,
                            "event_action",
                            "trigger",
                            "dedup_key",
                            next.name(),
                            "payload",
                            payload)));
            sent.add(next);
        }
        clock.sleepUntil(from, outage);
        return sent;
    }

    private static void awaitAll(LabClock clock, List<Inbox> inboxes, int alerts) throws InterruptedException {
        clock.await(
                LONGEST_PAUSE,
                POLL,
                () -> inboxes.stream().allMatch(inbox -> Arrived.in(inbox).size() >= alerts));
    }

    private static DrillResult judge(OwnRun run, List<Sent> sent, List<Inbox> inboxes, Instant back, int falseAlerts) {
        int lost = 0;
        int farthest = 0;
        int repeated = 0;
        int refused = 0;
        for (Inbox inbox : inboxes) {
            List<Integer> arrived = Arrived.in(inbox);
            lost += sent.size() - arrived.size();
            repeated += Arrived.repeated(inbox);
            farthest = Math.max(farthest, Arrived.farthestFrom(Arrived.wanted(sent), arrived));
            refused += inbox.refused();
        }
        run.need(refused > 0, "nothing was refused: the fault is no fault");
        run.need(farthest <= Arrived.AT_ONCE, "the order after the outage is wrong by " + farthest + " places");
        inboxes.stream()
                .flatMap(inbox -> inbox.letters().stream())
                .map(Inbox.Letter::at)
                .min(Instant::compareTo)
                .ifPresent(run::page);
        inboxes.stream()
                .flatMap(inbox -> inbox.letters().stream())
                .map(Inbox.Letter::at)
                .max(Instant::compareTo)
                .ifPresent(last -> {
                    run.recovered(last);
                    run.fact("all_after_back", Duration.between(back, last).toMillis() / 1000.0);
                });
        run.fact("alerts", sent.size());
        run.fact("refused", refused);
        run.fact("repeated", repeated);
        run.fact("out_of_order_by", farthest);
        return run.result(0, lost, falseAlerts);
    }
}
