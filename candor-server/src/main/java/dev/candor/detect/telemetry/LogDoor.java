package dev.candor.detect.telemetry;

import dev.candor.base.json.Json;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.telemetry.StreamReport;
import dev.candor.telemetry.format.FormatTemplate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// `POST /in/{key}/logs?format=…`: whole lines of an access log or NDJSON, gzip allowed; the answer says how many were
/// read. `file=` tells several logs of one machine apart, `source=` names the log source, `batch=` makes a second try
/// of the same batch harmless.
final class LogDoor {
    private static final int BODY = 4 << 20;
    private static final int UNPACKED = 8 << 20;
    private static final int AT_ONCE = 8;
    private static final int LONGEST_NAME = 200;
    private static final int BATCHES = 2000;

    /// Formats are recognised anyhow; these words are understood all the same.
    private static final Set<String> RECOGNISED =
            Set.of("auto", "combined", "nginx", "apache", "haproxy", "caddy", "json", "ndjson", "envoy");

    /// The last batch of a sender, and what was answered.
    private record Batch(String id, Map<String, @Nullable Object> answer) {}

    private final Catalogs catalogs;
    private final Senders senders;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Set<LogSender.Name> busy = ConcurrentHashMap.newKeySet();
    private final Map<LogSender.Name, Batch> batches = new LinkedHashMap<>();

    LogDoor(Catalogs catalogs, Senders senders, InstantSource clock) {
        this.catalogs = catalogs;
        this.senders = senders;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/in/{key}/logs", Access.key("the intake key in the path"), BODY, this::accept));
    }

    private Answer accept(Call call) {
        Optional<Service> service = catalogs.current().serviceOfKey(call.value("key"));
        if (service.isEmpty()) {
            return Answer.notFound("No service has this intake key.");
        }
        String format = call.query("format", "auto");
        List<FormatTemplate> templates = List.of();
        if (!RECOGNISED.contains(format)) {
            switch (FormatTemplate.compile(format)) {
                case FormatTemplate.Compiled.Ready(FormatTemplate template) -> templates = List.of(template);
                case FormatTemplate.Compiled.Wrong(int position, String problem) -> {
                    return Answer.badRequest("format: expected auto or the text of an nginx log_format; at character "
                            + (position + 1) + ": " + problem);
                }
            }
        }
        Instant now = clock.instant();
        String where = where(call);
        Optional<String> named = call.query("source");
        Optional<Item<LogSource>> source =
                Sources.of(catalogs.current()).ofService(service.get().name(), named);
        if (named.isPresent() && source.isEmpty()) {
            return Answer.badRequest("source: there is no log source `" + named.get() + "` of this service.");
        }
        Optional<LogSender> sender;
        if (templates.isEmpty()) {
            sender = source.isPresent()
                    ? senders.of(source.get(), "http", where, now)
                    : senders.unconfigured(service.get().name(), templates, "http", where, now);
        } else {
            // A sender reads by the format it began with, so another format is another sender.
            String own = where + " own format " + Hashes.sha256(format).substring(0, 6);
            sender = source.isPresent()
                    ? senders.of(source.get(), templates, "http", own, now)
                    : senders.unconfigured(service.get().name(), templates, "http", own, now);
        }
        return sender.map(found -> inTurn(call, found, now)).orElseGet(() -> tryLater("1,000 others are sending logs"));
    }

    private static String where(Call call) {
        String file = call.query("file", "");
        String shown = file.length() > LONGEST_NAME ? file.substring(file.length() - LONGEST_NAME) : file;
        return file.isEmpty() ? call.address() : call.address() + " " + shown;
    }

    /// One body of a sender at a time, and few at once: the rest tries again.
    private Answer inTurn(Call call, LogSender sender, Instant now) {
        if (!busy.add(sender.name())) {
            return tryLater("the batch before this one is still being read");
        }
        try {
            if (!places.tryAcquire()) {
                return tryLater("many are sending at once");
            }
            try {
                return read(call, sender, now);
            } finally {
                places.release();
            }
        } finally {
            busy.remove(sender.name());
        }
    }

    private Answer read(Call call, LogSender sender, Instant now) {
        String batch = call.query("batch", "");
        Optional<Map<String, @Nullable Object>> before = answered(sender.name(), batch);
        if (before.isPresent()) {
            return Answer.json(before.get());
        }
        byte[] body;
        try {
            body = unpacked(call);
        } catch (IOException broken) {
            return Answer.badRequest("The body is no gzip: " + broken.getMessage());
        }
        if (body.length > UNPACKED) {
            return Answer.problem(413, "Too large", "A body holds at most " + UNPACKED + " bytes unpacked.");
        }
        StreamReport earlier = sender.report();
        StreamReport after = sender.takeBody(body, body.length, now);
        var answer = answer(earlier, after);
        remember(sender.name(), batch, answer);
        return Answer.json(answer);
    }

    private static byte[] unpacked(Call call) throws IOException {
        byte[] body = call.body();
        boolean gzip = body.length > 2 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b;
        if (!gzip) {
            return body;
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readNBytes(UNPACKED + 1);
        }
    }

    private static Map<String, @Nullable Object> answer(StreamReport before, StreamReport after) {
        long unread = unread(after) - unread(before);
        var reasons = new java.util.ArrayList<Map<String, @Nullable Object>>();
        if (unread > 0) {
            after.unread()
                    .forEach((reason, one) -> reasons.add(
                            Json.object("reason", reason.words(), "lines", one.lines(), "example", one.example())));
        }
        return Json.object(
                "lines",
                after.lines() - before.lines(),
                "read",
                after.counted() - before.counted() + after.late() - before.late() + after.held() - before.held(),
                "late",
                after.late() - before.late(),
                "unread",
                unread,
                "unread_so_far",
                reasons);
    }

    private static long unread(StreamReport report) {
        return report.unread().values().stream().mapToLong(one -> one.lines()).sum();
    }

    private Optional<Map<String, @Nullable Object>> answered(LogSender.Name sender, String batch) {
        synchronized (batches) {
            Batch last = batches.get(sender);
            return last == null || batch.isEmpty() || !last.id().equals(batch)
                    ? Optional.empty()
                    : Optional.of(last.answer());
        }
    }

    private void remember(LogSender.Name sender, String batch, Map<String, @Nullable Object> answer) {
        if (batch.isEmpty() || batch.length() > LONGEST_NAME) {
            return;
        }
        synchronized (batches) {
            batches.remove(sender);
            batches.put(sender, new Batch(batch, answer));
            if (batches.size() > BATCHES) {
                batches.remove(batches.keySet().iterator().next());
            }
        }
    }

    private static Answer tryLater(String why) {
        return Answer.problem(429, "Too many", "Not read: " + why + ". Send it again.")
                .with("Retry-After", "1");
    }
}
