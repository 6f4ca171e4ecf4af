package dev.candor.probe.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.base.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AssertionTest {
    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json; charset=utf-8");
    private static final String BODY =
            "{\"a\":[{\"b\":3}],\"ok\":true,\"none\":null,\"name\":\"ana\",\"tags\":[\"x\",\"y\"],\"price\":1.50,\"weird key\":1}";
    private static final Observation SEEN = (subject, argument) -> switch (subject) {
        case STATUS -> Seen.Num.of(204);
        case LATENCY -> new Seen.Time(Duration.ofMillis(2300));
        case DNS -> new Seen.Time(Duration.ofNanos(410_000));
        case CONNECT, TLS, FIRST_BYTE, TRANSFER -> new Seen.Time(Duration.ofMillis(87));
        case HEADER ->
            HEADERS.containsKey(argument)
                    ? new Seen.Text(HEADERS.get(argument))
                    : new Seen.Missing("is not in the answer");
        case BODY -> new Seen.Text(BODY);
        case JSON -> new Seen.JsonValue(Json.parse(BODY));
        case CERTIFICATE_DAYS -> Seen.Num.of(13);
        case REDIRECTS -> Seen.Num.of(0);
        case SIZE -> Seen.Num.of(100_000);
        case PROTOCOL -> new Seen.Text("h2");
        default -> new Seen.Missing("is not part of an HTTP answer");
    };

    @Test
    void what_is_met_says_nothing() {
        for (String source : List.of(
                "status == 204",
                "status != 200",
                "status in 200..299",
                "status in [200, 204]",
                "not status in 300..399",
                "latency < 3s",
                "latency >= 2300ms",
                "latency <= 2.3s",
                "latency < 1m30s",
                "dns < 1ms",
                "connect in 80ms..90ms",
                "first-byte > 86.5ms",
                "header[\"content-type\"] contains \"json\"",
                "header[ \"content-type\" ] starts-with \"application/\"",
                "not header[\"x-none\"] exists",
                "header[\"content-type\"] exists",
                "header[\"content-type\"] ends-with \"utf-8\"",
                "body contains \"\\\"ok\\\":true\"",
                "body matches /\"ok\":\\s*true/",
                "body matches /ANA/i",
                "not body contains \"error\"",
                "json(\"$.a[0].b\") == 3",
                "json(\"$.a[-1].b\") >= 2.5",
                "json(\"$.ok\") == true",
                "json(\"$.none\") == null",
                "json(\"$.name\") == \"ana\"",
                "json(\"$.name\") matches /^an/",
                "json(\"$.tags\") contains \"y\"",
                "json(\"$.price\") == 1.5",
                "json(\"$['weird key']\") == 1",
                "json(\"$.tags.length()\") == 2",
                "json(\"$.a[*].b\") exists",
                "not json(\"$.gone\") exists",
                "json(\"$.name\") != 3",
                "json(\"$.name\") in [\"ben\", \"ana\"]",
                "certificate-days > 7",
                "redirects == 0",
                "size <= 100KB",
                "size > 97KiB",
                "size == 100000",
                "  status==204  ")) {
            assertThat(Assertion.of(source).unmet(SEEN)).as(source).isEmpty();
            assertThat(Assertion.of(source)).hasToString(source.strip());
        }
    }

    @Test
    void what_is_unmet_says_what_was_seen_and_what_was_wanted() {
        assertUnmet("status == 200", "status was 204, wanted == 200");
        assertUnmet("latency < 2s", "latency was 2.3 s, wanted < 2 s");
        assertUnmet("dns > 1ms", "dns was 0.41 ms, wanted > 1 ms");
        assertUnmet("not status in 200..299", "status was 204, wanted not (in 200..299)");
        assertUnmet("status in [200, 301]", "status was 204, wanted one of 200, 301");
        assertUnmet("header[\"etag\"] exists", "header[\"etag\"] is not in the answer, wanted it to exist");
        assertUnmet(
                "not header[\"etag\"] contains \"x\"",
                "header[\"etag\"] is not in the answer, wanted not (contains \"x\")");
        assertUnmet("json(\"$.a[0].b\") == 4", "json(\"$.a[0].b\") was 3, wanted == 4");
        assertUnmet("json(\"$.a[7].b\") == 4", "json(\"$.a[7].b\") is not in the document, wanted == 4");
        assertUnmet("json(\"$.name\") > 3", "json(\"$.name\") was \"ana\", which cannot be compared: wanted > 3");
        assertUnmet("json(\"$.tags\") contains \"z\"", "json(\"$.tags\") was [\"x\",\"y\"], wanted contains \"z\"");
        assertUnmet("certificate-days > 14", "certificate-days was 13, wanted > 14");
        assertUnmet("size < 100KB", "size was 100000, wanted < 100000 bytes");
        assertThat(Assertion.of("body contains \"sorry\"").unmet(SEEN).orElseThrow())
                .contains("…")
                .hasSizeLessThan(200);
    }

    private static void assertUnmet(String source, String expected) {
        assertThat(Assertion.of(source).unmet(SEEN)).as(source).contains(expected);
    }

    @Test
    void trouble_is_told_with_its_place_and_the_nearest_word() {
        assertWrong("statsu == 200", 0, "expected a subject, found 'statsu': did you mean status?");
        assertWrong("status = 200", 7, "expected a comparison, found '= 200'");
        assertWrong("status == ok", 10, "expected a value, found 'ok'");
        assertWrong("status == \"200\"", 10, "status is compared with a number, found '\"200\"'");
        assertWrong("latency < 2", 10, "latency is compared with a duration such as 500ms or 2s, found '2'");
        assertWrong("latency < 2sec", 11, "expected a unit, found 'sec'");
        assertWrong("latency contains \"x\"", 8, "'contains' is for text, and latency is a number");
        assertWrong("header contains \"x\"", 7, "expected [ (header[\"name\"]), found 'contains \"x\"'");
        assertWrong("header[\"a] == \"b\"", 7, "expected ] (the end of header), found 'b\"'", 15);
        assertWrong("body contians \"x\"", 5, "did you mean contains?");
        assertWrong("body contains \"x", 14, "no closing quote");
        assertWrong("body contains \"\\q\"", 15, "unknown escape '\\q'");
        assertWrong("body matches /(/", 13, "not RE2");
        assertWrong("body matches /(a)\\1/", 13, "not RE2");
        assertWrong("body matches /a", 13, "no closing slash");
        assertWrong("json(\"a.b\") == 1", 6, "begins with $");
        assertWrong("json(\"$.a[?(@.x)]\") == 1", 10, "expected a number, a quoted name or *");
        assertWrong("json(\"$..a\") == 1", 8, "expected a name after the dot");
        assertWrong("status == 200 and latency < 1s", 14, "expected the end, found 'and latency < 1s'");
        assertWrong("status in 200", 13, "expected .. and the upper end");
        assertWrong("", 0, "expected a subject, found the end");
        assertWrong("not", 3, "expected a subject, found the end");
        assertThatThrownBy(() -> Assertion.of("statsu == 200"))
                .hasMessage(
                        "expected a subject, found 'statsu': did you mean status? at position 1\n  statsu == 200\n  ^");
    }

    private static void assertWrong(String source, int at, String problem) {
        assertThat(Assertion.parse(source)).as(source).isInstanceOfSatisfying(Assertion.Parsed.Wrong.class, wrong -> {
            assertThat(wrong.problem()).contains(problem);
            assertThat(wrong.at()).as(source).isEqualTo(at);
        });
    }

    private static void assertWrong(String source, int ignored, String problem, int at) {
        assertThat(ignored).isLessThan(at);
        assertWrong(source, at, problem);
    }

    @Test
    void a_pattern_that_would_take_too_long_is_not_tried() {
        Observation longBody = (_, _) -> new Seen.Text("a".repeat(1 << 20));
        assertThat(Assertion.of("body matches /(a?){300}b/").unmet(longBody).orElseThrow())
                .startsWith("body is too long (1048576 characters) for so large a pattern");
        assertThat(Assertion.of("body matches /(a*)*b/").unmet(longBody).orElseThrow())
                .contains("wanted matches /(a*)*b/");
        assertThat(Assertion.of("not body matches /(a?){300}b/").unmet(longBody))
                .isPresent();
    }

    @Test
    void any_text_is_either_read_or_refused_with_a_place_inside_it() {
        String alphabet = "status latency<>=!in[]()\"\\/.$ 0123ms body matches not json header exists-,";
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new SplittableRandom(seed);
            var text = new StringBuilder(random.nextBoolean() ? "body matches /" : "");
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String source = text.toString();
            if (Assertion.parse(source) instanceof Assertion.Parsed.Wrong wrong) {
                assertThat(wrong.at()).as("seed " + seed).isBetween(0, source.length());
                assertThat(wrong.message()).as("seed " + seed).contains("^");
            }
        }
    }
}
