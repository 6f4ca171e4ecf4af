package dev.candor.detect.monitor;

import dev.candor.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the rule remembers of one monitor between two runs.
///
/// @param since when the verdict began, by evidence
/// @param recent the last outcomes, newest last, at most 20 signs
/// @param failingSince start of the failure under way, confirmed or not
/// @param goodSince start of the good run under way
/// @param healed when failures ended by themselves, within the rule's window
/// @param heldUntil recurrence: the signal stays until it was quiet this long
/// @param signalling whether paging was told and has not been told of the end
/// @param lookedAt the last run that could look at all
/// @param detail what is seen while it is not well, or why nothing is known; empty while it is well
/// @param last what was seen when it last was not good
/// @param told to whom paging was told of it, and when last; empty unless `signalling`
public record MonitorState(
        Verdict verdict,
        Instant since,
        String recent,
        Optional<Instant> failingSince,
        Optional<Instant> goodSince,
        List<Instant> healed,
        Optional<Instant> heldUntil,
        boolean signalling,
        Instant lookedAt,
        String detail,
        Last last,
        Optional<Told> told) {
    /// What the last runs that were not good saw, whatever came since; empty before the first.
    ///
    /// @param slow the last that was degraded
    public record Last(String failed, String slow) {
        public static final Last NOTHING = new Last("", "");

        /// Of a state that was stored when what is shown was all that was kept.
        static Last before(Verdict verdict, String shown) {
            if (verdict == Verdict.UNKNOWN) {
                return NOTHING; // it was why nothing is known
            }
            int recurring = shown.indexOf(" failures within ");
            if (recurring >= 0) {
                int seen = shown.indexOf("last: ", recurring);
                return new Last(seen < 0 ? "" : shown.substring(seen + "last: ".length()), "");
            }
            return verdict == Verdict.DEGRADED ? new Last("", shown) : new Last(shown, "");
        }

        Last failed(String seen) {
            return new Last(seen, slow);
        }

        Last slow(String seen) {
            return new Last(failed, seen);
        }
    }

    /// A signal that was sent and not taken back: the end must be told under the same names, whatever the
    /// configuration says by then.
    ///
    /// @param at when it was last said
    public record Told(String monitor, String service, Instant at) {}

    /// Before the first run.
    public static MonitorState unseen(Instant now) {
        return unwatched(now, "not looked at yet");
    }

    /// What is still worth knowing when nobody has looked for too long: how often it failed and recovered,
    /// which ages by itself.
    public MonitorState anew(Instant now) {
        return unknown(now, healed, heldUntil, "", last.slow(""));
    }

    /// Nobody looks at it, and `why`: nothing is known from `now` on.
    static MonitorState unwatched(Instant now, String why) {
        return unknown(now, List.of(), Optional.empty(), why, Last.NOTHING);
    }

    private static MonitorState unknown(
            Instant now, List<Instant> healed, Optional<Instant> heldUntil, String detail, Last last) {
        return new MonitorState(
                Verdict.UNKNOWN,
                now,
                "",
                Optional.empty(),
                Optional.empty(),
                healed,
                heldUntil,
                false,
                now,
                detail,
                last,
                Optional.empty());
    }

    /// The same but for when we last looked, and for how many good runs there were since anything else: nothing worth
    /// storing.
    boolean sameBut(MonitorState other) {
        MonitorState then = other.lookedAt(lookedAt);
        return then.equals(this)
                || onlyGood() && other.onlyGood() && then.recent(recent).equals(this);
    }

    private boolean onlyGood() {
        return failingSince.isEmpty()
                && !recent.isEmpty()
                && recent.chars().allMatch(sign -> sign == Outcome.PASSED.sign());
    }

    private MonitorState recent(String runs) {
        return with(runs, lookedAt, detail, told);
    }

    /// The same, last looked at then.
    public MonitorState lookedAt(Instant at) {
        return with(recent, at, detail, told);
    }

    MonitorState because(String other) {
        return with(recent, lookedAt, other, told);
    }

    MonitorState told(Optional<Told> what) {
        return with(recent, lookedAt, detail, what);
    }

    private MonitorState with(String runs, Instant looked, String words, Optional<Told> what) {
        return new MonitorState(
                verdict,
                since,
                runs,
                failingSince,
                goodSince,
                healed,
                heldUntil,
                signalling,
                looked,
                words,
                last,
                what);
    }

    /// For storing.
    public String json() {
        return Json.write(Json.object(
                "recent", recent,
                "failing_since", millis(failingSince),
                "good_since", millis(goodSince),
                "healed", healed.stream().map(Instant::toEpochMilli).toList(),
                "held_until", millis(heldUntil),
                "signalling", signalling,
                "looked_at", lookedAt.toEpochMilli(),
                "detail", detail,
                "failed", last.failed(),
                "slow", last.slow(),
                "told",
                        told.map(it -> Json.object(
                                        "monitor",
                                        it.monitor(),
                                        "service",
                                        it.service(),
                                        "at",
                                        it.at().toEpochMilli()))
                                .orElse(null)));
    }

    /// What {@link #json} stored.
    public static MonitorState of(Verdict verdict, Instant since, String json) {
        Map<String, @Nullable Object> stored = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
        List<Instant> healed = stored.get("healed") instanceof List<?> list
                ? list.stream()
                        .map(MonitorState::instant)
                        .flatMap(Optional::stream)
                        .toList()
                : List.of();
        String detail = text(stored, "detail");
        Last last = stored.containsKey("failed")
                ? new Last(text(stored, "failed"), text(stored, "slow"))
                : Last.before(verdict, detail);
        return new MonitorState(
                verdict,
                since,
                text(stored, "recent"),
                instant(stored.get("failing_since")),
                instant(stored.get("good_since")),
                healed,
                instant(stored.get("held_until")),
                Boolean.TRUE.equals(stored.get("signalling")),
                instant(stored.get("looked_at")).orElse(since),
                detail,
                last,
                told(stored.get("told")));
    }

    private static Optional<Told> told(@Nullable Object stored) {
        return stored instanceof Map<?, ?> map
                        && map.get("monitor") instanceof String monitor
                        && map.get("service") instanceof String service
                ? instant(map.get("at")).map(at -> new Told(monitor, service, at))
                : Optional.empty();
    }

    private static String text(Map<String, @Nullable Object> stored, String key) {
        return stored.get(key) instanceof String text ? text : "";
    }

    private static @Nullable Long millis(Optional<Instant> instant) {
        return instant.map(Instant::toEpochMilli).orElse(null);
    }

    private static Optional<Instant> instant(@Nullable Object value) {
        return value instanceof Number number
                ? Optional.of(Instant.ofEpochMilli(number.longValue()))
                : Optional.empty();
    }
}
