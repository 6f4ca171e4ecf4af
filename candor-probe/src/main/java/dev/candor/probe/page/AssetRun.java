package dev.candor.probe.page;

import dev.candor.probe.Measurements;
import dev.candor.probe.Reason;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.HttpRequestSpec;
import dev.candor.probe.http.HttpSession;
import dev.candor.probe.http.Links;
import dev.candor.probe.http.RedirectPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Loads assets as a browser does: six at a time from one host over kept connections, each address once, following
/// style sheets into the style sheets, images and fonts they name.
public final class AssetRun {
    private static final int PER_HOST = 6;
    private static final int DEEPEST = 3;
    private static final int SNIFFED = 512;
    private static final GuardedResponse NOT_ASKED = new GuardedResponse.NotRun("the visitor's cache has it");

    private final HttpSession session;
    private final Visit visit;
    private final HttpRequestSpec document;
    private final URI page;
    private final int maxAssets;
    private final long maxBytes;
    private final Map<String, Semaphore> hosts = new HashMap<>();
    private final Map<URI, Outcome> outcomes = new LinkedHashMap<>();
    private final Map<URI, Boolean> leftOut = new HashMap<>();
    private int pending;
    private long bytes;

    /// What became of one asset; `problem` is empty when it is fine.
    /// @param ours the problem is our own: nothing is known about the asset
    public record Outcome(Asset asset, Optional<String> problem, boolean ours) {}

    /// @param outcomes in the order in which the assets were found
    /// @param leftOut how many more were found and not loaded because a limit was reached
    public record Report(List<Outcome> outcomes, int leftOut) {}

    /// @param document the request the page was loaded with: its headers and credentials go to its own origin only
    /// @param page where the document came from, after redirects
    /// @param visit what the visitor holds of earlier visits
    public AssetRun(
            HttpSession session, Visit visit, HttpRequestSpec document, URI page, int maxAssets, long maxBytes) {
        this.session = session;
        this.visit = visit;
        this.document = document;
        this.page = page;
        this.maxAssets = maxAssets;
        this.maxBytes = maxBytes;
    }

    /// Blocks until every asset was looked at or the session's deadline has passed. To be called once.
    public Report load(List<Asset> assets) throws InterruptedException {
        assets.forEach(this::submit);
        synchronized (this) {
            while (pending > 0) {
                wait();
            }
            return new Report(List.copyOf(outcomes.values()), leftOut.size());
        }
    }

    private synchronized void submit(Asset asset) {
        if (outcomes.containsKey(asset.url())) {
            return;
        }
        if (outcomes.size() >= maxAssets || bytes >= maxBytes) {
            leftOut.put(asset.url(), true);
            return;
        }
        outcomes.put(asset.url(), new Outcome(asset, Optional.empty(), false));
        pending++;
        String host = String.valueOf(asset.url().getRawAuthority());
        Semaphore places = hosts.computeIfAbsent(host, _ -> new Semaphore(PER_HOST, true));
        Thread.ofVirtual().start(() -> look(asset, places));
    }

    private void look(Asset asset, Semaphore places) {
        Outcome outcome = null;
        long size = 0;
        try {
            places.acquire();
            try {
                if (!isFull()) { // many are started before the first byte is counted
                    Optional<Held> held = visit.fresh(asset.url()).filter(copy -> isEnough(asset, copy));
                    GuardedResponse response = held.isPresent() ? NOT_ASKED : response(asset);
                    if (held.isEmpty() && response instanceof GuardedResponse.Answered answer) {
                        size = answer.measured().bodyBytes();
                        held = visit.confirmed(asset.url(), answer);
                    }
                    outcome = held.isPresent() ? held(asset, held.get()) : loaded(asset, response);
                }
            } finally {
                places.release();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            done(asset, outcome, size);
        }
    }

    /// Bytes of which nothing is known cannot be held against an integrity attribute: they are loaded.
    private static boolean isEnough(Asset asset, Held copy) {
        return asset.integrity().isEmpty() || !copy.digests().isEmpty();
    }

    private Outcome held(Asset asset, Held copy) {
        if (!asset.integrity().isEmpty() && !Integrity.accepts(asset.integrity(), copy.digests())) {
            String problem = "is held in the visitor's cache with a content that does not fit its integrity attribute:"
                    + " browsers refuse to use it";
            return new Outcome(asset, Optional.of(problem), false);
        }
        follow(asset, asset.url(), new String(copy.body(), StandardCharsets.UTF_8));
        return new Outcome(asset, Optional.empty(), false);
    }

    private Outcome loaded(Asset asset, GuardedResponse response) {
        Optional<String> problem = AssetVerdict.problem(asset, page, response);
        if (problem.isEmpty() && response instanceof GuardedResponse.Answered answer) {
            visit.keep(asset, answer);
            follow(asset, answer.url(), answer.text());
        }
        return new Outcome(asset, problem, response instanceof GuardedResponse.NotRun);
    }

    private synchronized boolean isFull() {
        return bytes >= maxBytes;
    }

    /// @param outcome null when it was left out
    private synchronized void done(Asset asset, @Nullable Outcome outcome, long size) {
        if (outcome == null) {
            outcomes.remove(asset.url());
            leftOut.put(asset.url(), true);
        } else {
            outcomes.put(asset.url(), outcome);
        }
        bytes += size;
        if (--pending == 0) {
            notifyAll();
        }
    }

    private GuardedResponse response(Asset asset) {
        HttpRequestSpec request;
        try {
            request = request(asset);
            if (isRevalidated(asset)) {
                request = visit.conditional(request);
            }
        } catch (IllegalArgumentException unusable) {
            return new GuardedResponse.Failed(
                    Measurements.NONE, Reason.FORBIDDEN_ADDRESS, String.valueOf(unusable.getMessage()));
        }
        return session.send(request);
    }

    private boolean isRevalidated(Asset asset) {
        return visit.held(asset.url()).filter(copy -> isEnough(asset, copy)).isPresent();
    }

    private HttpRequestSpec request(Asset asset) {
        boolean home = origin(asset.url()).equals(origin(document.url()));
        var headers = new ArrayList<Header>();
        for (Header header : document.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            boolean always =
                    name.equals("user-agent") || name.equals("accept-language") || name.equals("accept-encoding");
            if (always || home && !name.startsWith("content-") && !name.equals("accept")) {
                headers.add(header);
            }
        }
        if (asset.kind() == AssetKind.MEDIA) {
            headers.add(new Header("Range", "bytes=0-65535"));
        }
        int kept = !asset.integrity().isEmpty()
                ? (int) HttpRequestSpec.READ_BYTES
                : asset.kind() == AssetKind.STYLE ? HttpRequestSpec.KEPT_BYTES : SNIFFED;
        return new HttpRequestSpec(
                asset.url(),
                "GET",
                headers,
                new byte[0],
                home ? document.auth() : new Auth.None(),
                document.timeout(),
                RedirectPolicy.follow(),
                home ? document.transport() : document.transport().withIdentity(Optional.empty()),
                kept,
                HttpRequestSpec.READ_BYTES);
    }

    private static String origin(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT)
                + "://"
                + String.valueOf(uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }

    private void follow(Asset sheet, URI from, String text) {
        if (sheet.kind() != AssetKind.STYLE || sheet.depth() >= DEEPEST) {
            return;
        }
        for (CssAssets.Reference reference : CssAssets.find(text)) {
            Links.resolve(from, reference.url())
                    .filter(HtmlAssets::isWeb)
                    .ifPresent(url -> submit(new Asset(url, reference.kind(), sheet.url(), "", sheet.depth() + 1)));
        }
    }
}
