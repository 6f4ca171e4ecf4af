package dev.candor.respond.runbook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// One run of a runbook, as far as it has come.
///
/// @param values what was chosen for its parameters
/// @param incident the one it belongs to; empty when none
/// @param undoOf the run this one takes back; empty when it goes forwards
/// @param undoes the steps of that run it takes back, in the order of its own steps
/// @param at the step that is on, from 0
/// @param attempt how often the step began to act
/// @param since when the phase began
/// @param held how often in a row the step's conditions were seen to hold
/// @param blindSince since when it cannot see what it must; empty when it sees
/// @param processes the load balancers' processes by socket, as last seen
/// @param resumeAt where it goes on after a stop
/// @param reason why it stopped, or what is asked; a stable word
/// @param why the same for people
/// @param mark what the steps that are over left behind, by step: `a: drain, changed 1 s ago`
/// @param maintenance the planned work it began on the status page
/// @param controls what people want of it and was not heeded yet
/// @param epoch changes whenever somebody takes it on: who holds an older one may do nothing more
/// @param dueAt when it wants to be looked at next
public record Run(
        UUID id,
        long number,
        String runbook,
        Map<String, String> values,
        Optional<UUID> incident,
        String startedBy,
        Instant startedAt,
        Instant deadline,
        Optional<UUID> undoOf,
        List<Integer> undoes,
        int at,
        Phase phase,
        int attempt,
        Instant since,
        int held,
        Optional<Instant> blindSince,
        Map<String, String> processes,
        Phase resumeAt,
        Reason reason,
        String why,
        Map<Integer, String> mark,
        Optional<UUID> maintenance,
        Controls controls,
        long epoch,
        Instant dueAt,
        Optional<Instant> endedAt) {
    /// Where it stands within a step.
    public enum Phase {
        /// Looks at what must hold before.
        GUARD,
        /// An intent is written; whether its effect came about is to be found out.
        ACT,
        /// Looks at what must hold afterwards.
        VERIFY,
        /// A person must answer.
        ASK,
        /// It does nothing until a person says so.
        STOPPED,
        /// Every step is over and verified.
        DONE,
        /// Given up, or taken back.
        ENDED;

        public boolean open() {
            return this != DONE && this != ENDED;
        }

        public boolean moves() {
            return open() && this != STOPPED;
        }

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /// For people.
        public String shown() {
            return switch (this) {
                case GUARD -> "looks before";
                case ACT -> "acts";
                case VERIFY -> "verifies";
                case ASK -> "asks";
                case STOPPED -> "stopped";
                case DONE -> "done";
                case ENDED -> "ended";
            };
        }
    }

    /// Why it stopped, or what it asks.
    public enum Reason {
        NONE,
        APPROVAL,
        OUTCOME,
        DRIFT,
        BEFORE,
        NOT_VERIFIED,
        REFUSED,
        BLIND,
        DEADLINE,
        STOPPED_BY,
        DECLINED,
        GIVEN_UP,
        TAKEN_BACK;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /// Whether it stopped by itself, and somebody has to hear of it.
        public boolean alarms() {
            return switch (this) {
                case DRIFT, BEFORE, NOT_VERIFIED, REFUSED, BLIND, DEADLINE -> true;
                case NONE, APPROVAL, OUTCOME, STOPPED_BY, DECLINED, GIVEN_UP, TAKEN_BACK -> false;
            };
        }
    }

    /// What people want of a run.
    ///
    /// @param stopBy who wants it stopped; empty when nobody does
    /// @param answer `yes`, `no`; `done` or `not-done` where an outcome is asked for; empty when nobody answered
    public record Controls(String stopBy, String answer, String answerBy) {
        public static final Controls NONE = new Controls("", "", "");
    }

    public String subject() {
        return "run/" + id;
    }

    public boolean undoing() {
        return undoOf.isPresent();
    }

    /// At another phase of the same step.
    Run in(Phase next, Instant now) {
        return with(at, next, attempt, now, 0, Optional.empty(), resumeAt, Reason.NONE, "", controls, now);
    }

    Run due(Instant at) {
        return with(this.at, phase, attempt, since, held, blindSince, resumeAt, reason, why, controls, at);
    }

    Run held(int times, Instant due) {
        return with(at, phase, attempt, since, times, Optional.empty(), resumeAt, reason, why, controls, due);
    }

    Run blind(Instant from, Instant due) {
        return with(at, phase, attempt, since, 0, Optional.of(from), resumeAt, reason, why, controls, due);
    }

    Run seeing() {
        return with(at, phase, attempt, since, held, Optional.empty(), resumeAt, reason, why, controls, dueAt);
    }

    Run intending(Instant now) {
        return with(at, Phase.ACT, attempt + 1, now, 0, Optional.empty(), resumeAt, Reason.NONE, "", controls, now);
    }

    Run asking(Reason what, String words, Instant now, Instant due) {
        return with(at, Phase.ASK, attempt, now, 0, Optional.empty(), resumeAt, what, words, Controls.NONE, due);
    }

    Run answered(Phase next, Instant now) {
        return with(at, next, attempt, now, 0, Optional.empty(), resumeAt, Reason.NONE, "", Controls.NONE, now);
    }

    Run stopped(Phase resume, Reason what, String words, Instant now) {
        return with(at, Phase.STOPPED, attempt, now, 0, Optional.empty(), resume, what, words, Controls.NONE, now);
    }

    Run next(Instant now) {
        return with(at + 1, Phase.GUARD, 0, now, 0, Optional.empty(), resumeAt, Reason.NONE, "", Controls.NONE, now);
    }

    Run over(Phase end, Reason what, String words, Instant now) {
        return new Run(
                id,
                number,
                runbook,
                values,
                incident,
                startedBy,
                startedAt,
                deadline,
                undoOf,
                undoes,
                at,
                end,
                attempt,
                now,
                0,
                Optional.empty(),
                processes,
                resumeAt,
                what,
                words,
                mark,
                maintenance,
                Controls.NONE,
                epoch,
                now,
                Optional.of(now));
    }

    Run marked(Map<Integer, String> marks) {
        return new Run(
                id,
                number,
                runbook,
                values,
                incident,
                startedBy,
                startedAt,
                deadline,
                undoOf,
                undoes,
                at,
                phase,
                attempt,
                since,
                held,
                blindSince,
                processes,
                resumeAt,
                reason,
                why,
                marks,
                maintenance,
                controls,
                epoch,
                dueAt,
                endedAt);
    }

    /// With what people want of it by now.
    Run heeding(Controls wanted) {
        return with(at, phase, attempt, since, held, blindSince, resumeAt, reason, why, wanted, dueAt);
    }

    Run seen(Map<String, String> known) {
        return new Run(
                id,
                number,
                runbook,
                values,
                incident,
                startedBy,
                startedAt,
                deadline,
                undoOf,
                undoes,
                at,
                phase,
                attempt,
                since,
                held,
                blindSince,
                known,
                resumeAt,
                reason,
                why,
                mark,
                maintenance,
                controls,
                epoch,
                dueAt,
                endedAt);
    }

    Run maintaining(Optional<UUID> begun) {
        return new Run(
                id,
                number,
                runbook,
                values,
                incident,
                startedBy,
                startedAt,
                deadline,
                undoOf,
                undoes,
                at,
                phase,
                attempt,
                since,
                held,
                blindSince,
                processes,
                resumeAt,
                reason,
                why,
                mark,
                begun,
                controls,
                epoch,
                dueAt,
                endedAt);
    }

    Run until(Instant later) {
        return new Run(
                id,
                number,
                runbook,
                values,
                incident,
                startedBy,
                startedAt,
                later,
                undoOf,
                undoes,
                at,
                phase,
                attempt,
                since,
                held,
                blindSince,
                processes,
                resumeAt,
                reason,
                why,
                mark,
                maintenance,
                controls,
                epoch,
                dueAt,
                endedAt);
    }

    private Run with(
            int nextAt,
            Phase nextPhase,
            int nextAttempt,
            Instant from,
            int times,
            Optional<Instant> blind,
            Phase resume,
            Reason what,
            String words,
            Controls heeded,
            Instant due) {
        return new Run(
                id,
                number,
                runbook,
                values,
                incident,
                startedBy,
                startedAt,
                deadline,
                undoOf,
                undoes,
                nextAt,
                nextPhase,
                nextAttempt,
                from,
                times,
                blind,
                processes,
                resume,
                what,
                words,
                mark,
                maintenance,
                heeded,
                epoch,
                due,
                endedAt);
    }
}
