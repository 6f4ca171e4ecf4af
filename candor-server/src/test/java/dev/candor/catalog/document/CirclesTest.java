package dev.candor.catalog.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CirclesTest {
    private static Circles.Link link(String from, String to, boolean checked) {
        var place = new Place("a.yaml", 1);
        return new Circles.Link(from, new Reading.Reference("services", to, place, from), checked);
    }

    @Test
    void a_very_long_chain_is_no_circle_until_its_end_leads_back() {
        var links = new ArrayList<Circles.Link>();
        for (int i = 0; i < 100_000; i++) {
            links.add(link("s" + i, "s" + (i + 1), true));
            links.add(link("s" + i, "s100000", true));
        }
        assertThat(Circles.in(links)).isEmpty();
        links.add(link("s100000", "s99999", true));
        assertThat(Circles.in(links)).singleElement().asString().contains("`s99999 -> s100000 -> s99999`");
    }

    @Test
    void a_circle_that_was_there_before_is_no_mistake_of_what_is_read_now() {
        List<Circles.Link> old = List.of(link("a", "b", false), link("b", "a", false));
        assertThat(Circles.in(old)).isEmpty();
        var more = new ArrayList<>(old);
        more.add(link("c", "a", true));
        assertThat(Circles.in(more)).isEmpty();
        more.add(link("b", "c", false));
        assertThat(Circles.in(more))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("`c -> a -> b -> c`");
    }

    @Test
    void a_problem_is_found_exactly_when_something_leads_back_to_itself() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var links = new ArrayList<Circles.Link>();
            Map<String, Set<String>> reached = new HashMap<>();
            for (int i = 0; i < 1 + random.nextInt(10); i++) {
                String from = "s" + random.nextInt(6);
                String to = "s" + random.nextInt(6);
                links.add(link(from, to, true));
                reached.computeIfAbsent(from, _ -> new HashSet<>()).add(to);
            }
            for (int round = 0; round < 6; round++) {
                reached.values()
                        .forEach(all -> List.copyOf(all)
                                .forEach(one -> all.addAll(Set.copyOf(reached.getOrDefault(one, Set.of())))));
            }
            boolean round = reached.entrySet().stream()
                    .anyMatch(entry -> entry.getValue().contains(entry.getKey()));
            assertThat(Circles.in(links).isEmpty())
                    .as("seed %s: %s", seed, links)
                    .isEqualTo(!round);
        }
    }
}
