package dev.candor.tell.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.tell.commitment.Commitment.Kind;
import dev.candor.tell.commitment.Commitment.Reminded;
import dev.candor.tell.commitment.Commitment.State;
import dev.candor.tell.commitment.CommitmentRule.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitmentRuleTest {
    private static final Instant MADE = Instant.parse("2026-03-02T13:00:00Z");

    private static Commitment promised(Kind kind, Duration span) {
        return new Commitment(
                new UUID(1, 1),
                new UUID(2, 2),
                "shop",
                kind,
                kind == Kind.OTHER ? "call the press" : "",
                MADE,
                MADE.plus(span),
                "ana",
                new State.Open(Reminded.NOT_YET));
    }

    private static Instant at(int minutes) {
        return MADE.plus(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource({"2, ''", "3, 1", "8, 6", "30, 22.5", "40, 30", "60, 50", "1440, 1430"})
    void the_reminder_comes_a_quarter_before_but_two_to_ten_minutes(int span, String after) {
        Optional<Instant> soon = CommitmentRule.soonAt(promised(Kind.NEXT_UPDATE, Duration.ofMinutes(span)));
        assertThat(soon.map(at -> Duration.between(MADE, at).toSeconds() / 60.0))
                .isEqualTo(after.isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(after)));
    }

    @Test
    void each_kind_is_kept_by_what_it_promised_and_by_nothing_else() {
        Duration hour = Duration.ofHours(1);
        var said = new Event.Said("shop", true, at(20), at(20));
        var over = new Event.Said("shop", false, at(20), at(20));
        var elsewhere = new Event.Said("depot", false, at(20), at(20));
        var published = new Event.PostmortemPublished(at(20));
        State kept = new State.Kept(at(20));
        assertThat(CommitmentRule.after(promised(Kind.NEXT_UPDATE, hour), said)).contains(kept);
        assertThat(CommitmentRule.after(promised(Kind.NEXT_UPDATE, hour), elsewhere))
                .isEmpty();
        assertThat(CommitmentRule.after(promised(Kind.NEXT_UPDATE, hour), new Event.Said("shop", true, at(-5), at(-5))))
                .as("words from before the promise, which came in late")
                .isEmpty();
        assertThat(CommitmentRule.after(promised(Kind.FIXED, hour), said)).isEmpty();
        assertThat(CommitmentRule.after(promised(Kind.FIXED, hour), over)).contains(kept);
        assertThat(CommitmentRule.after(promised(Kind.FIXED, hour), published)).isEmpty();
        assertThat(CommitmentRule.after(promised(Kind.POSTMORTEM, hour), over)).isEmpty();
        assertThat(CommitmentRule.after(promised(Kind.POSTMORTEM, hour), published))
                .contains(kept);
        assertThat(CommitmentRule.after(promised(Kind.OTHER, hour), over)).isEmpty();
        assertThat(CommitmentRule.after(promised(Kind.OTHER, hour), new Event.SaidKept(at(20))))
                .contains(kept);
        assertThat(CommitmentRule.after(promised(Kind.POSTMORTEM, hour), new Event.SaidKept(at(20))))
                .as("nobody clicks a postmortem into being")
                .isEmpty();
    }

    @Test
    void what_comes_late_is_missed_and_so_is_what_is_given_up_late() {
        Commitment promised = promised(Kind.NEXT_UPDATE, Duration.ofMinutes(30));
        assertThat(CommitmentRule.after(promised, new Event.Said("shop", true, at(30), at(30))))
                .contains(new State.Kept(at(30)));
        assertThat(CommitmentRule.after(promised, new Event.Said("shop", true, at(42), at(42))))
                .contains(new State.Missed(at(42), ""));
        assertThat(CommitmentRule.after(promised, new Event.Withdrawn("wrong page", at(10))))
                .contains(new State.Dropped(at(10), "wrong page"));
        assertThat(CommitmentRule.after(promised, new Event.Withdrawn("wrong page", at(31))))
                .contains(new State.Missed(at(31), "wrong page"));
        assertThat(CommitmentRule.after(promised, new Event.Replaced(Kind.NEXT_UPDATE, "shop", at(10))))
                .hasValueSatisfying(state -> assertThat(state).isInstanceOf(State.Dropped.class));
        assertThat(CommitmentRule.after(promised, new Event.Replaced(Kind.FIXED, "shop", at(10))))
                .isEmpty();
    }

    @Test
    void a_fix_counts_from_the_end_of_the_harm_not_from_the_word_for_it() {
        assertThat(CommitmentRule.after(
                        promised(Kind.FIXED, Duration.ofMinutes(10)), new Event.Said("shop", false, at(8), at(12))))
                .contains(new State.Kept(at(8)));
        assertThat(CommitmentRule.after(
                        promised(Kind.NEXT_UPDATE, Duration.ofMinutes(10)),
                        new Event.Said("shop", false, at(8), at(12))))
                .contains(new State.Missed(at(12), ""));
    }

    @Test
    void the_end_of_the_incident_frees_only_where_no_reader_waits() {
        Commitment promised = promised(Kind.NEXT_UPDATE, Duration.ofMinutes(30));
        assertThat(CommitmentRule.after(promised, new Event.IncidentResolved(at(5), Set.of("shop"), at(15))))
                .isEmpty();
        assertThat(CommitmentRule.after(promised, new Event.IncidentResolved(at(5), Set.of("depot"), at(15))))
                .hasValueSatisfying(state -> assertThat(state.wire()).isEqualTo("dropped"));
        assertThat(CommitmentRule.after(
                        promised(Kind.FIXED, Duration.ofMinutes(10)),
                        new Event.IncidentResolved(at(8), Set.of("shop"), at(18))))
                .as("the harm ended in time, the quiet watch after it does not count")
                .contains(new State.Kept(at(8)));
        assertThat(CommitmentRule.decide(promised(Kind.FIXED, Duration.ofMinutes(10)), Optional.of(at(8)), at(12)))
                .as("nor is it called overdue while we watch")
                .isEmpty();
    }

    /// Reminders at random instants, in between whatever happens: at most one of each sort, never after the end, and
    /// the end is the same as without them.
    @Test
    void nobody_is_reminded_twice_and_nothing_ends_twice_or_both_ways() {
        for (int seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            Kind kind = Kind.values()[random.nextInt(4)];
            Commitment first = promised(kind, Duration.ofMinutes(1 + random.nextInt(120)));
            List<Event> events = events(random);
            State undisturbed = end(first, events);

            Commitment now = first;
            var reminders = new ArrayList<Reminded>();
            int ended = 0;
            int next = 0;
            for (int minute = 0; minute <= 200; minute++) {
                if (random.nextInt(3) > 0) {
                    Optional<Reminded> reminded = CommitmentRule.decide(now, Optional.empty(), at(minute));
                    if (reminded.isPresent()) {
                        assertThat(now.open()).as("seed " + seed).isTrue();
                        reminders.add(reminded.get());
                        now = now.with(new State.Open(reminded.get()));
                    }
                }
                while (next < events.size() && !when(events.get(next)).isAfter(at(minute))) {
                    Optional<State> state = CommitmentRule.after(now, events.get(next++));
                    ended += state.isPresent() ? 1 : 0;
                    now = state.isPresent() ? now.with(state.get()) : now;
                }
            }
            assertThat(reminders).as("seed " + seed).doesNotHaveDuplicates().isSorted();
            assertThat(ended).as("seed " + seed).isLessThanOrEqualTo(1);
            if (now.open()) {
                assertThat(undisturbed).as("seed " + seed).isInstanceOf(State.Open.class);
                assertThat(reminders).as("seed " + seed).contains(Reminded.OVERDUE);
            } else {
                assertThat(now.state()).as("seed " + seed).isEqualTo(undisturbed);
                boolean inTime = !(now.state() instanceof State.Missed);
                assertThat(endedAt(now.state()).isAfter(first.dueAt()))
                        .as("seed " + seed)
                        .isNotEqualTo(inTime);
            }
        }
    }

    /// Events of the same minute end it alike in whatever order they are seen, as far as they say the same.
    @Test
    void the_same_word_seen_twice_or_in_another_order_changes_nothing() {
        for (int seed = 0; seed < 1_000; seed++) {
            var random = new Random(seed);
            Commitment promised = promised(Kind.values()[random.nextInt(3)], Duration.ofMinutes(30));
            var events = new ArrayList<Event>(List.of(
                    new Event.Said("shop", false, at(20), at(20)),
                    new Event.Said("depot", true, at(20), at(20)),
                    new Event.PostmortemPublished(at(20)),
                    new Event.SaidKept(at(20)),
                    new Event.Said("shop", false, at(20), at(20))));
            State inOrder = end(promised, events);
            java.util.Collections.shuffle(events, random);
            assertThat(end(promised, events)).as("seed " + seed).isEqualTo(inOrder);
        }
    }

    /// A relapse opens exactly a fix that was kept, on the page that heard that it was over.
    @Test
    void of_what_has_ended_only_a_kept_fix_is_opened_again() {
        List<State> ends = List.of(
                new State.Kept(at(10)),
                new State.Missed(at(40), ""),
                new State.Dropped(at(10), "another time was promised"));
        for (Kind kind : Kind.values()) {
            for (State end : ends) {
                Commitment ended = promised(kind, Duration.ofMinutes(30)).with(end);
                boolean opens = kind == Kind.FIXED && end instanceof State.Kept;
                Optional<State> opened = opens ? Optional.of(new State.Open(Reminded.NOT_YET)) : Optional.empty();
                assertThat(CommitmentRule.after(ended, new Event.Relapsed("", at(50))))
                        .as(kind + " " + end)
                        .isEqualTo(opened);
                assertThat(CommitmentRule.after(ended, new Event.Relapsed("shop", at(50))))
                        .as(kind + " " + end)
                        .isEqualTo(opened);
                assertThat(CommitmentRule.after(ended, new Event.Relapsed("depot", at(50))))
                        .as("other readers")
                        .isEmpty();
            }
            assertThat(CommitmentRule.after(promised(kind, Duration.ofMinutes(30)), new Event.Relapsed("", at(20))))
                    .isEmpty();
        }
    }

    private static State end(Commitment promised, List<Event> events) {
        Commitment now = promised;
        for (Event event : events) {
            now = now.with(CommitmentRule.after(now, event).orElse(now.state()));
        }
        return now.state();
    }

    private static List<Event> events(Random random) {
        var events = new ArrayList<Event>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Instant at = at(random.nextInt(200));
            events.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Event.Said(random.nextBoolean() ? "shop" : "depot", random.nextBoolean(), at, at);
                        case 1 -> new Event.PostmortemPublished(at);
                        case 2 -> new Event.IncidentResolved(at, random.nextBoolean() ? Set.of("shop") : Set.of(), at);
                        case 3 -> new Event.Replaced(Kind.values()[random.nextInt(4)], "shop", at);
                        case 4 -> new Event.SaidKept(at);
                        default -> new Event.Withdrawn("it is not needed", at);
                    });
        }
        events.sort(Comparator.comparing(CommitmentRuleTest::when));
        return events;
    }

    private static Instant when(Event event) {
        return switch (event) {
            case Event.Said said -> said.at();
            case Event.PostmortemPublished published -> published.at();
            case Event.IncidentResolved resolved -> resolved.at();
            case Event.Replaced replaced -> replaced.at();
            case Event.SaidKept kept -> kept.at();
            case Event.Withdrawn withdrawn -> withdrawn.at();
            case Event.Relapsed relapsed -> relapsed.at();
        };
    }

    private static Instant endedAt(State state) {
        return switch (state) {
            case State.Open _ -> Instant.MAX;
            case State.Kept(Instant at) -> at;
            case State.Missed(Instant at, String _) -> at;
            case State.Dropped(Instant at, String _) -> at;
        };
    }
}
