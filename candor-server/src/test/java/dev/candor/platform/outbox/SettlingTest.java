package dev.candor.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// When a message is tried again, and what a result means for it.
class SettlingTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    private static long wait(Lane lane, int attempts, Optional<Duration> asked) {
        Instant next = Retry.next(lane, attempts, asked, TOMORROW, 0, NOW).orElseThrow();
        return Duration.between(NOW, next).toSeconds();
    }

    private static Claim claim(int attempts, Instant giveUpAt) {
        return new Claim(
                new UUID(0, 1), "k", Lane.PAGES, "email", "r", "alert/1", Map.of(), attempts, "t", NOW, giveUpAt, NOW);
    }

    @Test
    void pages_are_tried_again_soon_and_everything_else_with_patience() {
        assertThat(new long[] {
                    wait(Lane.PAGES, 1, Optional.empty()),
                    wait(Lane.PAGES, 3, Optional.empty()),
                    wait(Lane.PAGES, 500, Optional.empty())
                })
                .containsExactly(5, 30, 300);
        assertThat(new long[] {
                    wait(Lane.WEBHOOKS, 1, Optional.empty()),
                    wait(Lane.WEBHOOKS, 2, Optional.empty()),
                    wait(Lane.WEBHOOKS, 500, Optional.empty())
                })
                .containsExactly(30, 60, 1_800);
    }

    @Test
    void what_a_provider_asks_for_is_respected_up_to_an_hour() {
        assertThat(wait(Lane.PAGES, 1, Optional.of(Duration.ofSeconds(40)))).isEqualTo(40);
        assertThat(wait(Lane.PAGES, 1, Optional.of(Duration.ofSeconds(1)))).isEqualTo(5);
        assertThat(wait(Lane.PAGES, 1, Optional.of(Duration.ofDays(9)))).isEqualTo(3_600);
    }

    @Test
    void who_is_away_delays_no_page_by_more_than_five_minutes_whatever_it_asks_for() {
        Optional<Duration> anHour = Optional.of(Duration.ofHours(1));
        var away = new SendResult.TryLater("503", anHour, false);
        var busy = new SendResult.TryLater("429", anHour, true);
        assertThat(OutboxLoop.judge(claim(1, TOMORROW), away, 0, NOW))
                .isEqualTo(new Settlement.Again(NOW.plusSeconds(300), "503"));
        assertThat(OutboxLoop.judge(claim(1, TOMORROW), busy, 0, NOW))
                .isEqualTo(new Settlement.Again(NOW.plusSeconds(3_600), "429"));
        assertThat(Retry.asked(Lane.WEBHOOKS, away)).isEqualTo(anHour);
        assertThat(Retry.asked(Lane.PAGES, new SendResult.TryLater("503"))).isEmpty();
    }

    @Test
    void what_was_overtaken_is_due_at_once_until_its_day_is_over() {
        var hung = new SendResult.TryLater("no answer");
        assertThat(OutboxLoop.judge(claim(9, TOMORROW), hung, true, 0, NOW))
                .isEqualTo(new Settlement.Again(NOW, "no answer"));
        assertThat(OutboxLoop.judge(claim(9, NOW), hung, true, 0, NOW)).isInstanceOf(Settlement.Dead.class);
    }

    @Test
    void chance_only_shortens_a_wait_and_by_a_fifth_at_most() {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            int attempts = 1 + random.nextInt(40);
            Lane lane = Lane.values()[random.nextInt(4)];
            Instant longest = Retry.next(lane, attempts, Optional.empty(), TOMORROW, 0, NOW)
                    .orElseThrow();
            Instant some = Retry.next(lane, attempts, Optional.empty(), TOMORROW, random.nextDouble(), NOW)
                    .orElseThrow();
            assertThat(some)
                    .isBetween(
                            NOW.plus(Duration.between(NOW, longest)
                                            .multipliedBy(4)
                                            .dividedBy(5))
                                    .minusMillis(1),
                            longest);
        }
    }

    @Test
    void a_result_becomes_a_settlement() {
        assertThat(OutboxLoop.judge(claim(1, TOMORROW), new SendResult.Accepted("p1"), 0, NOW))
                .isEqualTo(new Settlement.Sent("p1"));
        assertThat(OutboxLoop.judge(claim(1, TOMORROW), new SendResult.TryLater("busy"), 0, NOW))
                .isEqualTo(new Settlement.Again(NOW.plusSeconds(5), "busy"));
        assertThat(OutboxLoop.judge(claim(9, NOW.plusSeconds(1)), new SendResult.TryLater("busy"), 0, NOW))
                .isEqualTo(new Settlement.Dead("busy (gave up after 9 tries)", false));
        assertThat(OutboxLoop.judge(
                        claim(1, TOMORROW), new SendResult.NeverWorks("Refused.", "Set a new token."), 0, NOW))
                .isEqualTo(new Settlement.Dead("Refused. Set a new token.", true));
    }
}
