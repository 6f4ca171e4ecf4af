package dev.candor.probe.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTemplateTest {
    private static final TextTemplate BYPASS = TextTemplate.of("http://edge.example/bypass/{{customer}}/on");

    private static String with(String template, String value) {
        return TextTemplate.of(template).fillUrl(Map.of("v", value));
    }

    @Test
    void a_value_stays_in_its_own_part_of_an_address() {
        assertThat(BYPASS.fillUrl(Map.of("customer", "acme"))).isEqualTo("http://edge.example/bypass/acme/on");
        assertThat(BYPASS.fillUrl(Map.of("customer", "a/b?c#d"))).endsWith("/bypass/a%2Fb%3Fc%23d/on");
        assertThat(BYPASS.fillUrl(Map.of("customer", "1.2..3"))).endsWith("/bypass/1.2..3/on");
        assertThat(BYPASS.fillUrl(Map.of("customer", "%2e%2e"))).endsWith("/bypass/%252e%252e/on");
        assertThat(with("http://edge.example/cut-{{v}}", "..")).endsWith("/cut-..");
    }

    @Test
    void a_value_that_would_walk_up_the_path_or_vanish_from_it_is_refused() {
        for (String hostile : List.of("", ".", "..", "../x", "x/..", "..\\x")) {
            assertThatThrownBy(() -> BYPASS.fillUrl(Map.of("customer", hostile)))
                    .as("`%s`", hostile)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("customer");
        }
        assertThatThrownBy(() -> with("http://edge.example/bypass/{{v}}{{v}}/on", "."))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with("http://edge.example/bypass/%2E{{v}}", "."))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with("http://edge.example/carts/{{v}}?all=1", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void in_a_query_anything_goes_and_an_address_carried_whole_is_its_own() {
        assertThat(with("http://edge.example/carts?for={{v}}", "..")).endsWith("?for=..");
        assertThat(with("http://edge.example/carts?for={{v}}", "")).endsWith("?for=");
        assertThat(with("{{v}}", "http://edge.example/a/../b")).isEqualTo("http://edge.example/a/../b");
    }
}
