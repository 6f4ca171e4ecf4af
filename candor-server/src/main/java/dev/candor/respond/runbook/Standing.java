package dev.candor.respond.runbook;

import dev.candor.respond.runbook.Run.Phase;
import dev.candor.respond.runbook.Run.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where a run stands.
///
/// @param resume where it goes on after a stop
public record Standing(Place place, Sight sight, Tries tries, Question question, Phase resume) {
    static final Standing FIRST =
            new Standing(new Place(0, Phase.GUARD, Instant.EPOCH), Sight.NONE, Tries.NONE, Question.NONE, Phase.GUARD);

    /// @param step from 0
    /// @param since when the phase began
    public record Place(int step, Phase phase, Instant since) {}

    /// @param held how often in a row the step's conditions were seen to hold
    /// @param blindSince since when it cannot see what it must; empty when it sees
    public record Sight(int held, Optional<Instant> blindSince) {
        static final Sight NONE = new Sight(0, Optional.empty());
    }

    /// @param attempt how often the step began to act
    /// @param open what was begun and nobody knows the outcome of; empty when everything is known
    public record Tries(int attempt, Optional<Open> open) {
        static final Tries NONE = new Tries(0, Optional.empty());
    }

    /// Intents of a step whose outcome nobody knows.
    ///
    /// @param firstAt when the first was written down
    /// @param lastAt when the last was
    /// @param count how many there are
    public record Open(Instant firstAt, Instant lastAt, int count) {
        /// An effect is begun within ten seconds of its intent and takes at most ten; what was sent may be on its way,
        /// or lie before a server that is held up, for twenty more.
        static final Duration LANDS = Duration.ofSeconds(40);
        /// How long a receiver is trusted to know a key again; many forget theirs after a day.
        static final Duration KEY_KNOWN = Duration.ofHours(12);

        /// Until then it may still come about, however often it is seen not to have.
        public Instant landsUntil() {
            return lastAt.plus(LANDS);
        }

        boolean mayLand(Instant now) {
            return landsUntil().isAfter(now);
        }

        boolean keyKnown(Instant now) {
            return firstAt.plus(KEY_KNOWN).isAfter(now);
        }
    }

    /// What it wants of a person.
    ///
    /// @param number counts how often it asked or stopped: an answer to an older question is none to this one
    /// @param words the question, or why it stopped
    public record Question(int number, Reason reason, String words) {
        static final Question NONE = new Question(0, Reason.NONE, "");

        Question none() {
            return new Question(number, Reason.NONE, "");
        }

        Question next(Reason what, String asked) {
            return new Question(number + 1, what, asked);
        }
    }

    Standing in(Phase next, Instant now) {
        return new Standing(new Place(place.step, next, now), Sight.NONE, tries, question.none(), resume);
    }

    Standing seeing(Sight now) {
        return new Standing(place, now, tries, question, resume);
    }

    Standing tried(Tries now) {
        return new Standing(place, sight, now, question, resume);
    }

    Standing asking(Question asked) {
        return new Standing(place, sight, tries, asked, resume);
    }

    Standing resuming(Phase at) {
        return new Standing(place, sight, tries, question, at);
    }

    /// With an intent more.
    Standing intending(Instant now) {
        Open open = tries.open
                .map(before -> new Open(before.firstAt, now, before.count + 1))
                .orElse(new Open(now, now, 1));
        return in(Phase.ACT, now).tried(new Tries(tries.attempt + 1, Optional.of(open)));
    }

    /// What came of every intent is known.
    Standing known() {
        return tried(new Tries(tries.attempt, Optional.empty()));
    }

    /// At the beginning of the next step.
    Standing next(Instant now) {
        return new Standing(
                new Place(place.step + 1, Phase.GUARD, now), Sight.NONE, Tries.NONE, question.none(), resume);
    }
}
