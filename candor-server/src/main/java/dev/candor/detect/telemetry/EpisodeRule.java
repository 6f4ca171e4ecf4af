package dev.candor.detect.telemetry;

import dev.candor.telemetry.detect.BurnState.Burning;
import dev.candor.telemetry.detect.Rise;
import dev.candor.telemetry.detect.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What rises and burning budgets mean for the alerts of a service. Pure.
///
/// One trouble shows in many slices: a bad upstream raises its own failures, those of its routes and customers, and
/// all of them together. What rises within minutes of each other is one alert; what begins later is another one. A
/// budget that burns because of a rise is no second alert, also not when the rise is over and the budget still burns.
final class EpisodeRule {
    /// What begins so long after a rise belongs to it.
    static final Duration TOGETHER = Duration.ofMinutes(3);

    private static final String WHOLE = Slice.WHOLE.words();
    private static final int LONGEST_KEY = 255;

    private EpisodeRule() {}

    /// What is to be done.
    sealed interface Change {
        /// @param slices the first one names the alert
        record Begin(String dedupKey, List<String> slices, Instant startedAt, boolean page) implements Change {}

        /// More slices rose with it.
        record Join(Episode episode, List<String> slices) implements Change {}

        record End(Episode episode, Instant at, Rise.End why) implements Change {}
    }

    /// What the rules say now.
    ///
    /// @param ended since the last decision
    record Said(List<Rise> rising, List<Rise.Ended> ended, List<Burning> burning) {}

    /// @param changes in order
    /// @param covered burn rules that fire because of a rise
    record Decision(List<Change> changes, Set<String> covered) {}

    static Decision decide(String service, List<Episode> open, Set<String> covered, Said said, Instant now) {
        var changes = new ArrayList<Change>();
        List<Episode> rises =
                open.stream().filter(episode -> !episode.isBudget()).toList();
        begins(service, rises, said.rising(), changes);
        boolean adopted = ends(rises, said, now, changes);
        boolean rising = !said.rising().isEmpty();
        Set<String> still = covered(covered, said.burning(), rising, adopted);
        budget(service, open, said.burning(), still, true, now, changes);
        budget(service, open, said.burning(), still, false, now, changes);
        return new Decision(changes, still);
    }

    private static void begins(String service, List<Episode> open, List<Rise> rising, List<Change> changes) {
        var joined = new LinkedHashMap<Episode, List<String>>();
        var anew = new ArrayList<Rise>();
        for (Rise rise : rising) {
            String slice = rise.slice().words();
            if (open.stream().anyMatch(episode -> episode.slices().contains(slice))) {
                continue;
            }
            Optional<Episode> fitting =
                    open.stream().filter(episode -> belongs(rise, episode)).findFirst();
            if (fitting.isPresent()) {
                joined.computeIfAbsent(fitting.get(), episode -> new ArrayList<>(episode.slices()))
                        .add(slice);
            } else {
                anew.add(rise);
            }
        }
        joined.forEach((episode, slices) -> changes.add(new Change.Join(episode, slices)));
        if (!anew.isEmpty()) {
            List<String> slices =
                    anew.stream().map(rise -> rise.slice().words()).toList();
            Instant started =
                    anew.stream().map(Rise::startedAt).min(Instant::compareTo).orElseThrow();
            changes.add(new Change.Begin(key(service, slices.getFirst()), slices, started, true));
        }
    }

    /// The whole is never part of what was told of one slice long ago: that would hide an outage.
    private static boolean belongs(Rise rise, Episode episode) {
        boolean near = !rise.noticedAt().isAfter(episode.noticedAt().plus(TOGETHER));
        return near || episode.slices().contains(WHOLE);
    }

    private static boolean ends(List<Episode> open, Said said, Instant now, List<Change> changes) {
        boolean adopted = false;
        Set<String> rising = new LinkedHashSet<>();
        said.rising().forEach(rise -> rising.add(rise.slice().words()));
        Map<String, Rise.Ended> ended = new LinkedHashMap<>();
        said.ended().forEach(one -> ended.put(one.rise().slice().words(), one));
        for (Episode episode : open) {
            if (episode.slices().stream().anyMatch(rising::contains)) {
                continue;
            }
            List<Rise.Ended> ends = episode.slices().stream()
                    .filter(ended::containsKey)
                    .map(slice -> java.util.Objects.requireNonNull(ended.get(slice)))
                    .toList();
            Rise.End why =
                    ends.stream().map(Rise.Ended::why).min(Enum::compareTo).orElse(Rise.End.NO_TRAFFIC);
            adopted |= why == Rise.End.ADOPTED;
            Instant at =
                    ends.stream().map(Rise.Ended::at).max(Instant::compareTo).orElse(now);
            changes.add(new Change.End(episode, at, why));
        }
        return adopted;
    }

    private static Set<String> covered(Set<String> before, List<Burning> burning, boolean rising, boolean adopted) {
        var covered = new LinkedHashSet<String>();
        for (Burning one : burning) {
            if (rising || before.contains(one.rule()) && !adopted) {
                covered.add(one.rule());
            }
        }
        return covered;
    }

    private static void budget(
            String service,
            List<Episode> open,
            List<Burning> burning,
            Set<String> covered,
            boolean page,
            Instant now,
            List<Change> changes) {
        String key = "telemetry/" + service + Episode.BUDGET + (page ? "" : "-slowly");
        Optional<Episode> known =
                open.stream().filter(episode -> episode.dedupKey().equals(key)).findFirst();
        List<Burning> of = burning.stream().filter(one -> one.page() == page).toList();
        if (known.isPresent() && of.isEmpty()) {
            changes.add(new Change.End(known.get(), now, Rise.End.RECOVERED));
        } else if (known.isEmpty() && of.stream().anyMatch(one -> !covered.contains(one.rule()))) {
            Instant since =
                    of.stream().map(Burning::since).min(Instant::compareTo).orElse(now);
            changes.add(new Change.Begin(key, of.stream().map(Burning::rule).toList(), since, page));
        }
    }

    private static String key(String service, String slice) {
        String key = "telemetry/" + service + "/" + slice;
        return key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) : key;
    }
}
