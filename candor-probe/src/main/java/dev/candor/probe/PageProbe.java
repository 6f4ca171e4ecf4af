package dev.candor.probe;

import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.HttpRequestSpec;
import dev.candor.probe.http.HttpSession;
import dev.candor.probe.http.HttpVersion;
import dev.candor.probe.page.Asset;
import dev.candor.probe.page.AssetRun;
import dev.candor.probe.page.HtmlAssets;
import dev.candor.probe.page.Visit;
import dev.candor.probe.page.VisitorCache;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Loads a page and then everything it loads. A broken asset of the page's own hosts fails it; before that the page
/// is asked for once more, since in the middle of a deployment an old page names files that are already gone.
final class PageProbe {
    private static final int HTML_BYTES = 5 << 20;
    private static final int NAMED = 5;

    private final GuardedHttp http;
    private final InstantSource clock;

    PageProbe(GuardedHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /// @param after what a returning visitor holds from now on
    record Looked(ProbeResult result, VisitorCache after) {}

    /// @param before what a returning visitor holds; not looked at when only new ones are asked for
    Looked run(PageSpec spec, VisitorCache before) {
        try {
            if (spec.cache() == PageCache.COLD) {
                return new Looked(visited(spec, Visit.once()), VisitorCache.EMPTY);
            }
            if (before.isEmpty()) { // the first visit is a cold one
                Visit visit = Visit.returning(before, clock.instant());
                ProbeResult result = visited(spec, visit);
                return new Looked(result, visit.after());
            }
            Optional<ProbeResult> fresh =
                    spec.cache() == PageCache.BOTH ? Optional.of(visited(spec, Visit.once())) : Optional.empty();
            Visit visit = Visit.returning(before, clock.instant());
            ProbeResult returning = visited(spec, visit);
            ProbeResult result =
                    fresh.map(seen -> Visitors.both(seen, returning)).orElseGet(() -> Visitors.returning(returning));
            return new Looked(result, visit.after());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Looked(new ProbeResult.NotRun("stopped while loading the page"), before);
        }
    }

    /// Each visit has the whole time-out for itself: one visitor's slowness is not the other's.
    private ProbeResult visited(PageSpec spec, Visit visit) throws InterruptedException {
        try (HttpSession session = http.session(spec.document().timeout())) {
            return visited(spec, session, visit);
        }
    }

    private ProbeResult visited(PageSpec spec, HttpSession session, Visit visit) throws InterruptedException {
        HttpRequestSpec request = request(spec);
        Optional<GuardedResponse.Answered> held = visit.freshPage(request.url());
        if (held.isPresent()) {
            return round(spec, session, visit, request, held.get()).verdict;
        }
        GuardedResponse first = session.send(visit.conditional(request));
        GuardedResponse page = visit.page(request.url(), first);
        Round round = round(spec, session, visit, request, page);
        // a visitor whose copy was confirmed sees exactly this page; anybody else may have come in mid-deployment
        if (round.mandatory.isEmpty() || page != first || !(first instanceof GuardedResponse.Answered before)) {
            return round.verdict;
        }
        GuardedResponse second = session.send(request);
        boolean changed =
                second instanceof GuardedResponse.Answered after && !Arrays.equals(before.body(), after.body());
        return changed
                ? round(spec, session, visit, request, visit.page(request.url(), second)).verdict
                : round.verdict;
    }

    private static HttpRequestSpec request(PageSpec spec) {
        HttpRequestSpec asked = spec.document().request();
        HttpRequestSpec request = asked.withLimits(HTML_BYTES, HttpRequestSpec.READ_BYTES)
                .withTransport(asked.transport().withVersion(HttpVersion.HTTP_1_1));
        boolean chosen = request.headers().stream().anyMatch(h -> h.name().equalsIgnoreCase("accept-encoding"));
        return chosen ? request : request.withHeader("Accept-Encoding", "gzip, deflate");
    }

    /// One load of the page. `mandatory` names the broken assets that must work.
    private record Round(ProbeResult verdict, List<String> mandatory) {}

    private Round round(
            PageSpec spec, HttpSession session, Visit visit, HttpRequestSpec request, GuardedResponse response)
            throws InterruptedException {
        ProbeResult document = HttpVerdict.of(spec.document(), response, clock);
        boolean usable = document instanceof ProbeResult.Passed || document instanceof ProbeResult.Degraded;
        if (!usable || !(response instanceof GuardedResponse.Answered answer)) {
            return new Round(document, List.of());
        }
        String type = answer.headers().first("Content-Type").orElse("text/html");
        if (!type.toLowerCase(Locale.ROOT).contains("html")) {
            String detail = "the page is not HTML but '" + type + "'";
            return new Round(new ProbeResult.Failed(answer.measured(), Reason.BAD_RESPONSE, detail), List.of());
        }
        if (!answer.bodyReadable()) {
            String detail = "the page is compressed in a way we did not ask for";
            return new Round(new ProbeResult.Failed(answer.measured(), Reason.BAD_RESPONSE, detail), List.of());
        }
        List<Asset> assets = HtmlAssets.find(answer.body(), charset(type), answer.url());
        var run = new AssetRun(session, visit, request, answer.url(), spec.maxAssets(), spec.maxBytes());
        return judge(spec, document, answer, run.load(assets));
    }

    private static Round judge(
            PageSpec spec, ProbeResult document, GuardedResponse.Answered answer, AssetRun.Report report) {
        Set<String> hosts = new HashSet<>(spec.extraMandatoryHosts());
        hosts.add(host(answer.url()));
        hosts.add(host(spec.document().url()));
        var mandatory = new ArrayList<String>();
        var notes = new ArrayList<String>();
        var unknown = new ArrayList<String>();
        for (AssetRun.Outcome outcome : report.outcomes()) {
            if (outcome.problem().isPresent()) {
                String said = outcome.asset().name() + " " + outcome.problem().get();
                boolean needed = hosts.contains(host(outcome.asset().url()));
                (!needed ? notes : outcome.ours() ? unknown : mandatory).add(said);
            }
        }
        if (mandatory.isEmpty() && !unknown.isEmpty()) {
            return new Round(new ProbeResult.NotRun(words(unknown)), List.of());
        }
        int broken = mandatory.size() + notes.size();
        if (report.leftOut() > 0) {
            notes.add("looked at " + report.outcomes().size() + " assets and left out " + report.leftOut()
                    + " more: the limit is " + spec.maxAssets() + " assets or " + spec.maxBytes() + " bytes");
        }
        if (!answer.bodyComplete()) {
            notes.add("only the first " + HTML_BYTES + " bytes of the page were searched for assets");
        }
        Measurements measured = answer.measured().withAssets(report.outcomes().size(), broken, shortened(notes));
        if (!mandatory.isEmpty()) {
            return new Round(new ProbeResult.Failed(measured, Reason.ASSET, words(mandatory)), mandatory);
        }
        ProbeResult verdict = document instanceof ProbeResult.Degraded(Measurements _, String detail)
                ? new ProbeResult.Degraded(measured, detail)
                : new ProbeResult.Passed(measured);
        return new Round(verdict, List.of());
    }

    private static List<String> shortened(List<String> notes) {
        return notes.size() <= 20 ? notes : notes.subList(notes.size() - 20, notes.size()); // limits come last
    }

    private static String words(List<String> broken) {
        String named = String.join("; ", broken.subList(0, Math.min(NAMED, broken.size())));
        int more = broken.size() - NAMED;
        return more <= 0 ? named : named + "; and " + more + " more";
    }

    private static String host(URI uri) {
        return uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static String charset(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return "";
        }
        String rest = contentType.substring(at + 8);
        int end = rest.indexOf(';');
        return (end < 0 ? rest : rest.substring(0, end)).replace("\"", "").strip();
    }
}
