package dev.candor.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private final List<String> keys = List.of("monitors", "services", "escalation-policies", "pages");

    @Test
    void a_slip_of_the_finger_finds_its_key() {
        assertThat(Nearest.of("monitor", keys)).contains("monitors");
        assertThat(Nearest.of("mointors", keys)).contains("monitors");
        assertThat(Nearest.of("escalation-polices", keys)).contains("escalation-policies");
    }

    @Test
    void something_else_finds_none() {
        assertThat(Nearest.of("colour", keys)).isEmpty();
        assertThat(Nearest.of("x".repeat(10_000), keys)).isEmpty();
    }
}
