package dev.candor.probe.page;

import dev.candor.probe.Measurements;
import dev.candor.probe.Phases;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.Headers;
import dev.candor.probe.http.HttpRequestSpec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One visit of a page: what the visitor held before, and what he holds afterwards. Safe for several threads.
public final class Visit {
    /// However long a server allows it, the page itself is asked about after an hour: a monitor must look.
    private static final Duration LONGEST_PAGE = Duration.ofHours(1);

    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final int LARGEST_BODY = 512 << 10;
    private static final int MOST_HEADERS = 48;
    private static final byte[] NOTHING = new byte[0];

    private final Map<URI, Held> before;
    private final boolean remembering;
    private final Instant now;
    private final Map<URI, Held> after = new LinkedHashMap<>();
    /// What the server answered anew and must not be kept any more.
    private final Set<URI> gone = new HashSet<>();

    private long bytes;

    private Visit(Map<URI, Held> before, boolean remembering, Instant now) {
        this.before = before;
        this.remembering = remembering;
        this.now = now;
    }

    /// A new visitor who will not come back.
    public static Visit once() {
        return new Visit(Map.of(), false, Instant.EPOCH);
    }

    /// A visitor who holds this and will come back.
    public static Visit returning(VisitorCache cache, Instant now) {
        return new Visit(cache.held, true, now);
    }

    /// What the visitor holds now; what he did not need this time goes first when there is no room.
    public synchronized VisitorCache after() {
        before.forEach((url, held) -> {
            if (!after.containsKey(url) && !gone.contains(url)) {
                put(url, held);
            }
        });
        return new VisitorCache(Collections.unmodifiableMap(new LinkedHashMap<>(after)), bytes);
    }

    /// The page from the visitor's cache, without asking anybody.
    public Optional<GuardedResponse.Answered> freshPage(URI url) {
        return fresh(url, LONGEST_PAGE).map(held -> held.answer(url, measured(held, Measurements.NONE)));
    }

    Optional<Held> fresh(URI url) {
        return fresh(url, FOR_EVER);
    }

    private synchronized Optional<Held> fresh(URI url, Duration longest) {
        Held held = before.get(url);
        if (held == null || !held.isFresh(now, longest)) {
            return Optional.empty();
        }
        put(url, held);
        return Optional.of(held);
    }

    Optional<Held> held(URI url) {
        return Optional.ofNullable(before.get(url));
    }

    /// The request, asking only for what changed when something is held.
    public HttpRequestSpec conditional(HttpRequestSpec request) {
        Held held = before.get(request.url());
        if (held == null || held.validators().isEmpty() || request.headers().size() > MOST_HEADERS) {
            return request;
        }
        List<Header> headers = new ArrayList<>(request.headers());
        headers.addAll(held.validators());
        return request.withHeaders(headers);
    }

    /// The page a visitor sees after this answer, which may have been "not modified".
    public GuardedResponse page(URI url, GuardedResponse response) {
        if (!(response instanceof GuardedResponse.Answered answer)) {
            return response;
        }
        Optional<Held> confirmed = confirmed(url, answer);
        if (confirmed.isPresent()) {
            return confirmed.get().answer(url, measured(confirmed.get(), answer.measured()));
        }
        keep(url, answer, answer.headers(), answer.body(), Map.of());
        return response;
    }

    /// What is held and was confirmed by this answer; empty when it is an answer of its own.
    Optional<Held> confirmed(URI url, GuardedResponse.Answered answer) {
        Held held = before.get(url);
        if (answer.status() != 304 || held == null) {
            return Optional.empty();
        }
        Held again = held.confirmed(answer.headers(), now);
        put(url, again);
        return Optional.of(again);
    }

    /// An asset that was fine. The body is kept of style sheets only: they name further assets.
    void keep(Asset asset, GuardedResponse.Answered answer) {
        if (!remembering) {
            return;
        }
        byte[] body = asset.kind() == AssetKind.STYLE ? answer.body() : NOTHING;
        boolean digested = !asset.integrity().isEmpty() && answer.bodyComplete();
        keep(asset.url(), answer, Headers.of(), body, digested ? Integrity.digests(answer.body()) : Map.of());
    }

    private void keep(
            URI url, GuardedResponse.Answered answer, Headers headers, byte[] body, Map<String, String> digests) {
        synchronized (this) {
            gone.add(url);
        }
        boolean whole = body.length == 0 || answer.bodyComplete() && body.length <= LARGEST_BODY;
        boolean own = answer.status() == 200 && answer.measured().redirects().isEmpty() && answer.bodyReadable();
        if (!remembering || !whole || !own) {
            return;
        }
        Freshness freshness = Freshness.of(answer.headers(), now);
        List<Header> validators = Held.validators(answer.headers());
        if (freshness.storable()
                && (!validators.isEmpty() || freshness.lifetime().isPositive())) {
            put(url, new Held(freshness.lifetime(), now, validators, headers, body, digests));
        }
    }

    private synchronized void put(URI url, Held held) {
        long weight = held.weight() + url.toString().length();
        Held known = after.get(url);
        long freed = known == null ? 0 : known.weight() + url.toString().length();
        boolean room = bytes - freed + weight <= VisitorCache.MOST_BYTES
                && (known != null || after.size() < VisitorCache.MOST_ENTRIES);
        if (remembering && room) {
            after.put(url, held);
            bytes += weight - freed;
        }
    }

    private static Measurements measured(Held held, Measurements taken) {
        Phases phases = taken.phases();
        return new Measurements(
                phases,
                200,
                held.body().length,
                taken.remoteAddress(),
                taken.protocol(),
                List.of(),
                taken.certificateNotAfter(),
                0,
                0);
    }
}
