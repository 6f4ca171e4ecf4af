package dev.candor.detect.telemetry;

import dev.candor.catalog.Item;
import dev.candor.telemetry.format.FormatTemplate;
import dev.candor.telemetry.window.Aside;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Everybody who sends log lines, at most 1,000; the one quiet for longest makes room, unless all are busy.
final class Senders {
    private static final int MOST = 1000;
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Instant UNCONFIGURED = Instant.EPOCH;

    private final Map<LogSender.Name, LogSender> all = new ConcurrentHashMap<>();
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final Aside aside = new Aside();
    private final AtomicLong refused = new AtomicLong();

    /// The windows of a service.
    Room room(String service) {
        return rooms.computeIfAbsent(service, _ -> new Room(aside));
    }

    Map<String, Room> rooms() {
        return rooms;
    }

    /// The sender of this name, read as its source says now; empty, and counted, when there are too many.
    Optional<LogSender> of(Item<LogSource> source, String how, String where, Instant now) {
        return of(source, source.value().templates(), how, where, now);
    }

    /// The same, read by a format it named itself.
    ///
    /// @param where tells formats apart too: what one could not read, another may
    Optional<LogSender> of(
            Item<LogSource> source, List<FormatTemplate> templates, String how, String where, Instant now) {
        LogSource value = source.value();
        return of(
                new LogSender.Name(value.service(), source.name(), how, where),
                source.updatedAt(),
                value,
                templates,
                now);
    }

    /// A sender nothing is configured for.
    ///
    /// @param templates the format it named itself, if it did
    /// @param where tells formats apart too
    Optional<LogSender> unconfigured(
            String service, List<FormatTemplate> templates, String how, String where, Instant now) {
        return of(new LogSender.Name(service, "", how, where), UNCONFIGURED, LogSource.usual(service), templates, now);
    }

    private Optional<LogSender> of(
            LogSender.Name name, Instant version, LogSource source, List<FormatTemplate> templates, Instant now) {
        LogSender known = all.get(name);
        if (known != null && known.version().equals(version)) {
            return Optional.of(known);
        }
        synchronized (this) {
            if (!all.containsKey(name) && all.size() >= MOST && !makeRoom(now)) {
                refused.incrementAndGet();
                return Optional.empty();
            }
            return Optional.of(all.compute(
                    name,
                    (_, found) -> found != null && found.version().equals(version)
                            ? found
                            : new LogSender(
                                    name,
                                    version,
                                    room(name.service()),
                                    source.fields(),
                                    templates,
                                    source.failures(),
                                    now)));
        }
    }

    /// The service is no longer configured.
    synchronized void forget(String service) {
        Optional.ofNullable(rooms.remove(service)).ifPresent(Room::closeAll); // what it held aside is given back
        all.keySet().removeIf(name -> name.service().equals(service));
    }

    private boolean makeRoom(Instant now) {
        return all.values().stream()
                .min(Comparator.comparing(LogSender::lastAt))
                .filter(quietest -> quietest.lastAt().plus(QUIET).isBefore(now))
                .map(quietest -> all.remove(quietest.name()) != null)
                .orElse(false);
    }

    /// Times a new sender was not let in because 1,000 others are busy.
    long refused() {
        return refused.get();
    }

    /// Those of one service, the last heard first.
    List<SenderReport> reports(String service) {
        return all.values().stream()
                .filter(sender -> sender.name().service().equals(service))
                .sorted(Comparator.comparing(LogSender::lastAt).reversed())
                .map(Senders::report)
                .toList();
    }

    private static SenderReport report(LogSender sender) {
        var name = sender.name();
        return new SenderReport(
                name.source(),
                name.how(),
                name.where(),
                sender.lastAt(),
                sender.dropped(),
                sender.tooLong(),
                sender.broken(),
                sender.report());
    }
}
