package dev.candor.telemetry.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private Routes routes = new Routes(RouteSettings.USUAL);

    private String route(String path) {
        return route(path, true);
    }

    private String route(String path, boolean learn) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return routes.of(bytes, 0, bytes.length, learn).text();
    }

    @Test
    void ids_of_every_kind_become_placeholders_and_queries_disappear() {
        assertThat(route("/users/123/teams?page=2")).isEqualTo("/users/{id}/teams");
        assertThat(route("/users/0190f3a2-7c1e-7b3a-9d2e-1f2a3b4c5d6e")).isEqualTo("/users/{id}");
        assertThat(route("/incidents/PAB12CD/notes#x")).isEqualTo("/incidents/{id}/notes");
        assertThat(route("/t/k3jd82hd92kd01md")).isEqualTo("/t/{id}");
        assertThat(route("/mail/ana@shop.example")).isEqualTo("/mail/{email}");
        assertThat(route("/mail/ana%40shop.example/")).isEqualTo("/mail/{email}");
        assertThat(route("/assets/app.3f2a9c1b.js")).isEqualTo("/assets/app.{h}.js");
        assertThat(route("/assets/main-3f2a9c1b77.css")).isEqualTo("/assets/main-{h}.css");
        assertThat(route("/export/1234.json")).isEqualTo("/export/{id}.json");
        assertThat(route("/v1/health")).isEqualTo("/v1/health");
        assertThat(route("//")).isEqualTo("/");
        assertThat(route("http://shop.example/a/7?b")).isEqualTo("/a/{id}");
        assertThat(route("/" + "x".repeat(500))).isEqualTo("/{id}");
        assertThat(route("/a".repeat(40))).isEqualTo("/a".repeat(12) + "/**");
    }

    @Test
    void routes_the_operator_gave_and_patterns_for_ids_go_first() {
        routes = new Routes(new RouteSettings(
                List.of("/shops/{shop}/orders", "/shops/new", "/files/:name"),
                List.of("ord-[a-z]{3,}", "[xy]?z+"),
                150,
                0.02,
                2000));
        assertThat(route("/shops/flowers/orders")).isEqualTo("/shops/{shop}/orders");
        assertThat(route("/shops/new")).isEqualTo("/shops/new");
        assertThat(route("/files/holiday")).isEqualTo("/files/:name");
        assertThat(route("/o/ord-abc")).isEqualTo("/o/{id}");
        assertThat(route("/o/ord-ab")).isEqualTo("/o/ord-ab");
        assertThat(route("/o/xzzz")).isEqualTo("/o/{id}");
        for (String wrong : List.of("", "[a", "a{", "a{2,1}", "(a)", "a{99}", "*")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> SegmentPattern.compile(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("position");
        }
    }

    @Test
    void many_rare_words_at_one_place_are_folded_and_frequent_ones_keep_their_name() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            String word = random.nextInt(3) == 0 ? "list" : "w" + word(random);
            route("/blog/" + word + "/read");
        }
        assertThat(route("/blog/list/read")).isEqualTo("/blog/list/read");
        assertThat(route("/blog/neverseen/read")).isEqualTo("/blog/*/read");
        assertThat(routes.size()).isLessThan(300);
    }

    @Test
    void what_does_not_exist_makes_no_route_and_a_hundred_thousand_urls_no_memory() {
        assertThat(route("/wp-login.php", false)).isEqualTo("(other)");
        assertThat(routes.size()).isZero();
        var random = new SplittableRandom(2);
        for (int i = 0; i < 100_000; i++) {
            route("/" + word(random) + "/" + word(random) + "/" + word(random) + "/" + word(random));
        }
        assertThat(routes.size()).isLessThanOrEqualTo(2000);
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < 1000; i++) {
            counts.merge(route("/" + word(random) + "/" + word(random)), 1, Integer::sum);
        }
        assertThat(counts.keySet())
                .allMatch(name -> name.contains("*") || name.equals("(other)") || name.length() < 30);
    }

    @Test
    void hostile_paths_never_throw() {
        for (int seed = 0; seed < 30_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(80)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] =
                        (byte) (random.nextBoolean() ? "/.-{}*@%40?:".charAt(random.nextInt(12)) : random.nextInt(256));
            }
            int from = random.nextInt(bytes.length + 1);
            assertThat(routes.of(bytes, from, bytes.length, true).bytes().length)
                    .as("seed " + seed)
                    .isBetween(1, 200);
        }
    }

    private static String word(SplittableRandom random) {
        var word = new StringBuilder();
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }
}
