package dev.candor.tell.commitment;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Something that was promised about an incident for a time.
///
/// @param page whose readers it was promised to, by slug; empty when it was promised to nobody in particular
/// @param what in words of our own, only of {@link Kind#OTHER}
/// @param madeBy a person, or `candor`
public record Commitment(
        UUID id,
        UUID incident,
        String page,
        Kind kind,
        String what,
        Instant madeAt,
        Instant dueAt,
        String madeBy,
        State state) {
    /// What is promised, and with it what keeps it.
    public enum Kind {
        /// Kept by the next words on the same page.
        NEXT_UPDATE("The next update"),
        /// Kept by the published postmortem.
        POSTMORTEM("The postmortem"),
        /// Kept by the word that it is over, or by the end of the harm once the incident is resolved.
        FIXED("The fix"),
        /// Kept by whoever says so.
        OTHER("");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String wire) {
            for (Kind kind : values()) {
                if (kind.wire().equals(wire)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        /// `Next update by`, for a form or a list.
        public String label() {
            return switch (this) {
                case NEXT_UPDATE -> "Next update by";
                case POSTMORTEM -> "Postmortem by";
                case FIXED -> "Fixed by";
                case OTHER -> "Other, by";
            };
        }
    }

    /// Of what whoever has the incident was reminded.
    public enum Reminded {
        NOT_YET,
        SOON,
        OVERDUE
    }

    /// Where it stands.
    public sealed interface State {
        record Open(Reminded reminded) implements State {}

        /// @param at at or before it was due
        record Kept(Instant at) implements State {}

        /// It was due before what keeps it came, or that never came.
        ///
        /// @param at when that came, or when nobody waited for it any more
        /// @param why empty when it came late; otherwise why it is not going to come
        record Missed(Instant at, String why) implements State {}

        /// Nobody waits for it any more, since before it was due.
        record Dropped(Instant at, String why) implements State {}

        default String wire() {
            return switch (this) {
                case Open _ -> "open";
                case Kept _ -> "kept";
                case Missed _ -> "missed";
                case Dropped _ -> "dropped";
            };
        }
    }

    public boolean open() {
        return state instanceof State.Open;
    }

    public boolean overdue(Instant now) {
        return open() && now.isAfter(dueAt);
    }

    /// What was promised: `The next update`, or the words it was made with.
    public String words() {
        return kind == Kind.OTHER ? what : kind.words;
    }

    public Commitment with(State next) {
        return new Commitment(id, incident, page, kind, what, madeAt, dueAt, madeBy, next);
    }
}
