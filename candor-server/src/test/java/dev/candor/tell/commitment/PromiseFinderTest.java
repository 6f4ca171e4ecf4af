package dev.candor.tell.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.tell.commitment.Commitment.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromiseFinderTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /// 14:02 in Berlin.
    private static final Instant NOW = Instant.parse("2026-03-02T13:02:00Z");

    private static List<String> found(String words) {
        return PromiseFinder.find(words, BERLIN, NOW).stream()
                .map(offer -> offer.kind().wire() + " " + offer.when() + " " + offer.dueAt())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    The lid is stuck. Next update at 14:30.              | next_update 14:30 2026-03-02T13:30:00Z
                    **Next update:** by 14:30 CET                        | next_update 14:30 2026-03-02T13:30:00Z
                    next update within 30 minutes, promised              | next_update in 30 min 2026-03-02T13:32:00Z
                    We will post another update in half an hour.         | next_update in 30 min 2026-03-02T13:32:00Z
                    We will update you in an hour                        | next_update in 1 h 2026-03-02T14:02:00Z
                    We'll share the next update by 2:30 pm.              | next_update 14:30 2026-03-02T13:30:00Z
                    Next update at 15:30 UTC                             | next_update 2026-03-02T15:30:00Z 2026-03-02T15:30:00Z
                    More news tomorrow? Next update tomorrow at 10:00.   | next_update tomorrow 10:00 2026-03-03T09:00:00Z
                    A postmortem will follow within 24 hours.            | postmortem in 24 h 2026-03-03T13:02:00Z
                    Post-mortem within two days                          | postmortem in 2 days 2026-03-04T13:02:00Z
                    This should be fixed in 10 minutes                   | fixed in 10 min 2026-03-02T13:12:00Z
                    Search will be back to normal by 14:45               | fixed 14:45 2026-03-02T13:45:00Z
                    Letters go out again; all is resolved within the next 20 mins | fixed in 20 min 2026-03-02T13:22:00Z
                    """)
    void a_promise_in_the_words_is_proposed_as_a_person_would_type_it(String words, String offer) {
        assertThat(found(words)).containsExactly(offer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "We are looking into it.",
                "It was fixed in 10 minutes.",
                "All of it has been resolved within 20 minutes.",
                "The last update at 13:30 was wrong.",
                "Next update soon.",
                "Next update at 14:30 PST",
                "Next update at 25:30",
                "Next update at 13:00",
                "Next update in 500 days",
                "The update takes 30 minutes."
            })
    void what_promises_nothing_we_can_be_sure_of_proposes_nothing(String words) {
        assertThat(found(words)).isEmpty();
    }

    @Test
    void several_are_proposed_at_once_one_of_each_kind() {
        assertThat(PromiseFinder.find(
                                "It will be fixed within an hour. Next update at 14:30, the next update at 15:00 then. Postmortem within 24 hours.",
                                BERLIN,
                                NOW)
                        .stream()
                        .map(PromiseFinder.Offer::kind))
                .containsExactly(Kind.NEXT_UPDATE, Kind.POSTMORTEM, Kind.FIXED);
    }

    @Test
    void endless_text_is_read_only_so_far() {
        assertThat(found("next update will ".repeat(100_000) + " next update at 14:30"))
                .isEmpty();
        assertThat(found("we will post an ".repeat(20_000) + "1".repeat(50_000)))
                .isEmpty();
    }
}
