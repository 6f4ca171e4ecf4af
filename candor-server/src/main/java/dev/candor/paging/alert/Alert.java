package dev.candor.paging.alert;

import dev.candor.detect.Severity;
import dev.candor.platform.journal.Journal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A condition that needs attention, once however often it is reported.
///
/// @param number for people
/// @param muted why nobody is paged, empty when somebody is: `maintenance {code}`, `only information`, `no escalation
/// policy`
/// @param count how often it was reported
/// @param startedAt first bad evidence
/// @param incident the incident it belongs to
public record Alert(
        UUID id,
        long number,
        String service,
        String dedupKey,
        String source,
        Severity severity,
        String summary,
        Map<String, @Nullable Object> detail,
        State state,
        String muted,
        int count,
        Instant startedAt,
        Instant triggeredAt,
        Instant lastSignalAt,
        Optional<UUID> incident) {
    /// Where it stands; each state has exactly its facts.
    public sealed interface State {
        record Triggered() implements State {}

        record Acknowledged(Instant at, String by) implements State {}

        /// @param acknowledged when and by whom, if anybody did before it ended
        record Resolved(Instant at, String by, Optional<Acknowledged> acknowledged) implements State {}

        default String word() {
            return switch (this) {
                case Triggered _ -> "triggered";
                case Acknowledged _ -> "acknowledged";
                case Resolved _ -> "resolved";
            };
        }
    }

    public boolean open() {
        return !(state instanceof State.Resolved);
    }

    /// It ended because nobody looks any more; whether the trouble ended is not known.
    public boolean withdrawn() {
        return state instanceof State.Resolved resolved && resolved.by().equals(Journal.CANDOR);
    }

    public boolean needsSomebody() {
        return state instanceof State.Triggered && muted.isEmpty();
    }

    /// Its name in journal and outbox.
    public String subject() {
        return subject(id);
    }

    public static String subject(UUID id) {
        return "alert/" + id;
    }
}
