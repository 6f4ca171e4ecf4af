package dev.candor.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.candor.lab.parts.LabClock;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OwnRun;
import dev.candor.lab.run.Pace;
import dev.candor.lab.run.Round;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
    private static final Instant FAULT = Instant.parse("2026-03-02T03:00:00Z");

    private static DrillResult run(String drill, Mode mode, Duration alert, long errors) {
        var run = new OwnRun(drill, new Round(mode, 1, Pace.SHORT, LabClock.real(), _ -> {}));
        run.fault(FAULT);
        run.alert(FAULT.plus(alert));
        run.page(FAULT.plus(alert).plusSeconds(14));
        return run.result(errors, 0, 0);
    }

    private static Comparison of(String incident, DrillResult... results) throws IOException {
        return Comparison.of(Incident.all(), List.of(results)).stream()
                .filter(comparison -> comparison.then().id().equals(incident))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_incidents_are_those_of_the_catalogue_with_its_drills() throws IOException {
        Path catalogue = Path.of(System.getProperty("candor.root")).resolveSibling("shared/drills/CATALOGUE.md");
        if (!Files.isReadable(catalogue)) {
            System.out.println("LEFT OUT: no catalogue of drills here");
        }
        assumeTrue(Files.isReadable(catalogue), "no catalogue of drills here");
        Map<String, String> drills = new HashMap<>();
        Pattern row = Pattern.compile("^\\| (S\\d\\d) \\|.*?\\| ([D0-9b-c, ]+) \\|[^|]*\\|$");
        for (String line : Files.readAllLines(catalogue)) {
            var found = row.matcher(line);
            if (found.matches()) {
                drills.put(found.group(1), found.group(2));
            }
        }
        List<Incident> incidents = Incident.all();
        assertThat(incidents).hasSize(35).extracting(Incident::id).doesNotHaveDuplicates();
        assertThat(drills.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        incidents.stream().map(Incident::id).toList());
        for (Incident incident : incidents) {
            if (incident.drill().isEmpty()) {
                assertThat(incident.notYet()).as(incident.id()).isNotEmpty();
            } else {
                assertThat(drills.get(incident.id())).as(incident.id()).contains(incident.drill());
                assertThat(incident.easier()).as(incident.id()).isNotEmpty();
            }
        }
    }

    @Test
    void then_stands_beside_what_was_measured() throws IOException {
        Comparison events = of(
                "S23",
                run("D13", Mode.FAULT, Duration.ofSeconds(94), 900),
                run("D13", Mode.GUARDED, Duration.ofSeconds(95), 0));
        assertThat(events.thenWords()).isEqualTo("noticed after 8 d 12 h (a customer), over after 9 d 8 h");
        assertThat(events.nowWords())
                .isEqualTo("D13: alert after 94.0 s; with prevention on: 0 instead of 900 errors of customers");
        assertThat(events.noticedNow()).contains(Duration.ofSeconds(94));
    }

    @Test
    void what_was_not_run_or_has_no_miniature_says_so_and_is_not_measured() throws IOException {
        assertThat(of("S23").nowWords()).isEqualTo("D13 was not run");
        assertThat(of("S19").nowWords()).startsWith("no miniature yet (a storm of retries");
        assertThat(of("S19").noticedNow()).isEqualTo(Optional.empty());
    }

    @Test
    void where_the_alert_was_there_at_once_the_person_counts() throws IOException {
        Comparison silent = of("S35", run("D20", Mode.FAULT, Duration.ZERO, 0));
        assertThat(silent.thenWords()).startsWith("noticed at once (own alert, people hours later)");
        assertThat(silent.nowWords()).isEqualTo("D20: somebody awake after 14.0 s");
    }

    @Test
    void a_run_outside_its_budget_is_not_praised() throws IOException {
        var run = new OwnRun("D13", new Round(Mode.FAULT, 1, Pace.SHORT, LabClock.real(), _ -> {}));
        run.fault(FAULT);
        run.alert(FAULT.plusSeconds(900));
        run.need(false, "too late");
        assertThat(of("S23", run.result(0, 0, 0)).nowWords()).endsWith("NOT within its budget");
    }

    @Test
    void the_picture_is_well_formed_and_has_a_row_for_each() throws Exception {
        List<Comparison> all =
                Comparison.of(Incident.all(), List.of(run("D13", Mode.FAULT, Duration.ofSeconds(94), 900)));
        var picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(ReportPicture.of(all))));
        assertThat(picture.getElementsByTagName("tspan").getLength()).isEqualTo(35);
        assertThat(ReportMarkdown.of(all, "x.svg").lines().filter(line -> line.startsWith("| S")))
                .hasSize(35);
        assertThat(ReportTable.of(all)).contains("2 of 35 measured\n");
    }

    @Test
    void lengths_are_said_with_two_parts_at_most() {
        assertThat(Spans.words(Duration.ofMillis(41_900))).isEqualTo("41.9 s");
        assertThat(Spans.words(Duration.ofMinutes(44))).isEqualTo("44 min");
        assertThat(Spans.words(Duration.ofMinutes(60))).isEqualTo("1 h");
        assertThat(Spans.words(Duration.ofMinutes(158))).isEqualTo("2 h 38 min");
        assertThat(Spans.words(Duration.ofSeconds(221_100))).isEqualTo("2 d 13 h");
    }
}
