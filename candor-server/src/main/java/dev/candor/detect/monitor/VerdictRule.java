package dev.candor.detect.monitor;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When runs become a verdict, and a verdict a signal. Pure.
///
/// @param failures and `of`: down after this many failures among the last `of` runs
/// @param recoverAfter good runs in a row that end a failure
/// @param selfHealed this many failures that ended by themselves within `within` are trouble of their own, however
/// short each was
/// @param hold how long it must then stay quiet before it counts as over
/// @param unknownAfter unknown once we could not look for this long
public record VerdictRule(
        int failures, int of, int recoverAfter, int selfHealed, Duration within, Duration hold, Duration unknownAfter) {
    private static final int REMEMBERED = 20;

    /// The same for evidence that was confirmed before.
    public VerdictRule atOnce() {
        return new VerdictRule(1, 1, 1, selfHealed, within, hold, unknownAfter);
    }

    /// What is to be told to paging.
    public sealed interface Tell {
        record Nothing() implements Tell {}

        /// @param at when the evidence began
        record Firing(Instant at, String summary) implements Tell {}

        /// @param at when the evidence ended
        record Recovered(Instant at) implements Tell {}
    }

    /// @param flipped the verdict changed
    public record Decision(MonitorState next, boolean flipped, Tell tell) {}

    public VerdictRule {
        if (failures < 1 || of < failures || of > REMEMBERED) {
            throw new IllegalArgumentException(
                    "down-after: 1 <= failures <= of <= " + REMEMBERED + ", was " + failures + " of " + of);
        }
    }

    public Decision decide(MonitorState state, Observation seen) {
        return switch (seen.outcome()) {
            case NOT_RUN -> couldNotLook(state, seen);
            case FAILED -> failed(state, seen);
            case PASSED, DEGRADED -> good(state, seen);
        };
    }

    private Decision couldNotLook(MonitorState state, Observation seen) {
        boolean tooLong = state.lookedAt().plus(unknownAfter).isBefore(seen.at());
        String why = "nothing is known: " + seen.detail();
        if (state.verdict() == Verdict.UNKNOWN) {
            return new Decision(state.because(why), false, new Tell.Nothing());
        }
        if (!tooLong) {
            return new Decision(state, false, new Tell.Nothing());
        }
        var next = new MonitorState(
                Verdict.UNKNOWN,
                state.lookedAt(),
                state.recent(),
                state.failingSince(),
                state.goodSince(),
                state.healed(),
                state.heldUntil(),
                state.signalling(),
                state.lookedAt(),
                why,
                state.last(),
                state.told());
        return new Decision(next, true, new Tell.Nothing());
    }

    private Decision failed(MonitorState state, Observation seen) {
        String recent = remember(state.recent(), seen);
        Instant failingSince = state.failingSince().orElse(seen.at());
        boolean down = state.verdict() == Verdict.DOWN || count(recent, of, Outcome.FAILED) >= failures;
        Verdict verdict = down ? Verdict.DOWN : state.verdict();
        boolean flipped = verdict != state.verdict();
        boolean tell = down && !state.signalling();
        var next = new MonitorState(
                verdict,
                // A failure may have begun before it was confirmed, also before the verdict it now replaces:
                // verdicts follow one another.
                flipped && failingSince.isAfter(state.since()) ? failingSince : state.since(),
                recent,
                Optional.of(failingSince),
                Optional.empty(),
                state.healed(),
                state.heldUntil(),
                state.signalling() || tell,
                seen.at(),
                seen.detail(),
                state.last().failed(seen.detail()),
                state.told());
        return new Decision(next, flipped, tell ? new Tell.Firing(failingSince, seen.detail()) : new Tell.Nothing());
    }

    private Decision good(MonitorState state, Observation seen) {
        String recent = remember(state.recent(), seen);
        Instant goodSince = state.goodSince().orElse(seen.at());
        boolean ended = state.failingSince().isPresent() && goodInARow(recent) >= recoverAfter;
        List<Instant> healed = healed(state, ended, seen.at());
        boolean recurring = ended && healed.size() >= selfHealed;
        Optional<Instant> heldUntil = recurring ? Optional.of(seen.at().plus(hold)) : state.heldUntil();
        boolean released = heldUntil.isPresent() && !seen.at().isBefore(heldUntil.get()) && !stillFailing(state, ended);
        if (released) {
            heldUntil = Optional.empty();
        }
        Verdict verdict = verdict(state, seen, recent, ended, heldUntil.isPresent());
        boolean flipped = verdict != state.verdict();
        boolean over =
                state.signalling() && verdict != Verdict.DOWN && heldUntil.isEmpty() && !stillFailing(state, ended);
        boolean tellRecurring = recurring && !state.signalling();
        MonitorState.Last last =
                seen.outcome() == Outcome.DEGRADED ? state.last().slow(seen.detail()) : state.last();
        String detail = verdict == Verdict.UP
                ? ""
                : heldUntil.isPresent()
                        ? recurring(healed, last)
                        : stillFailing(state, ended) ? last.failed() : last.slow();
        var next = new MonitorState(
                verdict,
                // Only a failure ends where the good run begins; being slow, or seeing again, begins now.
                flipped ? (state.verdict() == Verdict.DOWN ? goodSince : seen.at()) : state.since(),
                recent,
                ended ? Optional.empty() : state.failingSince(),
                Optional.of(goodSince),
                healed,
                heldUntil,
                (state.signalling() || tellRecurring) && !over,
                seen.at(),
                detail,
                last,
                state.told());
        Tell tell = tellRecurring
                ? new Tell.Firing(healed.getFirst(), detail)
                : over ? new Tell.Recovered(released ? seen.at() : goodSince) : new Tell.Nothing();
        return new Decision(next, flipped, tell);
    }

    private static boolean stillFailing(MonitorState state, boolean ended) {
        return state.failingSince().isPresent() && !ended;
    }

    private Verdict verdict(MonitorState state, Observation seen, String recent, boolean ended, boolean held) {
        boolean unended = state.failingSince().isPresent() && state.signalling() && !ended;
        if (state.verdict() == Verdict.DOWN && !ended || state.verdict() == Verdict.UNKNOWN && unended) {
            return state.verdict(); // also after a time in which we could not look: one good run ends nothing
        }
        int notGood = count(recent, of, Outcome.FAILED) + count(recent, of, Outcome.DEGRADED);
        boolean degraded = seen.outcome() == Outcome.DEGRADED && notGood >= failures;
        boolean stillDegraded = state.verdict() == Verdict.DEGRADED && count(recent, of, Outcome.DEGRADED) > 0;
        return held || degraded || stillDegraded ? Verdict.DEGRADED : Verdict.UP;
    }

    private List<Instant> healed(MonitorState state, boolean ended, Instant at) {
        var healed = new ArrayList<Instant>();
        state.healed().stream().filter(end -> end.plus(within).isAfter(at)).forEach(healed::add);
        if (ended) {
            healed.add(at);
        }
        return List.copyOf(healed.size() <= 10 ? healed : healed.subList(healed.size() - 10, healed.size()));
    }

    private String recurring(List<Instant> healed, MonitorState.Last last) {
        return healed.size() + " failures within " + Durations.words(within) + " ended by themselves"
                + (last.failed().isEmpty() ? "" : "; last: " + last.failed());
    }

    private static String remember(String recent, Observation seen) {
        String longer = recent + seen.outcome().sign();
        return longer.length() <= REMEMBERED ? longer : longer.substring(longer.length() - REMEMBERED);
    }

    private static int count(String recent, int last, Outcome outcome) {
        return (int) recent.substring(Math.max(0, recent.length() - last))
                .chars()
                .filter(sign -> sign == outcome.sign())
                .count();
    }

    private static int goodInARow(String recent) {
        int good = 0;
        while (good < recent.length() && recent.charAt(recent.length() - 1 - good) != Outcome.FAILED.sign()) {
            good++;
        }
        return good;
    }
}
