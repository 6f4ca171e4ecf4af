package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A page as a large company has it must stay small for those who read it.
class LargePageTest {
    @Test
    void forty_components_with_ninety_days_and_years_of_incidents_fit_into_fifty_kilobytes() {
        PageModel large = large(40, 600);
        Snapshot snapshot = new SnapshotRenderer(SnapshotKey.generate()).render(large);
        for (String path : List.of("index.html", "history.html", "uptime.html", "history/2026-07.html")) {
            byte[] packed = Gzipped.of(StatuspageShapeTest.file(snapshot, path).identity());
            assertThat(packed.length).as(path).isLessThan(50_000);
        }
        assertThat(snapshot.files()).hasSizeGreaterThan(600);
    }

    static PageModel large(int components, int incidents) {
        var parts = new ArrayList<ComponentModel>();
        for (int i = 0; i < components; i++) {
            parts.add(ComponentModel.of("component%03d".formatted(i), "Part number " + i, DemoPage.NOW, i + 1)
                    .describedAs("What part number " + i + " does for the people who use it")
                    .withDays(DemoPage.days(i + 10)));
        }
        var past = new ArrayList<IncidentModel>();
        for (int i = 0; i < incidents; i++) {
            Instant began = DemoPage.NOW.minus(Duration.ofHours(30L * (i + 1)));
            past.add(new IncidentModel(
                    "incident%04d".formatted(i),
                    "Trouble number " + i,
                    IncidentPhase.RESOLVED,
                    Impact.values()[i % 4],
                    IncidentTimes.of(began, began).resolvedAt(began.plusSeconds(1_800 + i)),
                    began.plusSeconds(1_800 + i),
                    List.of(
                            UpdateModel.of(
                                    "updateb%05d".formatted(i),
                                    IncidentPhase.RESOLVED,
                                    "Number " + i + " is over; it works as before.",
                                    began.plusSeconds(1_800 + i)),
                            UpdateModel.of(
                                    "updatea%05d".formatted(i),
                                    IncidentPhase.INVESTIGATING,
                                    "We look into number " + i + ".",
                                    began.plusSeconds(120))),
                    List.of("component%03d".formatted(i % components)),
                    Optional.empty(),
                    Optional.empty(),
                    false));
        }
        return DemoPage.page(parts, past, List.of());
    }
}
