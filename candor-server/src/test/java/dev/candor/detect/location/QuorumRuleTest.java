package dev.candor.detect.location;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.location.QuorumRule.Vote;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuorumRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final Duration FRESH = Duration.ofMinutes(2);

    private static Vote vote(String location, Verdict verdict, int sinceSecondsAgo, int lookedSecondsAgo) {
        return new Vote(
                location,
                new MonitorState(
                        verdict,
                        NOW.minusSeconds(sinceSecondsAgo),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        false,
                        NOW.minusSeconds(lookedSecondsAgo),
                        verdict == Verdict.UP ? "" : "no answer in time",
                        MonitorState.Last.NOTHING,
                        Optional.empty()));
    }

    private static QuorumRule.Decision decide(int quorum, Vote... votes) {
        return QuorumRule.decide(List.of(votes), quorum, 0, FRESH, NOW);
    }

    @Test
    void one_bad_place_is_named_and_the_service_is_not_down() {
        var decision = decide(
                2, vote("main", Verdict.UP, 900, 5), vote("us", Verdict.DOWN, 20, 5), vote("eu", Verdict.UP, 900, 5));

        assertThat(decision.together().outcome()).isEqualTo(Outcome.DEGRADED);
        assertThat(decision.together().detail()).isEqualTo("from us: no answer in time; well from main, eu");
        assertThat(decision.bad()).extracting(Vote::location).containsExactly("us");
    }

    @Test
    void fewer_than_the_quorum_do_not_decide_while_others_are_about_to_look_for_the_first_time() {
        var votes = List.of(vote("us", Verdict.DOWN, 20, 5));

        assertThat(QuorumRule.decide(votes, 2, 1, FRESH, NOW).together().outcome())
                .isEqualTo(Outcome.DEGRADED);
        assertThat(QuorumRule.decide(votes, 1, 1, FRESH, NOW).together().outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(QuorumRule.decide(votes, 2, 0, FRESH, NOW).together().outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void a_quorum_is_down_and_nobody_is_blamed_alone() {
        var decision = decide(
                2, vote("main", Verdict.UP, 900, 5), vote("us", Verdict.DOWN, 60, 5), vote("eu", Verdict.DOWN, 60, 5));

        assertThat(decision.together().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(decision.together().detail()).isEqualTo("from us, eu: no answer in time; well from main");
        assertThat(decision.bad()).isEmpty();
    }

    @Test
    void a_place_that_comes_and_goes_is_bad_alone_and_several_are_the_service_itself() {
        var one = decide(2, vote("main", Verdict.UP, 900, 5), comesAndGoes("us"), vote("eu", Verdict.UP, 900, 5));
        assertThat(one.bad()).extracting(Vote::location).containsExactly("us");
        assertThat(one.together().outcome()).isEqualTo(Outcome.DEGRADED);
        var two = decide(2, vote("main", Verdict.UP, 900, 5), comesAndGoes("us"), comesAndGoes("eu"));
        assertThat(two.bad()).isEmpty();
        var both = decide(2, vote("main", Verdict.UP, 900, 5), comesAndGoes("us"), vote("eu", Verdict.DOWN, 30, 5));
        assertThat(both.bad()).extracting(Vote::location).containsExactly("eu");
    }

    private static Vote comesAndGoes(String location) {
        var seen = vote(location, Verdict.DEGRADED, 60, 5).state();
        return new Vote(
                location,
                new MonitorState(
                        seen.verdict(),
                        seen.since(),
                        "PFPFPP",
                        Optional.empty(),
                        Optional.of(NOW.minusSeconds(4)),
                        List.of(NOW.minusSeconds(50), NOW.minusSeconds(30), NOW.minusSeconds(4)),
                        Optional.of(NOW.plusSeconds(500)),
                        true,
                        seen.lookedAt(),
                        "3 failures within 1 h ended by themselves; last: no answer in time",
                        MonitorState.Last.NOTHING,
                        Optional.empty()));
    }

    @Test
    void a_silent_place_neither_accuses_nor_acquits() {
        Vote silentDown = vote("us", Verdict.DOWN, 900, 121);
        Vote silentUp = vote("eu", Verdict.UP, 900, 500);

        assertThat(decide(2, vote("main", Verdict.UP, 900, 5), silentDown)
                        .together()
                        .outcome())
                .isEqualTo(Outcome.PASSED);
        assertThat(decide(2, vote("main", Verdict.DOWN, 60, 5), silentUp, silentDown)
                        .together()
                        .outcome())
                .as("a dead agent must not hide an outage")
                .isEqualTo(Outcome.FAILED);
        var nobody = decide(2, silentDown, silentUp);
        assertThat(nobody.together().outcome()).isEqualTo(Outcome.NOT_RUN);
        assertThat(nobody.together().detail())
                .isEqualTo("no location has looked lately: us for 2 min 1 s, eu for 8 min 20 s");
    }

    @Test
    void slow_from_one_place_is_degraded_without_blame() {
        var decision = decide(2, vote("main", Verdict.DEGRADED, 60, 5), vote("us", Verdict.UP, 60, 5));

        assertThat(decision.together().detail()).isEqualTo("from main: no answer in time; well from us");
        assertThat(decision.bad()).isEmpty();
    }
}
