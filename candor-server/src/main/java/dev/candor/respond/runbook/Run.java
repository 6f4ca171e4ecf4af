package dev.candor.respond.runbook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// One run of a runbook, as far as it has come.
///
/// @param order what was asked for
/// @param standing where it stands
/// @param left what it saw of the world and left in it
/// @param controls what people want of it and was not heeded yet
/// @param turn whose it is and when it goes on
public record Run(UUID id, long number, Order order, Standing standing, Left left, Controls controls, Turn turn) {
    /// What was asked for; it never changes.
    ///
    /// @param values what was chosen for the parameters
    /// @param incident the one it belongs to; empty when none
    /// @param undoOf the run this one takes back; empty when it goes forwards
    /// @param undoes the steps of that run it takes back, in the order of its own steps
    public record Order(
            String runbook,
            Map<String, String> values,
            Optional<UUID> incident,
            By by,
            Instant at,
            Optional<UUID> undoOf,
            List<Undone> undoes) {}

    /// A step that is taken back.
    ///
    /// @param step its index
    /// @param was how its server was before it; empty where that was not recorded
    public record Undone(int step, Optional<Was> was) {}

    /// How a server was before a step.
    public record Was(Seen.Server.Admin admin, int weight) {
        static Was of(Seen.Server server) {
            return new Was(server.admin(), server.weight());
        }
    }

    /// What it saw and left.
    ///
    /// @param processes the load balancers' processes by identity, as last seen
    /// @param marks what the steps that are over left behind, by step: `a: drain, changed 1 s ago`
    /// @param maintenance the planned work it began on the status page, or has to end
    public record Left(Map<String, String> processes, Map<Integer, String> marks, Optional<UUID> maintenance) {
        static final Left NOTHING = new Left(Map.of(), Map.of(), Optional.empty());
    }

    /// @param epoch changes whenever somebody takes it on: who holds an older one may do nothing more
    /// @param dueAt when it wants to be looked at next
    /// @param deadline when it must be over
    public record Turn(long epoch, Instant dueAt, Instant deadline, Optional<Instant> endedAt) {
        Turn due(Instant at) {
            return new Turn(epoch, at, deadline, endedAt);
        }
    }

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
        TAKEN_BACK,
        UNREADABLE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /// Whether it stopped by itself, and somebody has to hear of it.
        public boolean alarms() {
            return switch (this) {
                case DRIFT, BEFORE, NOT_VERIFIED, REFUSED, BLIND, DEADLINE, UNREADABLE -> true;
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

    /// One that begins now.
    static Run fresh(UUID id, long number, Order order, Instant deadline) {
        Instant now = order.at();
        return new Run(
                id,
                number,
                order,
                Standing.FIRST.in(Phase.GUARD, now),
                Left.NOTHING,
                Controls.NONE,
                new Turn(0, now, deadline, Optional.empty()));
    }

    public String subject() {
        return "run/" + id;
    }

    public String runbook() {
        return order.runbook();
    }

    public Map<String, String> values() {
        return order.values();
    }

    public Optional<UUID> incident() {
        return order.incident();
    }

    public String startedBy() {
        return order.by().actor();
    }

    public Instant startedAt() {
        return order.at();
    }

    public Optional<UUID> undoOf() {
        return order.undoOf();
    }

    public boolean undoing() {
        return order.undoOf().isPresent();
    }

    /// The step that is on, from 0.
    public int at() {
        return standing.place().step();
    }

    public Phase phase() {
        return standing.place().phase();
    }

    public int attempt() {
        return standing.tries().attempt();
    }

    /// Why it stopped, or what it asks.
    public Reason reason() {
        return standing.question().reason();
    }

    /// The same for people.
    public String why() {
        return standing.question().words();
    }

    /// The number of what it asks now, or of its stop.
    public int question() {
        return standing.question().number();
    }

    public Instant deadline() {
        return turn.deadline();
    }

    public long epoch() {
        return turn.epoch();
    }

    /// What it wants of a person now, in words; also of one who answers something older.
    public String asks() {
        return switch (phase()) {
            case ASK -> "It asks now (question " + question() + "): " + why();
            case STOPPED -> "It stands still now (question " + question() + "): " + why();
            case GUARD, ACT, VERIFY, DONE, ENDED -> "It asks nothing now: it is at `" + phase().shown() + "`.";
        };
    }

    private Run with(Standing next, Controls wanted, Instant due) {
        return new Run(id, number, order, next, left, wanted, turn.due(due));
    }

    private Run leaving(Left next) {
        return new Run(id, number, order, standing, next, controls, turn);
    }

    /// At another phase of the same step.
    Run in(Phase next, Instant now) {
        return with(standing.in(next, now), controls, now);
    }

    /// At another phase, all that was begun being known.
    Run settled(Phase next, Instant now) {
        return with(standing.in(next, now).known(), controls, now);
    }

    Run due(Instant at) {
        return with(standing, controls, at);
    }

    Run held(int times, Instant due) {
        return with(standing.seeing(new Standing.Sight(times, Optional.empty())), controls, due);
    }

    Run blind(Instant from, Instant due) {
        return with(standing.seeing(new Standing.Sight(0, Optional.of(from))), controls, due);
    }

    Run seeing() {
        return with(
                standing.seeing(new Standing.Sight(standing.sight().held(), Optional.empty())), controls, turn.dueAt());
    }

    Run intending(Instant now) {
        return with(standing.intending(now), controls, now);
    }

    Run asking(Reason what, String words, Instant now, Instant due) {
        return with(standing.in(Phase.ASK, now).asking(standing.question().next(what, words)), Controls.NONE, due);
    }

    Run answered(Phase next, Instant now) {
        return with(standing.in(next, now).known(), Controls.NONE, now);
    }

    Run stopped(Phase resume, Reason what, String words, Instant now) {
        return with(
                standing.in(Phase.STOPPED, now)
                        .asking(standing.question().next(what, words))
                        .resuming(resume),
                Controls.NONE,
                now);
    }

    Run next(Instant now) {
        return with(standing.next(now), Controls.NONE, now);
    }

    Run over(Phase end, Reason what, String words, Instant now) {
        Standing ended = standing.in(end, now).asking(standing.question().next(what, words));
        return new Run(
                id,
                number,
                order,
                ended,
                left,
                Controls.NONE,
                new Turn(turn.epoch(), now, turn.deadline(), Optional.of(now)));
    }

    /// With what people want of it by now.
    Run heeding(Controls wanted) {
        return with(standing, wanted, turn.dueAt());
    }

    Run marked(Map<Integer, String> marks) {
        return leaving(new Left(left.processes(), marks, left.maintenance()));
    }

    Run seen(Map<String, String> processes) {
        return leaving(new Left(processes, left.marks(), left.maintenance()));
    }

    Run maintaining(Optional<UUID> begun) {
        return leaving(new Left(left.processes(), left.marks(), begun));
    }

    Run until(Instant later) {
        return new Run(
                id,
                number,
                order,
                standing,
                left,
                controls,
                new Turn(turn.epoch(), turn.dueAt(), later, turn.endedAt()));
    }
}
