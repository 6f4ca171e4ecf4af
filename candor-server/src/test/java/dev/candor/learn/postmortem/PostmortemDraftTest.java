package dev.candor.learn.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.learn.figures.Figures;
import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.page.IncidentPhase;
import dev.candor.page.html.Markdown;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.Severity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PostmortemDraftTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static Fact fact(int number, String kind, String actor, String text, int seconds) {
        return new Fact(
                new UUID(number, number),
                NOON.plusSeconds(seconds),
                NOON.plusSeconds(seconds),
                "incident/x",
                kind,
                actor,
                text,
                Map.of());
    }

    private static Incident incident(String publicTitle) {
        return new Incident(
                new UUID(1, 1),
                "abc",
                7,
                "db-7.internal.example refuses",
                publicTitle,
                "shop",
                Severity.SEV2,
                Incident.State.RESOLVED,
                IncidentPhase.RESOLVED,
                Incident.Visibility.PUBLIC,
                Impact.MAJOR,
                Map.of("c", ComponentStatus.MAJOR_OUTAGE),
                "ana",
                NOON,
                NOON,
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOON),
                NOON,
                NOON,
                0);
    }

    private static String draft(String publicTitle, Fact... facts) {
        var entries = List.of(facts).stream()
                .map(one -> new Journal.Entry(one.id(), one.at(), one.kind()))
                .toList();
        return PostmortemDraft.of(
                incident(publicTitle),
                List.of(facts),
                Figures.of(entries),
                List.of("Checkout"),
                ZoneId.of("Europe/Berlin"));
    }

    @Test
    void it_tells_the_timeline_in_the_pages_zone_with_the_figures_and_asks_for_the_rest() {
        String text = draft(
                "Card payments fail",
                fact(1, "evidence.first", "candor", "First bad evidence: 503 at db-7.internal.example", 0),
                fact(2, "alert.triggered", "candor", "Alert 9: db-7.internal.example", 15),
                fact(3, "update.published", "ana", "On Shop (investigating): We are looking.", 240),
                fact(4, "incident.mitigated", "candor", "ended", 600),
                fact(5, "incident.resolved", "candor", "Resolved", 1200));
        assertThat(text)
                .contains(
                        "Card payments fail, on 2 March 2026 at 13:00 Europe/Berlin",
                        "- Touched: Checkout",
                        "- Lasted 10 min",
                        "- 13:00:15 The alert",
                        "- 13:04:00 We said: We are looking.",
                        "- 15 s to detect (13:00:00 to 13:00:15)",
                        "- 4 min until readers knew",
                        "## What went well\n\n- [to write]")
                .doesNotContain("db-7");
        assertThat(PostmortemDraft.left(text)).containsExactly("[to write]");
    }

    @Test
    void what_was_said_inside_is_marked_and_keeps_the_text_from_being_published() {
        String text = draft(
                "", fact(1, "incident.note", "ana", "restarting db-7 <script>alert(1)</script> [x](javascript:1)", 0));
        assertThat(text).contains("[internal] ana: restarting");
        assertThat(PostmortemDraft.left(text)).contains("[internal]");
        assertThat(Markdown.article(text, 3)).doesNotContain("<script", "href=");
    }

    @Test
    void hostile_markdown_is_words_and_nothing_else() {
        for (String hostile : List.of(
                "<img src=x onerror=alert(1)>",
                "[a](javascript:alert(1)) [b](data:text/html,x) <javascript:alert(1)>",
                "![p](https://tracker.example/p.png)",
                "> ".repeat(20_000) + "deep",
                "- ".repeat(20_000) + "deep",
                "[".repeat(50_000),
                "*a ".repeat(30_000),
                "`".repeat(99_999),
                "<!--" + "-".repeat(90_000))) {
            String html = Markdown.article(hostile, 3);
            assertThat(html)
                    .doesNotContain("<img", "<script", "href=\"javascript", "href=\"data")
                    .hasSizeLessThan(2_000_000);
        }
    }

    @Test
    void a_text_of_a_megabyte_is_refused_with_the_numbers() {
        assertThat(Postmortems.wrong("x".repeat(1 << 20)).orElseThrow())
                .contains("at most 100,000 characters", "1048576");
        assertThat(Postmortems.wrong("  \n")).contains("A postmortem needs words.");
        assertThat(Postmortems.wrong("x".repeat(100_000))).isEmpty();
    }
}
