package dev.candor.probe;

import dev.candor.base.ids.Randomness;
import dev.candor.base.time.Sleeper;
import dev.candor.probe.assertion.Extraction;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.HttpSession;
import dev.candor.probe.steps.ArrivalStep;
import dev.candor.probe.steps.Arrivals;
import dev.candor.probe.steps.Await;
import dev.candor.probe.steps.RequestStep;
import dev.candor.probe.steps.Step;
import dev.candor.probe.steps.StepRun;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the requests of a `StepsSpec` one after the other, each with what those before it took.
final class StepsProbe {
    private static final int RUN_NAME = 12;

    private final GuardedHttp http;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Randomness random;
    private final Arrivals arrivals;

    StepsProbe(GuardedHttp http, InstantSource clock, Sleeper sleeper, Randomness random, Arrivals arrivals) {
        this.http = http;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.arrivals = arrivals;
    }

    ProbeResult run(StepsSpec spec) {
        if (!spec.awaitsArrival()) {
            return run(spec, Optional.empty());
        }
        return switch (arrivals.open(spec.arrivalToken(), spec.timeout())) {
            case Arrivals.Opened.Refused(String why) -> new ProbeResult.NotRun(why);
            case Arrivals.Opened.Open(Arrivals.Place place) -> {
                try (place) {
                    yield run(spec, Optional.of(place));
                }
            }
        };
    }

    private ProbeResult run(StepsSpec spec, Optional<Arrivals.Place> place) {
        var values = new HashMap<>(spec.values());
        values.put("run", random.token(RUN_NAME));
        values.put("now", String.valueOf(clock.instant().getEpochSecond()));
        place.ifPresent(open -> values.put("arrival", open.address()));
        try (HttpSession session = http.sessionWithCookies(spec.timeout())) {
            return new Round(spec, session, values, place.map(open -> new Waiting(open, clock))).all();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new ProbeResult.NotRun("stopped between two steps");
        }
    }

    /// One run through the steps.
    private final class Round {
        private final StepsSpec spec;
        private final HttpSession session;
        private final Map<String, String> values;
        /// What was given or taken: shown by its name, since it may be a secret.
        private final Map<String, String> taken = new HashMap<>();

        private final Optional<Waiting> waiting;
        private final List<String> notes = new ArrayList<>();
        private Measurements last = Measurements.NONE;
        private Phases sum = Phases.NONE;

        Round(StepsSpec spec, HttpSession session, Map<String, String> values, Optional<Waiting> waiting) {
            this.spec = spec;
            this.session = session;
            this.values = values;
            this.waiting = waiting;
            this.taken.putAll(spec.values());
            waiting.ifPresent(open -> this.taken.put("arrival", open.address()));
        }

        ProbeResult all() throws InterruptedException {
            Optional<ProbeResult> trouble = Optional.empty();
            for (int i = 0; i < spec.steps().size(); i++) {
                Step step = spec.steps().get(i);
                if (trouble.isPresent() && !step.always()) {
                    continue;
                }
                String which = "step " + (i + 1) + " of " + spec.steps().size() + " (" + step.name() + "): ";
                Optional<ProbeResult> now = step(step, which);
                trouble = trouble.or(() -> now);
            }
            return trouble.map(this::measured).orElseGet(() -> new ProbeResult.Passed(measurements()));
        }

        private Optional<ProbeResult> step(Step step, String which) throws InterruptedException {
            StepRun.Looked looked = switch (step) {
                case RequestStep request -> asked(request);
                case ArrivalStep arrival -> arrived(arrival);
            };
            return switch (looked) {
                case StepRun.Looked.Good(Map<String, String> found) -> {
                    values.putAll(found);
                    taken.putAll(found);
                    yield Optional.empty();
                }
                case StepRun.Looked.Bad(Reason reason, String why) ->
                    Optional.of(new ProbeResult.Failed(Measurements.NONE, reason, which + shown(why)));
                case StepRun.Looked.Unknown(String why) -> Optional.of(new ProbeResult.NotRun(which + shown(why)));
            };
        }

        private StepRun.Looked asked(RequestStep step) throws InterruptedException {
            Phases before = sum;
            StepRun.Looked looked =
                    step.await().isPresent() ? awaited(step, step.await().get()) : once(step);
            long millis = (sum.totalMicros() - before.totalMicros()) / 1000;
            int status = last.statusCode();
            notes.add(step.name() + ": " + (status == 0 ? "no answer" : status) + ", " + millis + " ms");
            return looked;
        }

        private StepRun.Looked arrived(ArrivalStep step) throws InterruptedException {
            if (waiting.isEmpty()) {
                return new StepRun.Looked.Unknown("there is no place where something could arrive");
            }
            long began = session.remainingNanos();
            StepRun.Looked looked = waiting.get().take(step, values, session);
            long millis = (began - session.remainingNanos()) / 1_000_000;
            boolean came = looked instanceof StepRun.Looked.Good;
            notes.add(step.name() + ": " + (came ? "arrived after " : "waited ") + millis + " ms");
            return looked;
        }

        private StepRun.Looked awaited(RequestStep step, Await await) throws InterruptedException {
            long began = session.remainingNanos();
            while (true) {
                StepRun.Looked looked = once(step);
                long waited = began - session.remainingNanos();
                boolean over = waited + await.every().toNanos() > await.atMost().toNanos()
                        || session.remainingNanos() <= await.every().toNanos();
                if (looked instanceof StepRun.Looked.Good || over) {
                    return looked instanceof StepRun.Looked.Bad(Reason reason, String why)
                            ? new StepRun.Looked.Bad(
                                    reason,
                                    "did not arrive within "
                                            + Duration.ofNanos(waited).toMillis() + " ms: " + why)
                            : looked;
                }
                sleeper.sleep(await.every());
            }
        }

        private StepRun.Looked once(RequestStep step) {
            HttpSpec request;
            try {
                request = step.request(values, spec.auth(), spec.transport(), spec.timeout());
            } catch (IllegalArgumentException unsendable) {
                return new StepRun.Looked.Bad(
                        Reason.ASSERTION, "cannot be sent with the values taken before: " + unsendable.getMessage());
            }
            boolean body = step.take().values().stream().anyMatch(Extraction::needsBody);
            GuardedResponse response = session.send(body ? request.requestWithBody() : request.request());
            ProbeResult result = HttpVerdict.of(request, response, clock);
            count(result);
            return switch (result) {
                case ProbeResult.NotRun(String why) -> new StepRun.Looked.Unknown(why);
                case ProbeResult.Failed(var _, Reason reason, String why) -> new StepRun.Looked.Bad(reason, why);
                default ->
                    response instanceof GuardedResponse.Answered answer
                            ? StepRun.take(step, new HttpObservation(answer, clock.instant()))
                            : new StepRun.Looked.Unknown("there was no answer");
            };
        }

        private void count(ProbeResult result) {
            Measurements measured = switch (result) {
                case ProbeResult.Passed(Measurements it) -> it;
                case ProbeResult.Degraded(Measurements it, var _) -> it;
                case ProbeResult.Failed(Measurements it, var _, var _) -> it;
                case ProbeResult.NotRun _ -> Measurements.NONE;
            };
            last = measured;
            sum = sum.plus(measured.phases());
        }

        private String shown(String text) {
            String shown = text;
            for (var value : taken.entrySet()) {
                if (value.getValue().length() >= 6) {
                    shown = shown.replace(value.getValue(), "{{" + value.getKey() + "}}");
                }
            }
            return shown;
        }

        private Measurements measurements() {
            return last.of(sum, notes);
        }

        private ProbeResult measured(ProbeResult result) {
            return result instanceof ProbeResult.Failed(var _, Reason reason, String why)
                    ? new ProbeResult.Failed(measurements(), reason, why)
                    : result;
        }
    }
}
