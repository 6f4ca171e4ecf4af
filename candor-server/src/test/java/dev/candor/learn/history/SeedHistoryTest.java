package dev.candor.learn.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The five public reports, read whole. Left out when they are not beside the repository.
class SeedHistoryTest {
    private final List<ImportedHistory> histories = new ArrayList<>();

    @BeforeEach
    void read_the_reports() throws IOException {
        Path seeds = Path.of(System.getProperty("candor.root", "."))
                .resolveSibling("shared")
                .resolve("seeds");
        if (!Files.isDirectory(seeds)) {
            System.out.println("left out: the reports in ../shared/seeds are missing");
        }
        assumeTrue(Files.isDirectory(seeds), "the reports in ../shared/seeds are missing");
        try (var files = Files.list(seeds)) {
            for (Path file : files.sorted().toList()) {
                histories.add(HistoryText.read(file.getFileName().toString(), Files.readAllBytes(file)));
            }
        }
    }

    private List<ImportedIncident> incidents() {
        return histories.stream().flatMap(h -> h.incidents().stream()).toList();
    }

    private ImportedIncident incident(String title) {
        return incidents().stream()
                .filter(i -> i.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> noted(ImportedIncident incident, Note.Kind kind) {
        return incident.notes().stream()
                .filter(n -> n.kind() == kind)
                .map(n -> n.field() + ": " + n.detail())
                .toList();
    }

    @Test
    void five_texts_hold_thirty_five_incidents() {
        assertThat(histories)
                .extracting(h -> h.form() + " " + h.incidents().size())
                .containsExactly("STATUSPAGE 1", "STATUSPAGE 1", "STATUSPAGE 1", "AGGREGATOR 30", "INFRA_LOG 2");
        assertThat(incidents())
                .extracting(i -> i.organisation().orElse("-"))
                .contains("Flatfile", "Fasterize", "Spreedly", "-");
        assertThat(incidents().stream().filter(i -> i.organisation().equals(Optional.of("Flagsmith"))))
                .hasSize(30);
    }

    @Test
    void the_totals_are_those_of_the_contract() {
        var report = ImportReport.of(histories);
        assertThat(report.json()).endsWith("\n{\"items\":35,\"mapped\":33,\"lossy\":2,\"unsupported\":0}\n");
        assertThat(report.text()).contains("35 items: 33 mapped, 2 mapped with loss, 0 not supported");
        assertThat(report.text()).contains("\"August 26 (05:30EST)\" has no year");
    }

    @Test
    void every_incident_has_its_own_key_and_reading_twice_gives_the_same() {
        assertThat(new HashSet<>(incidents().stream().map(ImportedIncident::key).toList()))
                .hasSize(35);
        var keys = incidents().stream().map(ImportedIncident::key).toList();
        histories.clear();
        try {
            read_the_reports();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
        assertThat(incidents().stream().map(ImportedIncident::key).toList()).isEqualTo(keys);
    }

    @Test
    void flatfile_times_phases_and_component_are_there() {
        var flatfile = incident("Intermittent 503 Errors");
        assertThat(flatfile.updates())
                .extracting(
                        u -> u.phase().orElseThrow(),
                        u -> u.at().orElseThrow().instant().orElseThrow())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Phase.INVESTIGATING, Instant.parse("2025-04-02T17:53:00Z")),
                        org.assertj.core.groups.Tuple.tuple(Phase.MONITORING, Instant.parse("2025-04-02T18:07:00Z")),
                        org.assertj.core.groups.Tuple.tuple(Phase.RESOLVED, Instant.parse("2025-04-02T19:08:00Z")));
        assertThat(flatfile.resolvedAt().orElseThrow().words()).isEqualTo("Apr 02, 2025 - 12:08 PDT");
        assertThat(flatfile.postmortemAt().orElseThrow().instant()).contains(Instant.parse("2025-04-24T19:12:00Z"));
        assertThat(flatfile.startedAt()).isEmpty();
        assertThat(flatfile.affectedComponents())
                .extracting(AffectedComponent::words)
                .containsExactly("Flatfile Platform (Spaces)");
        assertThat(flatfile.postmortemMarkdown().orElseThrow())
                .startsWith("Introduction\n\nOn Apr 2, 2025")
                .contains("1. Intermittent errors loading spaces\n2. Missing assets")
                .contains("\n- Monitoring Enhancement:");
    }

    @Test
    void fasterize_says_no_phase_and_none_is_guessed() {
        var fasterize = incident("503 errors on statics");
        assertThat(fasterize.updates())
                .hasSize(5)
                .allSatisfy(u -> assertThat(u.phase()).isEmpty());
        assertThat(fasterize.firstPostedAt().orElseThrow().instant()).contains(Instant.parse("2020-05-22T09:01:00Z"));
        assertThat(fasterize.resolvedAt()).isEmpty();
        assertThat(fasterize.postmortemMarkdown()).isEmpty();
        assertThat(noted(fasterize, Note.Kind.NOT_SAID))
                .contains(
                        "phases: 5 of 5 posts do not say their phase",
                        "postmortem: a post promises one, no post says it is that one");
        assertThat(fasterize.statements())
                .anySatisfy(s -> assertThat(s).isInstanceOfSatisfying(Statement.Span.class, span -> {
                    assertThat(span.from().words()).isEqualTo("10:18 UTC+2");
                    assertThat(span.to().words()).isEqualTo("11:20 a.m. UTC+2");
                    assertThat(span.to().when())
                            .isEqualTo(new ImportedTime.When.TimeOfDay(
                                    LocalTime.of(11, 20), Optional.of(ZoneOffset.ofHours(2))));
                }))
                .anySatisfy(s -> assertThat(s).isInstanceOfSatisfying(Statement.Length.class, length -> {
                    assertThat(length.label()).contains("Time To Detect");
                    assertThat(length.atMost()).isEqualTo(Duration.ofMinutes(10));
                }))
                .anySatisfy(s -> assertThat(s)
                        .isInstanceOfSatisfying(
                                Statement.Severity.class,
                                severity -> assertThat(severity.words()).startsWith("level 2")));
        assertThat(noted(fasterize, Note.Kind.CONTRADICTION))
                .containsExactly("statements: \"Time To Resolve: 60min\", but the stated span is 62 min");
    }

    @Test
    void spreedly_was_posted_before_the_start_it_reports() {
        var spreedly = incident("Elevated Rate of 500 Errors");
        assertThat(spreedly.updates().getFirst().at().orElseThrow().instant())
                .contains(Instant.parse("2020-10-02T21:00:00Z"));
        assertThat(noted(spreedly, Note.Kind.CONTRADICTION))
                .containsExactly(
                        "times: posted Oct 02, 2020 - 17:00 EDT, before 9:01 PM UTC that the same post tells of");
        assertThat(spreedly.affectedComponents()).isEmpty();
        assertThat(spreedly.postmortemMarkdown().orElseThrow()).contains("4. Mark the cluster as “Active” again");
    }

    @Test
    void the_log_has_a_day_without_a_year_and_that_is_the_loss() {
        var fly = incident("Fly Machines Lease Acquisition Failures");
        assertThat(fly.startedAt().orElseThrow().when())
                .isEqualTo(new ImportedTime.When.YearlessMoment(
                        MonthDay.of(8, 26), LocalTime.of(5, 30), Optional.of(ZoneOffset.ofHours(-5))));
        assertThat(fly.losses()).hasSize(2);
        assertThat(fly.organisation()).isEmpty();
        assertThat(noted(fly, Note.Kind.UNCERTAIN)).anyMatch(n -> n.contains("EST is not in use in America/New_York"));
        var second = incident("Background Job Starvation In API Server");
        assertThat(second.updates().getFirst().text()).endsWith("Minimal customer impact.");
        assertThat(second.losses())
                .containsExactly("started-at: \"August 27 (10:30EST)\" has no year, so it is no point in time");
    }

    @Test
    void flagsmith_facts_in_prose_are_statements_with_their_words() {
        assertThat(times("Major Core API outage")).contains("12:46 UTC on Thursday 18th August", "15:24 UTC");
        assertThat(times("Issues persisting identities with empty trait values"))
                .containsExactly("15:22 UTC", "15:22 UTC");
        assertThat(times("Performance impacted to our Core API")).containsExactly("13:09 BST");
        assertThat(times("Increased error rates on the Edge API")).containsExactly("13.45", "14:54", "15:06", "15:48");
        assertThat(times("API outage")).containsExactly("20th of January 2021, at 16:47 UTC");
        assertThat(incident("API outage").statements().getFirst())
                .isInstanceOfSatisfying(
                        Statement.Time.class,
                        t -> assertThat(t.time().instant()).contains(Instant.parse("2021-01-20T16:47:00Z")));
        assertThat(incident("API outage").startedAt()).isEmpty();
    }

    private List<String> times(String title) {
        return incident(title).statements().stream()
                .filter(Statement.Time.class::isInstance)
                .map(s -> ((Statement.Time) s).time().words())
                .toList();
    }

    @Test
    void two_lengths_of_one_outage_and_a_copied_postmortem_are_noted() {
        assertThat(noted(incident("Migration causing temporary table lock"), Note.Kind.CONTRADICTION))
                .containsExactly(
                        "statements: the outage lasted \"just under 2 minutes\" in the postmortem, \"around 70 seconds\" in an update");
        assertThat(noted(incident("Identity integrations are not being triggered"), Note.Kind.CONTRADICTION))
                .containsExactly("postmortem: the same words stand under \"Core API is not responding\"");
    }

    @Test
    void flattened_postmortems_have_their_headings_back() {
        assertThat(incident("API outage")
                        .postmortemMarkdown()
                        .orElseThrow()
                        .lines()
                        .filter(l -> l.startsWith("#")))
                .containsExactly(
                        "## Overview", "## Background", "## Testing", "## Outage", "## Immediate Fix", "## Learnings");
        assertThat(incident("Small number of intermittent requests to Edge API failing")
                        .postmortemMarkdown()
                        .orElseThrow())
                .startsWith("## What Happened\n\nOn Monday 16th December")
                .contains("infrastructure provider (AWS) for them")
                .contains("\n\n## What’s Next?\n\nWe have requested");
        assertThat(noted(incident("Small number of intermittent requests to Edge API failing"), Note.Kind.UNCERTAIN))
                .anyMatch(n -> n.contains("where a quotation ends"));
    }

    @Test
    void no_word_of_a_postmortem_is_lost_on_the_way_to_markdown_and_back() {
        var parser = Parser.builder().build();
        var plain = TextContentRenderer.builder().build();
        for (ImportedIncident incident : incidents()) {
            String markdown = incident.postmortemMarkdown().orElse("");
            String shown = IncidentKey.bare(plain.render(parser.parse(markdown)));
            for (String sentence : markdown.replaceAll("[\\\\#*`]", "").split("[.!?\n(\\[]")) {
                String words = IncidentKey.bare(sentence.replaceAll("^\\s*\\d+", ""));
                assertThat(shown)
                        .as(incident.title())
                        .contains(sentence.contains("](") || sentence.contains("http") ? "" : words);
            }
        }
    }
}
