package dev.candor.lab.d20;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.CandorNode;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.Inbox;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.PhoneServer;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.parts.Resources;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OwnRun;
import dev.candor.lab.run.Round;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// D20, after Flagsmith's report of July 2024: the alert was there at once, and those who could help were out of
/// office; somebody answered hours later. Here two of three people let their phones ring.
///
/// Easier than it was: who is silent has a phone that takes messages.
public final class NobodyAnswers implements Drill {
    private static final String KEY = "shop-intake-key-of-the-lab";
    private static final Duration LATE = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Pattern LINK = Pattern.compile("https?://[^\"\\s]+(/a/[^\"\\s]+)");

    @Override
    public String id() {
        return "D20";
    }

    @Override
    public String about() {
        return "two of three people do not answer";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("setsid");
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OwnRun(id(), round);
        LabClock clock = round.clock();
        Duration first = round.paced(Duration.ofSeconds(8), Duration.ofMinutes(5));
        Duration second = round.paced(Duration.ofSeconds(6), Duration.ofMinutes(10));
        Path home = Files.createTempDirectory("candor-silence");
        try (var ana = new PhoneServer("ana", clock);
                var ben = new PhoneServer("ben", clock);
                var cleo = new PhoneServer("cleo", clock);
                var node = CandorNode.start(
                        home,
                        Resources.text(NobodyAnswers.class, "candor.yaml"),
                        Map.of(
                                "ANA",
                                ana.url(),
                                "BEN",
                                ben.url(),
                                "CLEO",
                                cleo.url(),
                                "FIRST",
                                first.toSeconds() + "s",
                                "SECOND",
                                second.toSeconds() + "s",
                                "KEY",
                                KEY),
                        clock)) {
            List<Inbox> phones = List.of(ana.inbox(), ben.inbox(), cleo.inbox());
            clock.sleeper().sleep(round.paced(Duration.ofSeconds(3), Duration.ofMinutes(1)));
            int falseAlerts =
                    phones.stream().mapToInt(phone -> phone.letters().size()).sum();
            if (round.mode() == Mode.CONTROL) {
                return run.result(0, 0, falseAlerts);
            }
            Instant begin = clock.wall().instant();
            run.fault(begin);
            run.say("the shop is down, and ana and ben are silent");
            node.ask("POST", "/v2/enqueue", event());
            Duration longest = first.plus(second).plusSeconds(30);
            clock.await(longest, POLL, () -> !cleo.inbox().letters().isEmpty());
            run.alert(node.firstAlert().orElseThrow(() -> new IllegalStateException("the node knows of no alert")));
            rang(run, "ana", ana.inbox(), begin, Duration.ZERO);
            rang(run, "ben", ben.inbox(), begin, first);
            rang(run, "cleo", cleo.inbox(), begin, first.plus(second));
            acknowledge(run, node, cleo.inbox(), clock);
            return run.result(0, 0, falseAlerts);
        } finally {
            Folders.delete(home);
        }
    }

    private static String event() {
        return Json.write(Json.object(
                "routing_key",
                KEY,
                "event_action",
                "trigger",
                "dedup_key",
                "shop-down",
                "payload",
                Json.object("summary", "The shop is down", "source", "shop.example", "severity", "critical")));
    }

    /// Each phone rings at the policy's time, not earlier and at most a second later.
    private static void rang(OwnRun run, String whose, Inbox phone, Instant begin, Duration planned) {
        run.need(
                phone.letters().size() == 1,
                whose + "'s phone rang " + phone.letters().size() + " times, 1 expected");
        phone.letters().stream().findFirst().ifPresent(letter -> {
            Duration off = Duration.between(begin.plus(planned), letter.at());
            run.fact(whose + "_after", Duration.between(begin, letter.at()).toMillis() / 1000.0);
            run.need(!off.isNegative(), whose + " was woken " + off.negated() + " too early");
            run.need(off.compareTo(LATE) <= 0, whose + " was woken " + off.toMillis() / 1000.0 + " s too late");
            if (whose.equals("cleo")) {
                run.page(letter.at());
            }
        });
    }

    /// The third person answers, with the link in the message; then it is quiet.
    private static void acknowledge(OwnRun run, CandorNode node, Inbox phone, LabClock clock) throws Exception {
        String words =
                phone.letters().isEmpty() ? "" : phone.letters().getFirst().text();
        Matcher link = LINK.matcher(words);
        if (!link.find()) {
            run.need(false, "the message to cleo has no link to acknowledge: " + words);
            return;
        }
        int status = node.status("POST", link.group(1), "", "");
        run.need(status / 100 == 2 || status / 100 == 3, "acknowledging by the link gave " + status);
        boolean acknowledged =
                String.valueOf(node.ask("GET", "/api/alerts", "").get("items")).contains("acknowledged");
        run.need(acknowledged, "the alert is not acknowledged");
        run.recovered(clock.wall().instant());
    }
}
