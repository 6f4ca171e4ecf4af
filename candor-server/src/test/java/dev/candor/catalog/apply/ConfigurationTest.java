package dev.candor.catalog.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.Candor;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an operator hears about a configuration file.
class ConfigurationTest {
    private static final Map<String, Kind<?>> BY_PLURAL = Candor.KINDS.stream()
            .collect(Collectors.toMap(Kind::plural, kind -> kind, (a, _) -> a, LinkedHashMap::new));

    private static ConfigFiles.Loaded read(String yaml) {
        return new ConfigFiles(BY_PLURAL).read(Map.of("candor.yaml", yaml), Map.of("HOOK_SECRET", "s3cret"), List.of());
    }

    private static List<String> problems(String yaml) {
        return read(yaml).problems().stream().map(Problem::toString).toList();
    }

    @Test
    void the_example_of_the_contract_is_taken_as_it_stands() throws IOException {
        Path contract = Path.of(System.getProperty("candor.root", "."))
                .resolveSibling("shared")
                .resolve("CONTRACT.md");
        if (!Files.exists(contract)) {
            System.out.println("left out: there is no " + contract);
        }
        Assumptions.assumeTrue(Files.exists(contract), "the contract is not beside this checkout");
        String text = Files.readString(contract);
        int from = text.indexOf("```yaml\n") + 8;
        String yaml = text.substring(from, text.indexOf("```", from))
                .replace(
                        "depends-on: [payments]",
                        "depends-on: []") // the example is cut short: it leaves ben and payments out
                .replace("channels:", "  - {name: ben, email: ben@example.com}\nchannels:");
        var loaded = read(yaml);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.documents())
                .extracting(ConfigFiles.Configured::kind)
                .contains(
                        "teams",
                        "people",
                        "channels",
                        "schedules",
                        "escalation-policies",
                        "services",
                        "monitors",
                        "pages");
        assertThat(problems(text.substring(from, text.indexOf("```", from))))
                .hasSize(3)
                .anyMatch(line -> line.contains("`payments` is not among the services"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "monitor: []                                          | candor.yaml:1: unknown key `monitor` (did you mean `monitors`?)",
                "teams: [{nam: web}]                                  | teams[?]: unknown key `nam` (did you mean `name`?)",
                "teams: [{name: web}, {name: web}]                    | the name `web` stands already at candor.yaml:1",
                "teams: {name: web}                                   | expected a list (lines that start with `- `), found a mapping",
                "teams: [web]                                         | expected a mapping of keys, found `web`",
                "services: [{name: shop, team: wbe}]                  | services[shop].team: `wbe` is not among the teams; there are none",
                "people: [{name: ana, email: ana.example}]            | people[ana].email: expected an e-mail address, found `ana.example`",
                "people: [{name: ana, email: a@b.example, time-zone: Europe/Berln}] | did you mean `Europe/Berlin`?",
                "people: [{name: ana, email: a@b.example, role: admn}] | expected one of viewer, responder, admin, found `admn` (did you mean `admin`?)",
                "people: [{name: ana, email: a@b.example, contact: [{sms: 1}]}] | people[ana].contact[0]: expected exactly one of email, ntfy, webhook, found sms",
                "schedules: [{name: s}]                               | schedules[s].rotations: a schedule needs at least one rotation",
                "escalation-policies: [{name: p, steps: [{notify: []}]}] | a step notifies at least one person, schedule or channel",
                "escalation-policies: [{name: p, repeat: lots, steps: []}] | expected a whole number, found `lots`",
                "channels: [{name: c, url: 'http://h.example/'}]      | channels[c].kind: is missing; one of webhook, email, ntfy",
                "channels: [{name: c, kind: webhook, url: 'http://u:p@h.example/'}] | user and password do not belong into an address",
                "channels: [{name: c, kind: webhook, url: 'ftp://h.example/'}] | starts with http:// or https://",
                "channels: [{name: c, kind: webhook, url: 'http://h.example/', secret: '${NOT_SET}'}] | the environment variable NOT_SET is not set",
                "pages: [{name: A page, slug: api}]                   | pages[A page].slug: a slug has",
            })
    void every_mistake_says_where_what_and_what_would_be_right(String yaml, String expected) {
        assertThat(problems(yaml.strip()))
                .hasSizeBetween(1, 2)
                .anySatisfy(
                        line -> assertThat(line).startsWith("candor.yaml:1: ").contains(expected));
    }

    @Test
    void all_mistakes_are_reported_at_once_each_with_its_line() {
        var problems = problems("""
                teams:
                  - name: web
                    colour: red
                people:
                  - name: ana
                    email: ana@shop.example
                    teams:
                      - web
                      - wbe
                monitors:
                  - name: shop
                    service: nowhere
                    kind: htp
                    url: http://shop.example/
                    every: 5 apples
                    down-after: {failures: 3, of: 2}
                    assert: ["status = 200"]
                """);
        assertThat(problems)
                .anyMatch(line -> line.startsWith("candor.yaml:3: ") && line.contains("unknown key `colour`"))
                .anyMatch(line -> line.startsWith("candor.yaml:9: ")
                        && line.contains("`wbe`")
                        && line.contains("did you mean `web`"))
                .anyMatch(line -> line.startsWith("candor.yaml:12: ") && line.contains("nowhere"))
                .anyMatch(line -> line.startsWith("candor.yaml:13: ") && line.contains("did you mean `http`"))
                .anyMatch(line -> line.startsWith("candor.yaml:15: ") && line.contains("5 apples"))
                .anyMatch(line -> line.startsWith("candor.yaml:16: ") && line.contains("at least `failures`"))
                .anyMatch(line -> line.startsWith("candor.yaml:17: ") && line.contains("status = 200"));
    }

    @Test
    void a_variable_is_filled_in_and_a_doubled_key_is_found_on_its_line() {
        var loaded = read("channels: [{name: c, kind: webhook, url: 'http://h.example/', secret: '${HOOK_SECRET}'}]");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.documents().getFirst().document().toString()).contains("s3cret");
        assertThat(problems("teams:\n  - name: web\n    name: other\n"))
                .anyMatch(line -> line.startsWith("candor.yaml:3: ") && line.contains("stands here twice"));
    }

    @Test
    void hostile_files_are_refused_in_words_and_bounded_time() {
        String laughs =
                "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: &d [*c,*c,*c]\ne: &e [*d,*d,*d]\nf: &f [*e,*e,*e]\n";
        for (String hostile : List.of(
                laughs + "g: &g [*f,*f,*f]\nh: [*g,*g,*g]\n",
                "teams: &t [*t, *t]",
                "[".repeat(200_000),
                "teams: " + "{a: ".repeat(5_000),
                "teams: [{name: \"" + "x".repeat(5 << 20) + "\"}]",
                "teams:\n\t- name: web\n",
                "\u0000\u0001\u0002 binary",
                "teams: [{name: web}",
                "? [a, b]\n: c\n",
                "--- {a: 1}\n--- {b: 2}\n",
                "just a text",
                "",
                "teams: [*nowhere]")) {
            assertThat(problems(hostile))
                    .as(hostile.substring(0, Math.min(40, hostile.length())))
                    .isNotEmpty()
                    .hasSizeLessThan(60);
        }
    }

    @Test
    void whatever_bytes_come_the_reader_answers_with_problems_never_with_an_exception() {
        String alphabet = "teams: name-[]{}\n  &*!|>'\"%@`#,?\t0~${A}é";
        for (int seed = 0; seed < 800; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder(random.nextBoolean() ? "teams:\n  - name: web\n" : "monitors:\n");
            for (int i = 0; i < random.nextInt(60); i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(read(text.toString())).as("seed %s", seed).isNotNull();
        }
    }

    @Test
    void a_folder_is_read_file_by_file_and_each_bad_file_is_named(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "teams: [{name: web}]");
        Files.writeString(folder.resolve("b.yml"), "services: [{name: shop, team: web}]");
        Files.writeString(folder.resolve("notes.txt"), "not mine");
        var files = new ConfigFiles(BY_PLURAL);
        assertThat(files.read(folder, Map.of(), List.of()).problems()).isEmpty();
        Files.write(folder.resolve("c.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        Files.write(folder.resolve("d.yaml"), new byte[6 << 20]);
        assertThat(files.read(folder, Map.of(), List.of()).problems())
                .extracting(Problem::toString)
                .containsExactly("c.yaml: is not a text in UTF-8", "d.yaml: is larger than 5 MiB");
        assertThat(files.read(folder.resolve("nowhere"), Map.of(), List.of()).problems())
                .hasSize(1);
    }

    @Test
    void what_only_one_may_have_is_refused_to_the_second_and_the_first_is_named() {
        assertThat(problems("""
                services:
                  - {name: shop, intake-keys: [0123456789abcdef]}
                  - {name: depot, intake-keys: [another-key-of-it, 0123456789abcdef]}
                people:
                  - {name: ana, email: ana@shop.example}
                  - {name: anna, email: ANA@shop.example}
                pages:
                  - {name: Shop, slug: shop, host: status.shop.example}
                  - {name: Second, slug: shop, host: Status.shop.example}
                """))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("candor.yaml:3", "intake-keys", "service shop", "candor.yaml:2")
                                .doesNotContain("0123456789abcdef"),
                        line -> assertThat(line).contains("candor.yaml:6", "email", "person ana"),
                        line -> assertThat(line).contains("candor.yaml:9", "slug", "page Shop"),
                        line -> assertThat(line).contains("candor.yaml:9", "host", "page Shop"));
    }

    @Test
    void services_that_depend_on_themselves_in_a_circle_are_refused_and_the_circle_is_named() {
        assertThat(problems("""
                services:
                  - name: shop
                    depends-on: [depot, mail]
                  - name: depot
                    depends-on: [stock]
                  - name: stock
                    depends-on:
                      - mail
                      - shop
                  - name: mail
                  - name: loop
                    depends-on: loop
                """))
                .containsExactly(
                        "candor.yaml:3: services[shop].depends-on: goes round in a circle: `shop -> depot -> stock -> shop`",
                        "candor.yaml:12: services[loop].depends-on: `loop -> loop`: nothing may refer to itself");
    }

    @Test
    void names_that_differ_only_in_their_letters_case_are_one_for_every_kind() {
        assertThat(problems("""
                teams: [{name: Web}, {name: web}]
                services: [{name: shop}, {name: SHOP}]
                monitors:
                  - {name: home, service: shop, kind: http, url: "http://shop.example/"}
                  - {name: Home, service: shop, kind: http, url: "http://shop.example/"}
                people: [{name: ana, email: ana@shop.example}, {name: Ana, email: anna@shop.example}]
                pages:
                  - {name: Shop, slug: shop, components: [{name: Till}, {name: till}]}
                  - {name: shop, slug: other}
                """))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("candor.yaml:1: teams[web].name: is taken by team Web"),
                        line -> assertThat(line).startsWith("candor.yaml:2: services[SHOP].name: is taken by"),
                        line -> assertThat(line).startsWith("candor.yaml:5: monitors[Home].name: is taken by"),
                        line -> assertThat(line).startsWith("candor.yaml:6: people[Ana].name: is taken by person ana"),
                        line -> assertThat(line).startsWith("candor.yaml:8: pages[Shop].components: two components"),
                        line -> assertThat(line).startsWith("candor.yaml:9: pages[shop].name: is taken by page Shop"));
    }

    @Test
    void the_same_name_of_two_kinds_and_keys_that_are_secrets_are_told_apart_to_the_letter() {
        assertThat(problems("""
                teams: [{name: shop}]
                services:
                  - {name: Shop, intake-keys: [0123456789abcdef]}
                  - {name: depot, intake-keys: [0123456789ABCDEF]}
                """)).isEmpty();
        assertThat(problems("teams: [{name: web}, {name: web}]"))
                .singleElement()
                .asString()
                .contains("the name `web` stands already at");
    }

    @Test
    void dots_left_by_an_export_are_one_mistake_at_their_line_and_hide_no_other() {
        assertThat(problems("""
                services:
                  - name: shop
                    intake-keys: ["••••••"]
                  - {name: depot, intake-keys: ["••••••"]}
                monitors:
                  - name: home
                    service: shop
                    kind: http
                    url: http://shop.example/
                    proxy: http://ana:••••••@proxy.example:3128
                    headers: {X-Api-Key: "••••••"}
                    every: 5 apples
                  - name: till
                    service: shop
                    kind: http
                    url: https://shop.example/
                    auth:
                      bearer: {token: "••••••"}
                """))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("candor.yaml:18: monitors[till].auth.bearer.token: holds"),
                        line -> assertThat(line).startsWith("candor.yaml:3: services[shop].intake-keys: holds dots"),
                        line -> assertThat(line).startsWith("candor.yaml:4: services[depot].intake-keys: holds dots"),
                        line -> assertThat(line).startsWith("candor.yaml:10: monitors[home].proxy: holds dots"),
                        line -> assertThat(line).startsWith("candor.yaml:12: monitors[home].every: "));
    }

    @Test
    void a_thousand_monitors_that_refer_to_a_thousand_services_are_checked() {
        var yaml = new StringBuilder("services:\n");
        for (int i = 0; i < 1000; i++) {
            yaml.append("  - {name: s").append(i).append("}\n");
        }
        yaml.append("monitors:\n");
        for (int i = 0; i < 1000; i++) {
            yaml.append("  - {name: m").append(i).append(", kind: http, url: 'http://a.example/', service: s");
            yaml.append(i == 500 ? "nowhere" : String.valueOf(i)).append("}\n");
        }
        assertThat(problems(yaml.toString()))
                .singleElement()
                .asString()
                .contains("`snowhere` is not among the services");
    }
}
