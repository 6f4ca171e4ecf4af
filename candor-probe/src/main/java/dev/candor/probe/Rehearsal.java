package dev.candor.probe;

import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.assertion.Evidence;
import dev.candor.probe.assertion.Observation;
import dev.candor.probe.assertion.Seen;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Made-up answers, judged by the very code that judges real ones. Nothing is looked at: no I/O.
public final class Rehearsal {
    private static final int[] STATUSES = {500, 502, 503, 504};
    private static final Measurements QUICK = new Measurements(
            new Phases(1_000, 1_000, 1_000, 20_000, 1_000), 0, 0, "", "", List.of(), Optional.empty(), 0, 0);

    /// One made-up run.
    ///
    /// @param what was made up, in words
    public record Run(String what, ProbeResult result) {}

    private Rehearsal() {}

    /// What is an outage whatever was configured: nobody there, no answer in time, a cut connection.
    public static List<Run> outages(ProbeSpec spec) {
        var runs = new ArrayList<Run>();
        for (Reason reason : List.of(Reason.CONNECT_REFUSED, Reason.TIMEOUT, Reason.RESET)) {
            String what = switch (reason) {
                case CONNECT_REFUSED -> "nobody listens there";
                case TIMEOUT -> "no answer in time";
                default -> "the connection is cut";
            };
            var failed = new GuardedResponse.Failed(QUICK, reason, what + " (rehearsed)");
            runs.add(new Run(
                    what,
                    asked(spec)
                            .map(http -> HttpVerdict.of(http, failed, InstantSource.fixed(Instant.EPOCH)))
                            .orElse(new ProbeResult.Failed(QUICK, reason, what + " (rehearsed)"))));
        }
        return runs;
    }

    /// What an address answers when the service behind it is broken: an error's status with an error page. Empty for
    /// what asks no address.
    public static List<Run> errors(ProbeSpec spec, Instant now) {
        var runs = new ArrayList<Run>();
        asked(spec).ifPresent(http -> {
            for (int status : STATUSES) {
                byte[] body =
                        ("<html><body><h1>" + status + " error</h1></body></html>").getBytes(StandardCharsets.UTF_8);
                var answer = new GuardedResponse.Answered(
                        http.url(),
                        status,
                        Headers.of(new Header("content-type", "text/html")),
                        body,
                        true,
                        true,
                        QUICK);
                runs.add(new Run("answer " + status, HttpVerdict.of(http, answer, InstantSource.fixed(now))));
            }
        });
        return runs;
    }

    /// Each expectation broken by what it says itself it wants, and by nothing being there.
    public static List<Run> broken(ProbeSpec spec) {
        var runs = new ArrayList<Run>();
        for (Assertion assertion : assertions(spec)) {
            for (Evidence.Bad bad : Evidence.against(assertion)) {
                Observation seen = (subject, _) ->
                        subject == assertion.subject() ? bad.seen() : new Seen.Missing("is not part of this rehearsal");
                runs.add(new Run(
                        bad.words() + " against `" + assertion + "`",
                        assertion
                                .unmet(seen)
                                .<ProbeResult>map(why -> new ProbeResult.Failed(QUICK, Reason.ASSERTION, why))
                                .orElse(new ProbeResult.Passed(QUICK))));
            }
        }
        return runs;
    }

    /// A limit for how long something takes.
    public record Limit(Assertion assertion, Duration most) {
        /// Whether a run that took `phases` keeps it.
        public boolean keeps(Phases phases) {
            return assertion
                    .unmet((subject, _) -> new Seen.Time(took(subject, phases)))
                    .isEmpty();
        }

        /// What of `phases` it is about.
        public Duration of(Phases phases) {
            return took(assertion.subject(), phases);
        }

        private static Duration took(Subject subject, Phases phases) {
            long micros = switch (subject) {
                case DNS -> phases.dnsMicros();
                case CONNECT -> phases.connectMicros();
                case TLS -> phases.tlsMicros();
                case FIRST_BYTE -> phases.firstByteMicros();
                case TRANSFER -> phases.transferMicros();
                default -> phases.totalMicros();
            };
            return Duration.ofNanos(micros * 1000);
        }
    }

    /// Expectations about how long a run takes, whatever their direction.
    public static List<Assertion> timed(ProbeSpec spec) {
        return assertions(spec).stream()
                .filter(assertion -> switch (assertion.subject()) {
                    case LATENCY, DNS, CONNECT, TLS, FIRST_BYTE, TRANSFER -> true;
                    default -> false;
                })
                .toList();
    }

    /// Those of them that are limits.
    public static List<Limit> limits(ProbeSpec spec) {
        return timed(spec).stream()
                .flatMap(assertion -> Evidence.limit(assertion).map(most -> new Limit(assertion, most)).stream())
                .toList();
    }

    /// Whether a run that took so long keeps an expectation of {@link #timed}.
    public static boolean keeps(Assertion assertion, Phases phases) {
        return new Limit(assertion, Duration.ZERO).keeps(phases);
    }

    /// The expectations whose breach is a failure.
    public static List<Assertion> assertions(ProbeSpec spec) {
        return switch (spec) {
            case HttpSpec http -> http.assertions();
            case PageSpec page -> page.document().assertions();
            case SqlSpec sql -> sql.assertions();
            case PostgresSpec postgres -> postgres.assertions();
            case HealthSpec health -> assertions(health.call());
            case StepsSpec _, AgreementSpec _, HeartbeatSpec _ -> List.of();
        };
    }

    private static Optional<HttpSpec> asked(ProbeSpec spec) {
        return switch (spec) {
            case HttpSpec http -> Optional.of(http);
            case PageSpec page -> Optional.of(page.document());
            case HealthSpec health -> asked(health.call());
            case StepsSpec _, AgreementSpec _, HeartbeatSpec _, SqlSpec _, PostgresSpec _ -> Optional.empty();
        };
    }
}
