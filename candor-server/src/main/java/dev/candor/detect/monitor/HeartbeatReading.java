package dev.candor.detect.monitor;

import dev.candor.base.time.Cron;
import dev.candor.catalog.document.Reading;
import dev.candor.probe.HeartbeatSpec;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.ProbeSpec;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/// Reads when a job is expected to say that it ran: kind `heartbeat`.
final class HeartbeatReading {
    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final Duration MOST = Duration.ofDays(366);

    private HeartbeatReading() {}

    static ProbeSpec spec(Reading in, String name) {
        String slug = in.text(
                "slug",
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[._-]+|[._-]+$", ""));
        if (in.has("period") == in.has("cron")) {
            in.problem("period", "either `period: 1h` or `cron: \"0 3 * * *\"` says when it is expected");
        }
        Duration period = in.duration("period", Duration.ofHours(1), LEAST, MOST);
        ZoneId zone = in.zone("time-zone", ZoneOffset.UTC);
        Optional<Cron> cron = in.optionalText("cron").flatMap(text -> cron(in, text));
        Duration grace = in.duration("grace", Duration.ofMinutes(1), Duration.ofSeconds(1), MOST);
        Optional<Duration> maxRun = in.has("max-run")
                ? Optional.of(in.duration("max-run", Duration.ofHours(1), LEAST, MOST))
                : Optional.empty();
        HeartbeatSpec.Beat beat = cron.<HeartbeatSpec.Beat>map(at -> new HeartbeatSpec.Beat.At(at, zone))
                .orElseGet(() -> new HeartbeatSpec.Beat.Every(period));
        try {
            return new HeartbeatSpec(slug, beat, grace, maxRun);
        } catch (IllegalArgumentException wrong) {
            in.problem("slug", String.valueOf(wrong.getMessage()));
            return HttpSpec.get(ProbeReading.NOWHERE);
        }
    }

    /// How often to ask whether it is late: a tenth of the grace, a second to half a minute.
    static Duration every(ProbeSpec spec) {
        Duration tenth = spec instanceof HeartbeatSpec beat ? beat.grace().dividedBy(10) : Duration.ofSeconds(30);
        long seconds = Math.clamp(tenth.toSeconds(), 1, 30);
        return Duration.ofSeconds(seconds);
    }

    private static Optional<Cron> cron(Reading in, String text) {
        try {
            return Optional.of(Cron.parse(text));
        } catch (IllegalArgumentException wrong) {
            in.problem("cron", String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }
}
