package dev.candor.catalog.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A mistake in an address is said without what is secret in it.
class EchoedAddressTest {
    private static final List<String> PIECES = List.of(
            "http://",
            "https:",
            "htps://",
            "//",
            "/",
            "://",
            "shop.example",
            "[::1]",
            ":8443",
            ":",
            "@",
            "bob",
            "bob:",
            "?",
            "&",
            "#",
            "\\",
            " ",
            "\t",
            "%",
            "{",
            "|",
            "x",
            "?token=",
            "&api-key=",
            "services/T000/",
            ";",
            "ü",
            "=",
            "..",
            "http://");

    private static List<String> problems(String url) {
        var problems = new ArrayList<Problem>();
        Node node = new Node.Mapping(
                new Place("a.yaml", 1), java.util.Map.of("url", new Node.Scalar(new Place("a.yaml", 1), url, true)));
        Reading.of(node, "channels[chat]", problems, new ArrayList<>()).url("url");
        return problems.stream().map(Problem::toString).toList();
    }

    @Test
    void a_mistake_names_scheme_and_host_and_hides_the_rest() {
        assertThat(problems("shop.example/x?token=TOPSECRET"))
                .singleElement()
                .asString()
                .contains("starts with http://", "`shop.example/••••••`");
        assertThat(problems("htps://bob:TOPSECRET@shop.example/hook"))
                .singleElement()
                .asString()
                .contains("`htps://••••••@shop.example/••••••`");
        assertThat(problems("bob:TOPSECRET@shop.example"))
                .singleElement()
                .asString()
                .contains("••••••@shop.example");
        assertThat(problems("https://?token=TOPSECRET"))
                .singleElement()
                .asString()
                .doesNotContain("TOPSECRET");
        assertThat(problems("https:///services/TOPSECRET"))
                .singleElement()
                .asString()
                .contains("has no host");
        assertThat(problems("https://shop.example/{TOPSECRET}"))
                .singleElement()
                .asString()
                .contains("not an address", "in `https://shop.example/••••••`");
        assertThat(problems("ftp://shop.example/")).singleElement().asString().contains("`ftp://shop.example/`");
    }

    @Test
    void an_address_where_something_else_belongs_is_not_echoed_whole() {
        var problems = new ArrayList<Problem>();
        Reading.of(
                new Node.Scalar(new Place("a.yaml", 1), "https://push.example/TOPSECRET", false),
                "people[ana].contact[0]",
                problems,
                new ArrayList<>());
        assertThat(problems).singleElement().asString().contains("found `https://push.example/••••••`");
    }

    /// Wherever somebody puts a secret in an address: as a password, in its path, its query or its fragment.
    @Test
    void no_nasty_address_is_echoed_with_its_secret() {
        var random = new Random(7);
        var secretPlace = Pattern.compile("[/?#]");
        int wrong = 0;
        for (int i = 0; i < 100_000; i++) {
            var before = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                before.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            var after = new StringBuilder();
            for (int n = random.nextInt(5); n > 0; n--) {
                after.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            boolean password = after.indexOf("@") >= 0 && before.indexOf(":") >= 0;
            boolean behindHost = secretPlace
                    .matcher(before.toString().strip().replaceFirst("^[a-zA-Z][a-zA-Z0-9+.-]*:/{1,3}", ""))
                    .find();
            if (password || behindHost) {
                List<String> said = problems(before + "TOPSECRET" + after);
                wrong += said.size();
                assertThat(String.join("\n", said))
                        .as("step " + i + ": " + before + "TOPSECRET" + after)
                        .doesNotContain("TOPSECRET");
            }
        }
        assertThat(wrong).isGreaterThan(10_000);
    }
}
