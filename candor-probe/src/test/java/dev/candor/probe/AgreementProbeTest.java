package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.probe.agree.Comparing;
import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Origin and edge, which must say the same.
class AgreementProbeTest {
    private final Prober prober = Here.prober();

    @AfterEach
    void close() {
        prober.close();
    }

    private ProbeResult compare(String left, String right, Comparing comparing) {
        return compare(left, right, 200, comparing);
    }

    private ProbeResult compare(String left, String right, int rightStatus, Comparing comparing) {
        try (var origin = RawServer.saying(answer(200, left));
                var edge = RawServer.saying(answer(rightStatus, right))) {
            return prober.run(new AgreementSpec(
                    HttpSpec.get(origin.at("/flags")), "origin", HttpSpec.get(edge.at("/flags")), "edge", comparing));
        }
    }

    private static String answer(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length
                + "\r\nETag: \"" + body.length() + "\"\r\n\r\n" + body;
    }

    private static String detail(ProbeResult result) {
        return result instanceof ProbeResult.Failed(var _, Reason reason, String why)
                ? reason + " " + why
                : result.getClass().getSimpleName();
    }

    @Test
    void wrong_values_are_named_with_their_place() {
        String left = "{\"flags\":[{\"name\":\"a\",\"on\":true},{\"name\":\"b\",\"on\":false}],\"at\":1,\"n\":1.0}";
        String right = "{\"n\":1,\"at\":2,\"flags\":[{\"name\":\"a\",\"on\":true},{\"name\":\"b\",\"on\":true}]}";

        assertThat(detail(compare(left, right, usualBut(List.of("$.at"), false))))
                .isEqualTo("DISAGREEMENT origin and edge disagree: $.flags[1].on: origin false, edge true");
        assertThat(detail(compare(left, right, usualBut(List.of("$.at", "$.flags[*].on"), false))))
                .isEqualTo("Passed");
    }

    private static Comparing usualBut(List<String> ignored, boolean ignoreOrder) {
        return new Comparing(Comparing.Body.AUTO, ignored, ignoreOrder, List.of());
    }

    @Test
    void what_is_missing_on_one_side_is_a_difference() {
        assertThat(detail(compare("{\"a\":[1,2,3]}", "{\"a\":[1,2],\"b\":null}", Comparing.usual())))
                .isEqualTo("DISAGREEMENT origin and edge disagree: $.a[2]: origin 3, edge is missing;"
                        + " $.b: origin is missing, edge null");
    }

    @Test
    void order_counts_unless_it_is_said_not_to() {
        assertThat(detail(compare("[1,2,{\"x\":1}]", "[{\"x\":1},2,1]", usualBut(List.of(), true))))
                .isEqualTo("Passed");
        assertThat(detail(compare("[1,1,2]", "[1,2,2]", usualBut(List.of(), true))))
                .isEqualTo("DISAGREEMENT origin and edge disagree: $: origin has 1, edge has not;"
                        + " $: origin has not, edge has 2");
        assertThat(detail(compare("[1,2]", "[2,1]", Comparing.usual()))).startsWith("DISAGREEMENT");
    }

    @Test
    void texts_statuses_and_headers_are_compared_too() {
        assertThat(detail(compare("one\ntwo", "one\nthree", Comparing.usual())))
                .isEqualTo("DISAGREEMENT origin and edge disagree: line 2: origin \"two\", edge \"three\"");
        assertThat(detail(compare("x", "x", 503, Comparing.usual())))
                .isEqualTo("DISAGREEMENT origin and edge disagree: status: origin 200, edge 503");
        assertThat(detail(compare("xx", "yyy", new Comparing(Comparing.Body.NONE, List.of(), false, List.of("ETag")))))
                .isEqualTo("DISAGREEMENT origin and edge disagree: header etag: origin \"2\", edge \"3\"");
        assertThat(detail(compare("{}", "<html>", new Comparing(Comparing.Body.JSON, List.of(), false, List.of()))))
                .startsWith("DISAGREEMENT origin and edge disagree: body: origin is JSON, edge is no JSON");
    }

    @Test
    void a_side_that_does_not_answer_is_named() {
        try (var origin = RawServer.saying(answer(200, "x"));
                var gone = RawServer.saying("")) {
            var spec = new AgreementSpec(
                    HttpSpec.get(origin.at("/")), "origin", HttpSpec.get(gone.at("/")), "edge", Comparing.usual());
            assertThat(detail(prober.run(spec))).startsWith("RESET edge: ");
        }
    }
}
