package dev.candor.app.demo;

import dev.candor.detect.Severity;
import dev.candor.learn.figures.Cause;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.tell.commitment.Commitment.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The three incidents of the demo's past, as told.
final class DemoStories {
    /// @param after from the start of harm
    /// @param promised what with it, within which time
    record Said(IncidentPhase phase, Duration after, String body, Map<Kind, Duration> promised) {
        Said(IncidentPhase phase, Duration after, String body) {
            this(phase, after, body, Map.of());
        }
    }

    /// Something to change.
    ///
    /// @param due days from today on, negative for a day that has passed
    record Change(String what, String owner, int due) {}

    /// Something that was left broken, and mended.
    ///
    /// @param after from the start of harm
    record Mended(String what, String amount, String owner, Duration after, String evidence) {}

    /// @param after from the start of harm
    record Happened(Duration after, String actor, String text) {}

    /// @param components by name, with the status they had
    record Story(
            String service,
            String monitor,
            Severity severity,
            String summary,
            String publicTitle,
            Instant startedAt,
            Duration detected,
            Duration acknowledged,
            Duration lasted,
            String commander,
            Map<String, ComponentStatus> components,
            List<Said> said,
            List<Happened> happened,
            Optional<Cause> cause,
            String postmortem,
            List<Mended> mended,
            List<Change> changes) {
        /// One after which nothing was left to do.
        Story(
                String service,
                String monitor,
                Severity severity,
                String summary,
                String publicTitle,
                Instant startedAt,
                Duration detected,
                Duration acknowledged,
                Duration lasted,
                String commander,
                Map<String, ComponentStatus> components,
                List<Said> said,
                List<Happened> happened,
                Optional<Cause> cause) {
            this(
                    service,
                    monitor,
                    severity,
                    summary,
                    publicTitle,
                    startedAt,
                    detected,
                    acknowledged,
                    lasted,
                    commander,
                    components,
                    said,
                    happened,
                    cause,
                    "",
                    List.of(),
                    List.of());
        }

        Instant endedAt() {
            return startedAt.plus(lasted);
        }
    }

    /// The shop's clock: the stories name times of day.
    static final ZoneId HOME = ZoneId.of("Europe/Berlin");

    private DemoStories() {}

    static List<Story> all(Instant now) {
        return List.of(accents(now), cards(now), pictures(now));
    }

    private static Instant back(Instant now, int days, int minutes) {
        return now.atZone(HOME)
                .toLocalDate()
                .minusDays(days)
                .atTime(minutes / 60, minutes % 60)
                .atZone(HOME)
                .toInstant();
    }

    private static Duration minutes(double minutes) {
        return Duration.ofSeconds((long) (minutes * 60));
    }

    private static Story accents(Instant now) {
        return new Story(
                "search",
                "search-by-name",
                Severity.ERROR,
                "search-by-name: status was 500, expected 200",
                "Search finds nothing",
                back(now, 61, 10 * 60 + 12),
                minutes(0.4),
                minutes(3),
                minutes(26),
                "ben",
                Map.of("Search", ComponentStatus.PARTIAL_OUTAGE),
                List.of(
                        new Said(
                                IncidentPhase.INVESTIGATING,
                                minutes(5),
                                "Searching for a tea fails for some of you. We are looking into it."),
                        new Said(
                                IncidentPhase.IDENTIFIED,
                                minutes(14),
                                "Names with an accent upset the new search index. We are going back to the old one."),
                        new Said(
                                IncidentPhase.RESOLVED,
                                minutes(38),
                                "Search works again for every tea, accents or not.")),
                List.of(
                        new Happened(
                                minutes(8), "ben", "Only words with an accent fail: maté, thé. Plain ones are fine."),
                        new Happened(minutes(19), "ben", "Switched back to last week's index.")),
                Optional.of(Cause.CODE));
    }

    private static Story cards(Instant now) {
        return new Story(
                "payments",
                "payments-ready",
                Severity.CRITICAL,
                "payments-ready: no answer within 10 s",
                "Card payments fail",
                back(now, 23, 17 * 60 + 41),
                minutes(0.3),
                minutes(1.6),
                minutes(48),
                "cleo",
                Map.of("Payments", ComponentStatus.MAJOR_OUTAGE, "Checkout", ComponentStatus.PARTIAL_OUTAGE),
                List.of(
                        new Said(
                                IncidentPhase.INVESTIGATING,
                                minutes(4),
                                "Paying by card fails at the moment. Orders by invoice go through. We are looking into it. Next update at 18:00.",
                                Map.of(Kind.NEXT_UPDATE, minutes(15))),
                        new Said(
                                IncidentPhase.IDENTIFIED,
                                minutes(17),
                                "Our connections to the card terminal are used up and not given back. **No card was charged twice.** We are restarting the payment service step by step."),
                        new Said(IncidentPhase.MONITORING, minutes(49), "Card payments work again. We keep watching."),
                        new Said(
                                IncidentPhase.RESOLVED,
                                minutes(80),
                                "Resolved. Orders that failed between 17:41 and 18:29 were not charged; please order again. We tell you within two days how it came to this.",
                                Map.of(Kind.POSTMORTEM, Duration.ofHours(48)))),
                List.of(
                        new Happened(
                                minutes(6),
                                "cleo",
                                "All 40 connections to the terminal are busy; none comes back after a time-out."),
                        new Happened(
                                minutes(12),
                                "omar",
                                "The release of 17:30 changed the time-out handling. Rolling it back."),
                        new Happened(minutes(31), "omar", "Rolled back on one of three; that one recovers."),
                        new Happened(minutes(47), "cleo", "All three are back. First paid order at 18:29.")),
                Optional.of(Cause.CODE),
                """
                ## What happened
                For 48 minutes nobody could pay by card, and 3 of 10 baskets could not be finished.

                ## Why
                A release at 17:30 no longer closed a connection to the card terminal when the terminal took too long.
                The terminal *does* take too long a few times a minute. After eleven minutes all 40 connections were gone.

                ## What went well
                - The monitor noticed after 18 seconds, cleo had it after 96.
                - Invoices kept working because they use a pool of their own.

                ## What we change
                1. A connection is closed where it was opened, kept by a test that lets the terminal hang.
                2. The pool's free connections are measured; under five somebody is told.
                3. Releases after 16:00 wait for the morning.
                """,
                List.of(new Mended(
                        "invoices of paid orders that were never printed",
                        "14",
                        "omar",
                        minutes(205),
                        "all 14 are printed; the count of paid orders without one is 0")),
                List.of(
                        new Change("Tell somebody when fewer than five terminal connections are free", "ben", -4),
                        new Change("Releases after 16:00 wait for the morning", "omar", 9)));
    }

    private static Story pictures(Instant now) {
        return new Story(
                "storefront",
                "storefront-home",
                Severity.WARNING,
                "storefront-home: the page took 4.2 s, 3.9 s of it pictures",
                "The shop is slow",
                back(now, 6, 8 * 60 + 55),
                minutes(1.1),
                minutes(4.5),
                minutes(19),
                "ana",
                Map.of("Website", ComponentStatus.DEGRADED_PERFORMANCE),
                List.of(
                        new Said(
                                IncidentPhase.IDENTIFIED,
                                minutes(9),
                                "Pages load slowly since the autumn pictures went up. We are making them smaller."),
                        new Said(
                                IncidentPhase.RESOLVED,
                                minutes(31),
                                "Pages are as quick as before. Within a week we write here how the pictures got so large.",
                                Map.of(Kind.POSTMORTEM, Duration.ofDays(7)))),
                List.of(
                        new Happened(minutes(5), "ana", "The autumn pictures are 9 MB each, straight from the camera."),
                        new Happened(minutes(16), "ana", "Replaced by small ones.")),
                Optional.of(Cause.OPERATION));
    }
}
