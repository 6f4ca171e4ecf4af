package dev.candor.detect.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// How far agents' clocks are ahead of ours, told by when they say they sent what just came.
///
/// A report that lay on a cut line looks like one of a slow clock. Of all that came within five minutes the one that
/// says the clock is furthest ahead was the least delayed: it tells the clock, the others tell the way. A report that
/// says much less than any way takes tells of a clock that was set meanwhile.
///
/// The first one after a silence, or of a new start, has none beside it that could tell the two apart: then what was
/// known before counts, also of another start at this location. The next one tells.
///
/// Not for several threads at once.
final class AgentClocks {
    private static final Duration KEEP = Duration.ofMinutes(5);

    /// An agent gives a report up after 20 seconds and writes a new one: what says more than this less was no longer
    /// under way, its clock was set.
    private static final Duration LONGEST_WAY = Duration.ofSeconds(60);

    /// Times are of when a look began, their order is of when it ended.
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    private static final int MOST_RUNS = 2_000;

    private record Ahead(Duration by, Instant at) {}

    private final Map<UUID, Ahead> ofRun = new HashMap<>();
    private final Map<String, Ahead> ofLocation = new HashMap<>();
    private final Map<UUID, Instant> heardAt = new HashMap<>();

    /// @param run the agent's start; two agents may report from one location, each with its own clock
    /// @param sentAt by the agent's clock
    /// @return negative where it is behind
    Duration ahead(String location, UUID run, Instant sentAt, Instant now) {
        if (heardAt.size() > MOST_RUNS) {
            ofRun.clear();
            heardAt.clear();
        }
        var said = new Ahead(Duration.between(now, sentAt), now);
        Optional<Ahead> own = Optional.ofNullable(ofRun.get(run));
        Optional<Instant> before = Optional.ofNullable(heardAt.put(run, now));
        boolean first = before.isEmpty() || before.get().plus(LONGEST_WAY).isBefore(now);
        if (first) {
            Optional<Ahead> known = own.or(() -> Optional.ofNullable(ofLocation.get(location)));
            if (known.filter(it -> mayHaveLain(said, it)).isPresent()) {
                return known.get().by();
            }
        }
        Ahead best = own.filter(
                        it -> mayHaveLain(said, it) && !it.at().plus(KEEP).isBefore(now))
                .orElse(said);
        ofRun.put(run, best);
        ofLocation.put(location, best);
        return best.by();
    }

    /// How far ahead the clock was when it was last heard, of that start or else of another one there.
    Optional<Duration> known(String location, UUID run) {
        return Optional.ofNullable(ofRun.get(run))
                .or(() -> Optional.ofNullable(ofLocation.get(location)))
                .map(Ahead::by);
    }

    /// Times that were taken before the clock was set back: nothing is seen after it was sent, nor long
    /// after what was seen later. A clock that is set back by less than that, or by less than the oldest
    /// time is old where all of them are from before, cannot be told from a right one.
    ///
    /// @param times by the agent's clock, in the order they were taken
    /// @return how many of the first of them
    static int beforeItWasSetBack(List<Instant> times, Instant sentAt) {
        Instant latest = sentAt;
        Duration tolerated = Duration.ofSeconds(2);
        for (int i = times.size() - 1; i >= 0; i--) {
            if (times.get(i).isAfter(latest.plus(tolerated))) {
                return i + 1;
            }
            latest = times.get(i);
            tolerated = LONGEST_LOOK;
        }
        return 0;
    }

    /// Of how many starts something is remembered.
    int remembered() {
        return heardAt.size();
    }

    /// Whether what a report says of the clock may come of the way it took.
    private static boolean mayHaveLain(Ahead said, Ahead known) {
        return said.by().compareTo(known.by()) < 0
                && said.by().plus(LONGEST_WAY).compareTo(known.by()) >= 0;
    }
}
