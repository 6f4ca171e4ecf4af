package dev.candor.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void a_tree_survives_writing_and_reading() {
        var tree =
                Json.object("a", 1L, "b", java.util.List.of("x", true), "c", null, "d", Json.object("é", "\u0000\"<"));
        assertThat(Json.parse(Json.write(tree))).isEqualTo(tree);
        assertThat(Json.parse(Json.pretty(tree))).isEqualTo(tree);
    }

    @Test
    void a_mistake_is_named_with_its_place() {
        assertThatThrownBy(() -> Json.parse("{\n  \"a\": nope}"))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void limits_hold() {
        assertThatThrownBy(() -> Json.parse("[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("(64)")
                .hasMessageNotContainingAny("from", "`", "Constraints");
        assertThatThrownBy(() -> Json.parse("[" + "1,".repeat(10_000) + "1]")).hasMessageContaining("10000");
        assertThatThrownBy(() -> Json.parse("{\"a\":1,\"a\":2}")).hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> Json.parse("1 2")).hasMessageContaining("end");
        assertThatThrownBy(() -> Json.parse("")).hasMessageContaining("nothing");
    }
}
