package dev.candor.learn.postmortem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.candor.learn.history.HistoryText;
import dev.candor.learn.history.ImportedIncident;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShinglesTest {
    private static final List<String> WORDS = List.of(
            "kettle", "shelf", "ledger", "queue", "lid", "spoon", "cache", "lantern", "river", "packet", "mint",
            "drawer");

    private static List<String> words(int seed, int count) {
        var random = new Random(seed);
        var words = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            words.add(WORDS.get(random.nextInt(WORDS.size())) + random.nextInt(40));
        }
        return words;
    }

    private static double like(String one, String other) {
        return Shingles.of(one).similarity(Shingles.of(other));
    }

    @Test
    void a_text_is_itself_whatever_its_marks_and_breaks() {
        for (int seed = 0; seed < 100; seed++) {
            String text = String.join(" ", words(seed, 60));
            String dressed = "## " + text.toUpperCase(java.util.Locale.ROOT).replace(" ", " \n**") + "!";
            assertThat(like(text, dressed)).as("seed " + seed).isEqualTo(1);
        }
    }

    @Test
    void it_is_symmetric_between_zero_and_one_and_falls_with_what_is_changed() {
        for (int seed = 0; seed < 100; seed++) {
            List<String> words = words(seed, 200);
            double before = 1;
            for (int changed = 20; changed <= 200; changed += 60) {
                var other = new ArrayList<>(words);
                for (int i = 0; i < changed; i++) {
                    other.set(i, "other" + i);
                }
                double now = like(String.join(" ", words), String.join(" ", other));
                assertThat(now)
                        .as("seed " + seed)
                        .isEqualTo(like(String.join(" ", other), String.join(" ", words)))
                        .isBetween(0.0, before);
                before = now;
            }
            assertThat(before).as("nothing in common, seed " + seed).isZero();
        }
    }

    @Test
    void a_few_words_are_no_copy_of_anything() {
        assertThat(like("We are looking into it.", "We are looking into it.")).isZero();
    }

    @Test
    void a_million_words_are_read_up_to_the_limit() {
        String text = "word ".repeat(1_000_000);
        assertThat(Shingles.of(text).words()).isEqualTo(Shingles.MOST_WORDS);
    }

    /// Of thirty-five real reports one carries the postmortem of another.
    @Test
    void the_copied_postmortem_of_the_reports_is_found_and_no_other() throws Exception {
        Path seeds = Path.of(System.getProperty("candor.root", "."))
                .resolveSibling("shared")
                .resolve("seeds");
        if (!Files.isDirectory(seeds)) {
            System.out.println("left out: the reports in ../shared/seeds are missing");
        }
        assumeTrue(Files.isDirectory(seeds), "the reports in ../shared/seeds are missing");
        var texts = new ArrayList<String>();
        try (var files = Files.list(seeds)) {
            for (Path file : files.sorted().toList()) {
                texts.addAll(
                        HistoryText.read(file.getFileName().toString(), Files.readAllBytes(file)).incidents().stream()
                                .map(ImportedIncident::postmortemMarkdown)
                                .flatMap(java.util.Optional::stream)
                                .collect(Collectors.toList()));
            }
        }
        var alike = new ArrayList<Integer>();
        double next = 0;
        for (int i = 0; i < texts.size(); i++) {
            for (int k = 0; k < i; k++) {
                int percent = (int) (100 * like(texts.get(i), texts.get(k)));
                if (percent >= Likeness.WARN) {
                    alike.add(percent);
                } else {
                    next = Math.max(next, percent);
                }
            }
        }
        assertThat(texts).hasSizeGreaterThan(10);
        assertThat(alike).containsExactly(100);
        assertThat(next).isLessThan(40);
    }
}
