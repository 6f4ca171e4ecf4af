package dev.candor.learn.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.Test;

class HistoryTextTest {
    private static final String PAGE = """
            Checkout refuses cards
            Incident Report for Kettle & Loom
            Postmortem
            What we saw

              • the basket emptied itself
                • only for <5 % of customers
              • nobody noticed_until noon
            Posted Mar 04, 2026 - 09:10 CET

            Resolved
            This was resolved at 13:05 UTC.
            Posted Mar 02, 2026 - 14:07 CET
            Update
            Half of the lanes are open again.
            Posted Mar 02, 2026 - 13:30 CET
            Investigating
            Cards are refused since 12:40 CET.
            Posted Mar 02, 2026 - 12:58 CET
            This incident affected: Shop (Basket, Checkout), Mail and Warehouse (Scales).
            """;

    private static ImportedIncident only(String text) {
        var history = HistoryText.read("a.txt", text);
        assertThat(history.problem()).isEmpty();
        assertThat(history.incidents()).hasSize(1);
        return history.incidents().getFirst();
    }

    @Test
    void another_statuspage_text_of_the_same_form_is_read() {
        var incident = only(PAGE);
        assertThat(incident.title()).isEqualTo("Checkout refuses cards");
        assertThat(incident.organisation()).contains("Kettle & Loom");
        assertThat(incident.updates())
                .extracting(u -> u.phase().orElseThrow())
                .containsExactly(Phase.INVESTIGATING, Phase.UPDATE, Phase.RESOLVED);
        assertThat(incident.resolvedAt().orElseThrow().instant()).contains(Instant.parse("2026-03-02T13:07:00Z"));
        assertThat(incident.affectedComponents())
                .extracting(AffectedComponent::words)
                .containsExactly("Shop (Basket)", "Shop (Checkout)", "Mail", "Warehouse (Scales)");
        assertThat(incident.postmortemMarkdown().orElseThrow())
                .isEqualTo(
                        "What we saw\n\n- the basket emptied itself\n  - only for \\<5 % of customers\n- nobody noticed\\_until noon");
        assertThat(incident.losses()).isEmpty();
    }

    @Test
    void line_ends_and_spaces_of_any_kind_change_nothing() {
        var plain = only(PAGE);
        assertThat(only(PAGE.replace("\n", "\r\n"))).isEqualTo(plain);
        assertThat(only(PAGE.replace("\n", "\r"))).isEqualTo(plain);
        assertThat(only("\ufeff" + PAGE.replace(' ', '\u00a0'))).isEqualTo(plain);
        assertThat(HistoryText.read("a.txt", PAGE.getBytes(StandardCharsets.UTF_8))
                        .incidents())
                .containsExactly(plain);
    }

    @Test
    void the_key_stays_when_the_page_grows_at_the_top() {
        String key = only(PAGE).key();
        String young = "Checkout refuses cards\nIncident Report for Kettle & Loom\n"
                + PAGE.substring(PAGE.indexOf("Investigating"));
        assertThat(only(young).key()).isEqualTo(key);
        assertThat(only(young.replace("Cards are", "Vouchers are")).key()).isNotEqualTo(key);
        assertThat(only(young.replace("Kettle & Loom", "Pan")).key()).isNotEqualTo(key);
    }

    @Test
    void several_pages_in_one_text_are_several_incidents() {
        var history = HistoryText.read("a.txt", PAGE + PAGE.replace("Checkout refuses cards", "Mail is late"));
        assertThat(history.incidents())
                .extracting(ImportedIncident::title)
                .containsExactly("Checkout refuses cards", "Mail is late");
        assertThat(history.incidents().get(1).updates()).hasSize(3);
    }

    @Test
    void a_text_cut_off_anywhere_is_read_as_far_as_it_goes() {
        for (int end = 0; end < PAGE.length(); end++) {
            var history = HistoryText.read("a.txt", PAGE.substring(0, end));
            if (history.problem().isPresent()) {
                assertThat(history.incidents()).isEmpty();
            } else {
                assertThat(history.incidents()).as("cut at " + end).hasSize(1);
                assertThat(history.incidents().getFirst().title()).isEqualTo("Checkout refuses cards");
            }
        }
    }

    @Test
    void hostile_texts_are_a_clear_problem_and_never_an_exception() {
        assertThat(HistoryText.read("a", "").problem()).contains("the text is empty");
        assertThat(HistoryText.read("a", " \n\u00a0\r\n").problem()).contains("the text is empty");
        assertThat(HistoryText.read("a", "x".repeat(10_000_000)).problem().orElseThrow())
                .contains("5000000 characters");
        assertThat(HistoryText.read("a", new byte[30_000_000]).problem().orElseThrow())
                .contains("split it");
        assertThat(HistoryText.read("a", "\u0000PNG").problem().orElseThrow()).contains("NUL");
        assertThat(HistoryText.read("a", new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff})
                        .problem())
                .contains("this is not text in UTF-8");
        assertThat(HistoryText.read("a", "{\"incidents\":[]}").problem().orElseThrow())
                .contains("no known form");
        assertThat(HistoryText.read("a", "Störungsmeldung für Kessel\nBehoben\nAlles läuft wieder.")
                        .problem())
                .isPresent();
    }

    @Test
    void random_shuffles_of_the_forms_never_throw() {
        List<String> pieces = List.of(
                "Incident Report for X\n",
                "Report: \"a\"\n",
                "Last update\n",
                "resolved\n\n",
                "Posted ",
                "Mar 02, 2026 - 14:07 CET\n",
                "Feb 30, 2026 - 25:61 XYZ\n",
                "August 31: T (05:30EST): ",
                "June 31: T (25:00EST): ",
                "This incident affected: ((a, ), and.\n",
                "## ",
                " * ",
                " 1. ",
                " 2. ",
                "**",
                "\\(",
                "\\",
                "> ",
                "`",
                "\n",
                "\r",
                "between 10:00 and 11:00 UTC ",
                "99:99 ",
                "31/02/2020 ",
                "12:61pm ",
                "for 99999 weeks ",
                "\ud83d",
                "é漢字 ",
                "Time To Resolve: 60min\n",
                "Severity: \n",
                "on 30th February at 12:00 GMT+14 ");
        for (int seed = 0; seed < 3_000; seed++) {
            var random = Randomness.seeded(seed);
            var text = new StringBuilder(
                    List.of("", "Report: \"a\"\nLast update\npostmortem\n\n", "T\nIncident Report for X\n")
                            .get(random.nextInt(3)));
            int count = random.nextInt(25);
            for (int i = 0; i < count; i++) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            String input = text.toString();
            var history = HistoryText.read("seed " + seed, input);
            assertThat(ImportReport.of(List.of(history)).json())
                    .as("seed " + seed)
                    .endsWith("}\n");
            assertThat(ImportReport.of(List.of(history)).text())
                    .as("seed " + seed)
                    .contains("items:");
        }
    }

    @Test
    void long_hostile_texts_cost_no_more_than_their_length() {
        for (String piece : List.of(
                "* ",
                "1. ",
                "## ",
                "12:00 ",
                "a",
                "> ",
                "between ",
                "May 1 ",
                "**",
                "9 minutes ",
                "A ",
                " ",
                "\\(",
                "? ")) {
            String body = piece.repeat(150_000 / piece.length());
            assertThat(HistoryText.read("a", "Report: \"a\"\nLast update\npostmortem\n\n" + body)
                            .incidents())
                    .as(piece)
                    .hasSize(1);
            assertThat(HistoryText.read(
                                    "a",
                                    "T\nIncident Report for X\nPostmortem\n" + body
                                            + "\nPosted Mar 02, 2026 - 14:07 CET")
                            .incidents())
                    .as(piece)
                    .hasSize(1);
            assertThat(HistoryText.read("a", "August 3: Tea (05:30EST): " + body)
                            .incidents())
                    .as(piece)
                    .hasSize(1);
        }
        assertThat(HistoryText.read("a", "Report: \"a\"\n".repeat(60_000)).incidents())
                .hasSize(10_000);
        assertThat(HistoryText.read("a", "Incident Report for X\n".repeat(60_000))
                        .incidents())
                .hasSize(10_000);
    }

    @Test
    void what_could_not_be_read_of_a_time_is_a_loss_with_its_words() {
        var odd = only(
                PAGE.replace("14:07 CET", "14:07 QQT").replace("Mar 02, 2026 - 13:30 CET", "Feb 30, 2026 - 13:30 CET"));
        assertThat(odd.resolvedAt().orElseThrow().when())
                .isEqualTo(new ImportedTime.When.LocalMoment(LocalDateTime.parse("2026-03-02T14:07")));
        assertThat(odd.losses())
                .containsExactlyInAnyOrder(
                        "times: the zone QQT is not known in \"Mar 02, 2026 - 14:07 QQT\"",
                        "times: no such time: \"Posted Feb 30, 2026 - 13:30 CET\"");
        var item = ImportReport.of(List.of(HistoryText.read("a", PAGE.replace("14:07 CET", "14:07 QQT"))))
                .items()
                .getFirst();
        assertThat(item.outcome()).isEqualTo(ImportReport.Outcome.LOSSY);
    }

    @Test
    void an_invented_aggregator_text_gives_back_what_was_put_in() {
        for (int seed = 0; seed < 200; seed++) {
            var random = Randomness.seeded(seed);
            var text = new StringBuilder("Historical record of incidents for Kettle\n\n");
            var titles = new ArrayList<String>();
            var phases = new ArrayList<List<Phase>>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                titles.add("Lane " + random.token(6) + " \"jams\"");
                text.append("Report: \"").append(titles.getLast()).append("\"\n\nLast update\n");
                var newestFirst = new ArrayList<Phase>();
                for (int p = 0; p <= random.nextInt(4); p++) {
                    newestFirst.add(List.of(Phase.RESOLVED, Phase.MONITORING, Phase.INVESTIGATING)
                            .get(random.nextInt(3)));
                    text.append(newestFirst.getLast().wire())
                            .append("\n\nWe looked at ")
                            .append(random.token(4))
                            .append(".\n\n");
                }
                phases.add(newestFirst.reversed());
            }
            var read = HistoryText.read("a", text.toString()).incidents();
            assertThat(read)
                    .as("seed " + seed)
                    .extracting(ImportedIncident::title)
                    .isEqualTo(titles);
            assertThat(read)
                    .as("seed " + seed)
                    .extracting(i -> i.updates().stream()
                            .map(u -> u.phase().orElseThrow())
                            .toList())
                    .isEqualTo(phases);
        }
    }

    @Test
    void equal_titles_and_first_words_with_different_stories_get_different_keys_and_true_copies_do_not() {
        String report =
                "Report: \"Lane jams\"\nLast update\nresolved\n\nDone %s.\n\ninvestigating\n\nWe are looking.\n\n";
        var two = HistoryText.read("a", report.formatted("one") + report.formatted("two"))
                .incidents();
        assertThat(two.get(0).key()).isNotEqualTo(two.get(1).key());
        var same = HistoryText.read("a", report.formatted("one") + report.formatted("one"))
                .incidents();
        assertThat(same.get(0).key()).isEqualTo(same.get(1).key());
    }

    @Test
    void times_in_prose_say_as_much_as_the_words() {
        assertThat(found("It began on 3 May 2026 at 14:05 UTC."))
                .containsExactly(new ImportedTime.When.Moment(Instant.parse("2026-05-03T14:05:00Z")));
        assertThat(found("It began at 2:05 pm JST on May 3rd."))
                .containsExactly(new ImportedTime.When.YearlessMoment(
                        MonthDay.of(5, 3), LocalTime.of(14, 5), Optional.of(ZoneOffset.ofHours(9))));
        assertThat(found("At 12:00 a.m. UTC and 12:00 p.m. UTC"))
                .containsExactly(
                        new ImportedTime.When.TimeOfDay(LocalTime.MIDNIGHT, Optional.of(ZoneOffset.UTC)),
                        new ImportedTime.When.TimeOfDay(LocalTime.NOON, Optional.of(ZoneOffset.UTC)));
        assertThat(found("On 18/07/2023 and on 07/08/2023"))
                .containsExactly(new ImportedTime.When.Day(java.time.LocalDate.of(2023, 7, 18)));
        assertThat(found("host 10.0.0.1:80 won 3:10, ratio 12:30, v1.20:15, may 10 of us, the 30th February"))
                .isEmpty();
    }

    private static List<ImportedTime.When> found(String text) {
        return TimeFinder.in(text).stream().map(f -> f.time().when()).toList();
    }

    @Test
    void markdown_of_rendered_text_shows_every_character_again() {
        var parser = Parser.builder().build();
        var plain = TextContentRenderer.builder().build();
        String signs = "*_`<>[]()#&+-=~|\\!.1a é";
        for (int seed = 0; seed < 2_000; seed++) {
            var random = Randomness.seeded(seed);
            var line = new StringBuilder("a");
            for (int i = 0; i < 20; i++) {
                line.append(signs.charAt(random.nextInt(signs.length())));
            }
            String text = line.toString().strip().replaceAll(" +", " ");
            String sign = text.substring(1).strip();
            assertThat(plain.render(parser.parse(LineMarkdown.of(text))))
                    .as("seed " + seed)
                    .isEqualTo(text);
            if (!sign.isEmpty() && !sign.matches("(?:[*-]|\\d+\\.) .*")) {
                assertThat(plain.render(parser.parse(LineMarkdown.of(sign))))
                        .as("seed " + seed)
                        .isEqualTo(sign);
            }
        }
    }

    @Test
    void a_heading_whose_end_cannot_be_told_is_kept_as_words_with_a_doubt() {
        var restored =
                FlatMarkdown.restore("## Timeline of events customers saw errors. ## Fix We rolled back. 3 * 4 stays.");
        assertThat(restored.markdown())
                .isEqualTo("\\## Timeline of events customers saw errors.\n\n## Fix\n\nWe rolled back. 3 * 4 stays.");
        assertThat(restored.doubts()).hasSize(1).first().asString().contains("Timeline of events");
    }

    @Test
    void foreign_markup_cannot_become_html() {
        assertThat(FlatMarkdown.restore("Hello <script>alert(1)</script> < 3").markdown())
                .isEqualTo("Hello \\<script>alert(1)\\</script> < 3");
    }
}
