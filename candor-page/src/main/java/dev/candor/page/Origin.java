package dev.candor.page;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where an edge node gets pages from.
sealed interface Origin {
    /// A page offered, not yet read.
    ///
    /// @param where for the log
    record Offer(Optional<String> slug, boolean first, String where) {}

    /// @return empty when the origin cannot be reached or read
    Optional<List<Offer>> offers();

    /// @param have what is served now, so that unchanged files need not be fetched again
    Snapshot.Read read(Offer offer, Optional<Snapshot> have);

    /// @param text `http://...`, `https://...` or a directory
    static Origin of(String text, HttpClient client, Trust trust) {
        return text.startsWith("http://") || text.startsWith("https://")
                ? new Peer(URI.create(text.endsWith("/") ? text : text + "/"), client, trust)
                : new Folder(Path.of(text), trust);
    }

    /// A directory as [SnapshotDirectory] writes it, or one snapshot by itself.
    record Folder(Path path, Trust trust) implements Origin {
        @Override
        public Optional<List<Offer>> offers() {
            if (Files.isRegularFile(path.resolve(Manifest.PATH))) {
                return Optional.of(List.of(new Offer(Optional.empty(), true, path.toString())));
            }
            if (!Files.isDirectory(path)) {
                return Optional.empty();
            }
            return Optional.of(new SnapshotDirectory(path, trust)
                    .slugs().stream()
                            .map(slug -> new Offer(
                                    Optional.of(slug), false, path.resolve(slug).toString()))
                            .toList());
        }

        @Override
        public Snapshot.Read read(Offer offer, Optional<Snapshot> have) {
            return offer.slug().isPresent()
                    ? new SnapshotDirectory(path, trust).load(offer.slug().get())
                    : SnapshotDirectory.read(path, trust);
        }
    }

    /// Another page server, an edge node, or any web server with a copy of one snapshot.
    record Peer(URI base, HttpClient client, Trust trust) implements Origin {
        private static final Duration PATIENCE = Duration.ofSeconds(10);
        private static final int MAX_LIST = 4 << 20;
        private static final int MAX_PAGES = 1_000;

        @Override
        public Optional<List<Offer>> offers() {
            Fetched list = fetch(base.resolve(PageHandler.LIST.substring(1)), MAX_LIST);
            return switch (list) {
                case Fetched.Body(byte[] body) -> pages(body);
                // Something else than our own server: then the address is one page.
                case Fetched.Missing() -> Optional.of(List.of(new Offer(Optional.empty(), true, base.toString())));
                case Fetched.Failed() -> Optional.empty();
            };
        }

        private Optional<List<Offer>> pages(byte[] body) {
            try {
                if (!(Json.parseObject(body).get("pages") instanceof List<?> pages)) {
                    return Optional.empty();
                }
                var offers = new ArrayList<Offer>();
                for (Object each : pages.subList(0, Math.min(MAX_PAGES, pages.size()))) {
                    if (each instanceof Map<?, ?> page
                            && page.get("slug") instanceof String slug
                            && PageModel.validSlug(slug)) {
                        offers.add(new Offer(
                                Optional.of(slug),
                                Boolean.TRUE.equals(page.get("first")),
                                base.resolve(slug + "/").toString()));
                    }
                }
                return Optional.of(offers);
            } catch (JsonException malformed) {
                return Optional.empty();
            }
        }

        @Override
        public Snapshot.Read read(Offer offer, Optional<Snapshot> have) {
            URI at = URI.create(offer.where());
            @Nullable byte[] manifest = body(at.resolve(Manifest.PATH), MAX_LIST);
            @Nullable byte[] signature = body(at.resolve(Manifest.SIGNATURE_PATH), 4_096);
            if (manifest == null || signature == null) {
                return new Snapshot.Read.Absent();
            }
            Optional<Snapshot.Promise> promise = Snapshot.promise(manifest, signature, trust);
            if (promise.isEmpty()) {
                return new Snapshot.Read.Refused("not signed by a key that is trusted");
            }
            Map<String, byte[]> known = new HashMap<>();
            have.ifPresent(snapshot -> snapshot.files().forEach(file -> known.put(file.sha256(), file.identity())));
            Function<Manifest.Entry, Optional<byte[]>> fetch = entry -> {
                @Nullable byte[] same = known.get(entry.sha256());
                return Optional.ofNullable(same != null ? same : body(at.resolve(entry.path()), (int) entry.size()));
            };
            return promise.get().read(fetch);
        }

        private byte @Nullable [] body(URI uri, int limit) {
            return fetch(uri, limit) instanceof Fetched.Body(byte[] body) ? body : null;
        }

        private sealed interface Fetched {
            record Body(byte[] body) implements Fetched {}

            record Missing() implements Fetched {}

            record Failed() implements Fetched {}
        }

        /// Redirects are not followed: a page is where it was said to be.
        private Fetched fetch(URI uri, int limit) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(PATIENCE)
                    .header("User-Agent", "candor-page")
                    .build();
            var asked = client.sendAsync(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), limit));
            try {
                // The request's own patience ends with the headers; a body that never ends would hold us for ever.
                HttpResponse<byte[]> answer = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return switch (answer.statusCode()) {
                    case 200 -> new Fetched.Body(answer.body());
                    case 404 -> new Fetched.Missing();
                    default -> new Fetched.Failed();
                };
            } catch (ExecutionException | TimeoutException unreachable) {
                asked.cancel(true);
                return new Fetched.Failed();
            } catch (InterruptedException interrupted) {
                asked.cancel(true);
                Thread.currentThread().interrupt();
                return new Fetched.Failed();
            }
        }
    }
}
