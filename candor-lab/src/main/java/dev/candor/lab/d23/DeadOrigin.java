package dev.candor.lab.d23;

import dev.candor.lab.parts.CandorNode;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.parts.Resources;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OwnRun;
import dev.candor.lab.run.Round;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// D23: Candor is killed while two copies of its page are read all the time; a person tells the readers by hand what
/// happened; then Candor comes back and knows of it.
///
/// Easier than it could be: the folder the person speaks into lies on the same disk as the copies read.
public final class DeadOrigin implements Drill {
    private static final String WORDS = "The power in our hall is out. The electrician is on her way.";
    private static final Duration BUDGET = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    @Override
    public String id() {
        return "D23";
    }

    @Override
    public String about() {
        return "Candor is dead, its page is not, and a person speaks on it";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("setsid");
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OwnRun(id(), round);
        LabClock clock = round.clock();
        Path home = Files.createTempDirectory("candor-dead-origin");
        try (var node = CandorNode.start(home, Resources.text(DeadOrigin.class, "candor.yaml"), Map.of(), clock);
                var one = PageCopy.start("copy-1", node.pages(), pages(node), home, clock);
                var two = PageCopy.start("copy-2", node.pages(), pages(node), home, clock)) {
            List<URI> copies = List.of(one.address(), two.address());
            for (URI copy : copies) {
                awaitPage(copy, clock);
            }
            try (var readers = PageReaders.start(copies, WORDS, clock)) {
                clock.sleeper().sleep(round.paced(Duration.ofSeconds(5), Duration.ofMinutes(6)));
                int lost = round.mode() == Mode.CONTROL ? 0 : outage(run, round, node, readers, copies, home);
                readers.close();
                return judge(run, readers.sights(), lost);
            }
        } finally {
            Folders.delete(home);
        }
    }

    private static Path pages(CandorNode node) {
        return node.data().resolve("pages");
    }

    /// A copy has the page before its first reader comes.
    private static void awaitPage(URI copy, LabClock clock) throws InterruptedException {
        try (var first = PageReaders.start(List.of(copy), WORDS, clock)) {
            clock.await(LONGEST, POLL, () -> first.sights().stream().anyMatch(Sight::answered));
        }
    }

    /// @return how many words were lost
    private static int outage(
            OwnRun run, Round round, CandorNode node, PageReaders readers, List<URI> copies, Path home)
            throws IOException, InterruptedException {
        LabClock clock = round.clock();
        node.kill();
        run.fault(clock.wall().instant());
        run.say("Candor is dead");
        clock.sleeper().sleep(round.paced(Duration.ofSeconds(3), Duration.ofMinutes(6)));
        Instant typed = clock.wall().instant();
        speak(node.data(), home, clock);
        Instant said = clock.wall().instant();
        run.say("a person spoke");
        clock.await(
                LONGEST, POLL, () -> Sight.everywhere(readers.sights(), copies).isPresent());
        Optional<Instant> seen = Sight.everywhere(readers.sights(), copies);
        run.need(seen.isPresent(), "the word by hand was not seen on both copies");
        seen.ifPresent(at -> {
            Duration visible = Duration.between(typed, at);
            run.published(at);
            run.fact("say_took", Duration.between(typed, said).toMillis() / 1000.0);
            run.fact("visible_after", visible.toMillis() / 1000.0);
            run.need(visible.compareTo(BUDGET) <= 0, "seen on both copies only after " + visible.toSeconds() + " s");
        });
        long byHand = highest(readers.sights());
        clock.sleeper().sleep(round.paced(Duration.ofSeconds(2), Duration.ofMinutes(1)));
        node.restart();
        run.say("Candor is back");
        return back(run, clock, node, readers, copies, byHand);
    }

    private static void speak(Path data, Path home, LabClock clock) throws IOException, InterruptedException {
        List<String> command = Jvm.command(
                dev.candor.lab.Main.class,
                "96m",
                "say",
                "--data",
                data.toString(),
                "--component",
                "Website=major_outage",
                "--by",
                "ana",
                WORDS);
        try (var say = RealProcess.start("candor say", command, home.resolve("say.log"), clock)) {
            clock.await(LONGEST, POLL, () -> !say.alive());
            if (say.exit().orElse(-1) != 0) {
                throw new IllegalStateException("candor say: " + say.logEnd());
            }
        }
    }

    private static long highest(List<Sight> sights) {
        return sights.stream().mapToLong(Sight::sequence).max().orElse(-1);
    }

    /// Waits until Candor has the word among its incidents, and both copies a newer page of it.
    private static int back(
            OwnRun run, LabClock clock, CandorNode node, PageReaders readers, List<URI> copies, long byHand)
            throws IOException, InterruptedException {
        long words = words(node);
        run.recovered(clock.wall().instant());
        run.need(words == 1, "Candor has " + words + " words said by hand instead of one");
        clock.await(
                LONGEST,
                POLL,
                () -> copies.stream()
                        .allMatch(copy -> readers.sights().stream()
                                .anyMatch(sight -> sight.copy().equals(copy) && sight.sequence() > byHand)));
        for (URI copy : copies) {
            run.need(
                    readers.sights().stream().anyMatch(sight -> sight.copy().equals(copy) && sight.sequence() > byHand),
                    copy + " did not take the page of the Candor that came back");
        }
        return words == 0 ? 1 : 0;
    }

    private static long words(CandorNode node) throws IOException, InterruptedException {
        long words = 0;
        if (node.ask("GET", "/api/incidents", "").get("items") instanceof List<?> incidents) {
            for (Object each : incidents) {
                if (each instanceof Map<?, ?> incident
                        && node.ask("GET", "/api/incidents/" + incident.get("number"), "")
                                        .get("updates")
                                instanceof List<?> updates) {
                    words += updates.stream()
                            .filter(update -> update instanceof Map<?, ?> said && WORDS.equals(said.get("body")))
                            .count();
                }
            }
        }
        return words;
    }

    private static DrillResult judge(OwnRun run, List<Sight> sights, int lost) {
        Sight.Sum sum = Sight.sum(sights);
        run.fact("requests", sum.requests());
        run.fact("failed", sum.failed());
        run.fact("longest_age", sum.longestAge().toMillis() / 1000.0);
        run.need(sum.requests() > 0, "nobody asked");
        run.need(sum.failed() == 0, sum.failed() + " of " + sum.requests() + " requests failed");
        run.need(sum.older() == 0, sum.older() + " answers were older than one before");
        run.need(sum.forgot() == 0, sum.forgot() + " answers no longer knew what was said by hand");
        return run.result(sum.failed(), lost, 0);
    }
}
