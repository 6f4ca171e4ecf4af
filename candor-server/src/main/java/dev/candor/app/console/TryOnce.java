package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.screen.Times;
import dev.candor.probe.Measurements;
import dev.candor.probe.Phases;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.ProbeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Looks once with the values of a form or a text, and keeps nothing. It goes through the same guard as every run.
public final class TryOnce {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int AT_ONCE = 4;

    private final Candor candor;
    private final Semaphore looking = new Semaphore(AT_ONCE);

    TryOnce(Candor candor) {
        this.candor = candor;
    }

    /// What was seen.
    ///
    /// @param look one of {@link Looks}
    /// @param detail why it is not well; may be empty
    /// @param phases name and time, those that happened
    /// @param facts status, size, address and the like
    public record Seen(
            String look, String words, String detail, Map<String, String> phases, Map<String, String> facts) {
        static Seen not(String why) {
            return new Seen("unknown", "Not looked", why, Map.of(), Map.of());
        }
    }

    /// @param problems what must be right before anybody can look; nothing was seen then
    public record Tried(Optional<Seen> seen, List<Problem> problems) {}

    /// @param typed the document as the form or the editor has it
    /// @param stored the one it would replace, sealed
    Tried look(Node typed, Map<String, @Nullable Object> stored) {
        Node whole = CatalogStore.hasDots(Nodes.tree(typed))
                ? Nodes.json(typed.place().file(), candor.catalogs().store().unmasked(Nodes.tree(typed), stored))
                : typed;
        if (CatalogStore.hasDots(Nodes.tree(whole))) {
            return new Tried(
                    Optional.of(
                            Seen.not(
                                    "Dots stand for a secret that belongs to another address: write the secret itself once more.")),
                    List.of());
        }
        var problems = new ArrayList<Problem>();
        ProbeSpec spec = spec(whole, problems);
        if (!problems.isEmpty()) {
            return new Tried(Optional.empty(), problems);
        }
        if (spec.timeout().compareTo(LONGEST) > 0 && whole instanceof Node.Mapping mapping) {
            var shorter = new LinkedHashMap<>(mapping.entries());
            shorter.put("timeout", new Node.Scalar(whole.place(), LONGEST.toSeconds() + "s", true));
            spec = spec(new Node.Mapping(whole.place(), shorter), problems);
        }
        if (!looking.tryAcquire()) {
            return new Tried(Optional.of(Seen.not("Others are trying too; try again in a moment.")), List.of());
        }
        try {
            return new Tried(Optional.of(seen(candor.detect().look(spec))), List.of());
        } finally {
            looking.release();
        }
    }

    /// Name and service do not matter for one look.
    private static ProbeSpec spec(Node document, List<Problem> problems) {
        var all = new ArrayList<Problem>();
        Monitor monitor =
                Monitor.KIND.reader().apply(Reading.of(document, Monitor.KIND.singular(), all, new ArrayList<>()));
        all.stream()
                .filter(problem -> !problem.path().equals("monitor.name")
                        && !problem.path().equals("monitor.service"))
                .forEach(problems::add);
        return monitor.spec();
    }

    private static Seen seen(ProbeResult result) {
        return switch (result) {
            case ProbeResult.Passed(Measurements measured) ->
                new Seen("good", "Well", "", phases(measured.phases()), facts(measured));
            case ProbeResult.Degraded(Measurements measured, String detail) ->
                new Seen("minor", "Degraded", detail, phases(measured.phases()), facts(measured));
            case ProbeResult.Failed(Measurements measured, var reason, String detail) ->
                new Seen(
                        "critical",
                        "Failed: "
                                + reason.name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', ' '),
                        detail,
                        phases(measured.phases()),
                        facts(measured));
            case ProbeResult.NotRun(String why) -> Seen.not(why);
        };
    }

    private static Map<String, String> phases(Phases phases) {
        var shown = new LinkedHashMap<String, String>();
        put(shown, "DNS", phases.dnsMicros());
        put(shown, "Connect", phases.connectMicros());
        put(shown, "TLS", phases.tlsMicros());
        put(shown, "First byte", phases.firstByteMicros());
        put(shown, "Transfer", phases.transferMicros());
        put(shown, "Together", phases.totalMicros());
        return shown;
    }

    private static void put(Map<String, String> shown, String name, long micros) {
        if (micros > 0) {
            shown.put(name, Times.millis(micros));
        }
    }

    private static Map<String, String> facts(Measurements measured) {
        var facts = new LinkedHashMap<String, String>();
        if (measured.statusCode() > 0) {
            facts.put("Status", measured.statusCode() + "");
            facts.put("Body", measured.bodyBytes() + " bytes");
        }
        if (!measured.remoteAddress().isEmpty()) {
            facts.put("Answered by", measured.remoteAddress());
        }
        measured.certificateNotAfter().ifPresent(at -> facts.put("Certificate ends", Times.text(at, "day")));
        measured.redirects().stream().reduce((_, last) -> last).ifPresent(last -> facts.put("Redirected to", last));
        if (measured.assets() > 0) {
            facts.put("Assets", measured.assets() + ", " + measured.assetsFailed() + " of them broken");
        }
        measured.notes().stream().limit(5).forEach(note -> facts.merge("Noticed", note, (a, b) -> a + "; " + b));
        return facts;
    }
}
