package dev.candor.app;

import static dev.candor.testing.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.cli.say.Say;
import dev.candor.page.PageModel;
import dev.candor.page.kit.Kit;
import dev.candor.page.kit.Wish;
import dev.candor.platform.auth.Role;
import dev.candor.testing.ExpectedErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Candor that goes away, people who speak without it, and its return.
class SpokenByHandTest {
    private static final String SHOP = """
            services: [{name: shop}]
            pages:
              - name: Lamp Works
                slug: lamps
                components: [{name: Website, services: [shop]}, {name: Letters}]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Map<String, String> environment = Map.of("CANDOR_KIT_PASSPHRASE", "correct lamp oil staple");

    private Path data() {
        return folder.resolve("data");
    }

    private Settings settings() {
        return Settings.load(Optional.empty(), Map.of("data", data().toString()), Map.of())
                .settings();
    }

    private Say say() {
        out.reset();
        err.reset();
        return new Say(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static Wish wish(String text, String... components) {
        return new Wish(Optional.empty(), Optional.empty(), Optional.empty(), List.of(components), text, "ana");
    }

    private static Wish resolved(String text) {
        return new Wish(Optional.empty(), Optional.empty(), Optional.of("resolved"), List.of(), text, "ana");
    }

    private int fromData(Wish wish) {
        return say().fromData(settings(), Optional.empty(), List.of(), wish, false);
    }

    /// A server that ran once and was stopped.
    private void ranOnce() {
        try (var served = new Served(data(), Role.ADMIN)) {
            served.configure(SHOP);
            until("the page is shown", () -> shown(served).isPresent());
        }
    }

    private static Optional<PageModel> shown(Served served) {
        return served.candor()
                .tell()
                .pages()
                .model("lamps", served.candor().platform().clock().instant());
    }

    private Kit kit() {
        return ((Kit.Read.Whole) KeptKits.in(settings()).read("lamps")).kit();
    }

    private String visible() throws IOException {
        return Files.readString(data().resolve("pages/lamps/current/index.html"));
    }

    private List<String> everything() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !file.toString().endsWith("lock"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_word_goes_out_without_a_server_and_is_in_its_incidents_when_it_is_back() throws Exception {
        ranOnce();
        assertThat(Files.getPosixFilePermissions(data().resolve("pages/lamps/kit")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(fromData(wish("The **power** is out.", "Website=major_outage")))
                .isZero();
        assertThat(printed())
                .contains("Website is down")
                .contains("Investigating: The **power** is out.")
                .contains("1 component: unknown, as nobody looks now");
        assertThat(visible()).contains("The <strong>power</strong> is out.").contains("Website is down");
        assertThat(fromData(wish("A fuse."))).isZero();
        long byHand = kit().model().sequence();
        assertThat(kit().words()).hasSize(2);
        for (int start = 0; start < 2; start++) {
            try (var served = new Served(data(), start == 0 ? Role.ADMIN : Role.VIEWER, "start-" + start)) {
                PageModel page = shown(served).orElseThrow();
                assertThat(page.openIncidents()).hasSize(1);
                assertThat(page.openIncidents().getFirst().updates()).hasSize(2);
                assertThat(page.sequence()).isGreaterThan(byHand);
                assertThat(served.candor().pageServer().shown().getFirst().sequence())
                        .isGreaterThan(byHand);
                assertThat(kit().words()).isEmpty();
            }
        }
        assertThat(visible()).contains("A fuse.");
    }

    @Test
    void a_start_that_is_killed_before_it_forgets_the_words_takes_them_once() throws Exception {
        ranOnce();
        assertThat(fromData(wish("No light.", "Website=major_outage"))).isZero();
        Path file = data().resolve("pages/lamps/kit");
        Path before = Files.copy(file, folder.resolve("kit-before"));
        for (int start = 0; start < 2; start++) {
            try (var served = new Served(data(), Role.ADMIN, "start-" + start)) {
                PageModel page = shown(served).orElseThrow();
                assertThat(page.incidents()).hasSize(1);
                assertThat(page.incidents().getFirst().updates()).hasSize(1);
            }
            Files.copy(before, file, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(kit().words()).as("still there, as after a kill").hasSize(1);
        assertThat(fromData(resolved("Light."))).isZero();
        try (var served = new Served(data(), Role.ADMIN, "last")) {
            assertThat(shown(served).orElseThrow().incidents().getFirst().updates())
                    .hasSize(2);
        }
    }

    @Test
    void what_belongs_to_another_user_is_left_to_that_user() throws Exception {
        ranOnce();
        var users = folder.getFileSystem().getUserPrincipalLookupService();
        try {
            Files.setOwner(data(), users.lookupPrincipalByName("nobody"));
        } catch (IOException notRoot) {
            org.junit.jupiter.api.Assumptions.abort("this user may not give files away");
        }
        assertThat(fromData(wish("x"))).isEqualTo(2);
        assertThat(complained()).contains("belongs to nobody").contains("sudo -u nobody");
        assertThat(kit().words()).isEmpty();
    }

    @Test
    @ExpectedErrors("is kept aside")
    void words_that_cannot_be_read_stop_no_start_and_are_not_thrown_away() throws Exception {
        ranOnce();
        Path file = data().resolve("pages/lamps/kit");
        String sealed = Files.readString(file);
        Files.writeString(file, sealed.substring(0, sealed.length() - 8) + "AAAAAAA=");
        assertThat(fromData(wish("x"))).isEqualTo(2);
        assertThat(complained()).contains("was changed");
        try (var served = new Served(data(), Role.ADMIN, "again")) {
            assertThat(shown(served)).isPresent();
        }
        assertThat(Files.readString(data().resolve("pages/lamps/kit.aside"))).endsWith("AAAAAAA=");
        assertThat(fromData(wish("x"))).as("with the new one").isZero();
    }

    @Test
    void while_a_server_runs_its_folder_is_not_spoken_from() throws Exception {
        try (var served = new Served(data(), Role.ADMIN)) {
            served.configure(SHOP);
            until("a kit is kept", () -> KeptKits.in(settings()).slugs().contains("lamps"));
            assertThat(fromData(wish("The power is out."))).isEqualTo(2);
            assertThat(complained()).contains("A Candor runs on").contains("/api/incidents/NUMBER/updates");
            assertThat(say().fromData(settings(), Optional.empty(), List.of(), wish("Only a drill."), true))
                    .as("to look is allowed")
                    .isZero();
            assertThat(printed()).contains("Nothing was written");
        }
    }

    @Test
    void what_is_wrong_is_said_and_nothing_is_written() throws Exception {
        ranOnce();
        List<String> before = everything();
        assertThat(fromData(wish(""))).isEqualTo(2);
        assertThat(complained()).contains("no words");
        assertThat(fromData(wish("x", "Websit=major_outage"))).isEqualTo(2);
        assertThat(complained()).contains("did you mean `Website`?");
        assertThat(say().fromData(settings(), Optional.of("lamp"), List.of(), wish("x"), false))
                .isEqualTo(2);
        assertThat(complained()).contains("did you mean `lamps`?");
        assertThat(say().fromData(settings(), Optional.empty(), List.of(folder.resolve("nowhere")), wish("x"), false))
                .isEqualTo(2);
        assertThat(complained()).contains("There is no folder");
        assertThat(say().fromData(
                                settings(), Optional.empty(), List.of(data().resolve("pages/lamps")), wish("x"), false))
                .isEqualTo(2);
        assertThat(complained()).contains("is the folder of one page");
        assertThat(say().fromData(settings(), Optional.empty(), List.of(), wish("Only a drill."), true))
                .isZero();
        assertThat(everything()).isEqualTo(before);
        assertThat(kit().words()).isEmpty();
    }

    @Test
    void a_folder_with_somebody_elses_page_of_the_same_name_is_left_alone() throws Exception {
        ranOnce();
        Path other = folder.resolve("other");
        new dev.candor.page.SnapshotDirectory(other, (_, _) -> true)
                .write(Snapshots.of(dev.candor.page.SnapshotKey.generate(), "lamps", 3, "Other lamps"));
        assertThat(say().fromData(settings(), Optional.empty(), List.of(other), wish("x"), false))
                .isEqualTo(2);
        assertThat(complained()).contains("signed with another key");
        assertThat(kit().words()).isEmpty();
    }

    @Test
    void when_no_folder_takes_it_the_kit_is_as_before() throws Exception {
        ranOnce();
        Path kit = folder.resolve("lamps.kit");
        assertThat(say().export(settings(), Optional.empty(), kit)).isZero();
        Path web = Files.createDirectories(folder.resolve("web"));
        Files.writeString(web.resolve("lamps"), "a file where a folder should be");
        assertThat(say().fromKit(kit, Optional.empty(), List.of(web), wish("x"), false))
                .isEqualTo(2);
        assertThat(complained()).contains("Nothing could be written");
        assertThat(say().adopt(kit, Optional.empty(), settings())).isZero();
        assertThat(printed()).contains("Nothing was said");
        assertThat(say().fromData(settings(), Optional.empty(), List.of(web), wish("In one of two."), false))
                .as("said, but not everywhere")
                .isEqualTo(1);
        assertThat(printed()).contains("NOT in " + web);
        assertThat(visible()).contains("In one of two.");
    }

    @Test
    void of_two_at_once_one_speaks_and_the_other_says_so() throws Exception {
        ranOnce();
        Path web = Files.createDirectories(folder.resolve("web"));
        try (var busy = DataLock.tryTake(web.resolve(".say.lock")).orElseThrow()) {
            assertThat(busy).isNotNull();
            assertThat(say().fromData(settings(), Optional.empty(), List.of(web), wish("x"), false))
                    .isEqualTo(2);
            assertThat(complained()).contains("Another `candor say`");
        }
        assertThat(kit().words()).isEmpty();
    }

    @Test
    void a_kit_speaks_elsewhere_and_brings_its_words_back() throws Exception {
        ranOnce();
        Path kit = folder.resolve("lamps.kit");
        assertThat(say().export(settings(), Optional.empty(), kit)).isZero();
        assertThat(Files.getPosixFilePermissions(kit)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(say().export(settings(), Optional.empty(), kit)).isEqualTo(2);
        Path web = Files.createDirectories(folder.resolve("web"));
        assertThat(say().fromKit(kit, Optional.empty(), List.of(), wish("x"), false))
                .isEqualTo(2);
        assertThat(complained()).contains("--to");
        environment = Map.of("CANDOR_KIT_PASSPHRASE", "incorrect lamp oil");
        assertThat(say().fromKit(kit, Optional.empty(), List.of(web), wish("x"), false))
                .isEqualTo(2);
        assertThat(complained()).contains("passphrase is wrong");
        environment = Map.of();
        assertThat(say().fromKit(kit, Optional.empty(), List.of(web), wish("x"), false))
                .isEqualTo(2);
        assertThat(complained()).contains("CANDOR_KIT_PASSPHRASE");
        environment = Map.of("CANDOR_KIT_PASSPHRASE", "correct lamp oil staple");
        assertThat(say().fromKit(kit, Optional.of("other"), List.of(web), wish("x"), false))
                .isEqualTo(2);
        assertThat(say().fromKit(kit, Optional.empty(), List.of(web), wish("No light."), false))
                .isZero();
        assertThat(say().fromKit(kit, Optional.empty(), List.of(web), resolved("Light."), false))
                .isZero();
        assertThat(Files.readString(web.resolve("lamps/current/history.atom")))
                .contains("No light.")
                .contains("Light.");
        assertThat(say().adopt(kit, Optional.empty(), settings())).isZero();
        assertThat(say().adopt(kit, Optional.empty(), settings())).isZero();
        assertThat(printed()).contains("Nothing was said");
        try (var served = new Served(data(), Role.ADMIN, "back")) {
            assertThat(shown(served).orElseThrow().incidents())
                    .singleElement()
                    .satisfies(incident -> assertThat(incident.updates()).hasSize(2));
        }
    }

    /// Two kits of one moment, in two hands, and one folder that readers see.
    private record Laptops(Path anas, Path bens, Path web) {}

    private Laptops laptops() throws IOException {
        ranOnce();
        var two = new Laptops(
                folder.resolve("ana.kit"), folder.resolve("ben.kit"), Files.createDirectories(folder.resolve("web")));
        assertThat(say().export(settings(), Optional.empty(), two.anas())).isZero();
        assertThat(say().export(settings(), Optional.empty(), two.bens())).isZero();
        return two;
    }

    private int from(Path kit, Path to, Wish wish) {
        return say().fromKit(kit, Optional.empty(), List.of(to), wish, false);
    }

    private static String feed(Path web) throws IOException {
        return Files.readString(web.resolve("lamps/current/history.atom"));
    }

    @Test
    void a_kit_that_does_not_know_what_another_said_takes_no_word_of_it_away() throws Exception {
        Laptops two = laptops();
        assertThat(from(two.anas(), two.web(), wish("Ana: no light.", "Website=major_outage")))
                .isZero();
        List<String> before = everything();
        assertThat(from(two.bens(), two.web(), wish("Ben: a fuse.", "Website=partial_outage")))
                .isEqualTo(2);
        assertThat(complained())
                .contains("does not know")
                .contains("Problem with Website")
                .contains("Ana: no light.")
                .contains("--replace");
        assertThat(say().fromKit(two.bens(), Optional.empty(), List.of(two.web()), wish("Ben: a fuse."), true))
                .as("a look says so, too")
                .isEqualTo(2);
        assertThat(complained()).contains("Ana: no light.");
        assertThat(everything()).isEqualTo(before);
        assertThat(feed(two.web())).contains("Ana: no light.");
        assertThat(from(two.anas(), two.web(), wish("Ana: a fuse.")))
                .as("her own")
                .isZero();
        Wish home = wish("Cleo: we know.");
        assertThat(say().fromData(settings(), Optional.empty(), List.of(two.web()), home, false))
                .isEqualTo(2);
        assertThat(complained()).contains("Ana: a fuse.").contains("candor say --adopt FILE --data");
        assertThat(say().adopt(two.anas(), Optional.empty(), settings())).isZero();
        assertThat(say().fromData(settings(), Optional.empty(), List.of(two.web()), home, false))
                .as(this::complained)
                .isZero();
        assertThat(feed(two.web())).contains("Ana: no light.", "Ana: a fuse.", "Cleo: we know.");
    }

    @Test
    void whoever_replaces_what_the_kit_does_not_know_reads_what_that_is() throws Exception {
        Laptops two = laptops();
        assertThat(from(two.anas(), two.web(), wish("Ana: no light.", "Website=major_outage")))
                .isZero();
        assertThat(say().replacing()
                        .fromKit(two.bens(), Optional.empty(), List.of(two.web()), wish("Ben: a fuse."), false))
                .isZero();
        assertThat(printed()).contains("no longer read").contains("Ana: no light.");
        assertThat(feed(two.web())).contains("Ben: a fuse.").doesNotContain("Ana: no light.");
        assertThat(from(two.anas(), two.web(), wish("Ana: a fuse."))).isEqualTo(2);
        assertThat(complained()).contains("Ben: a fuse.").doesNotContain("Ana:");
    }

    @Test
    void a_page_that_is_only_newer_is_spoken_on_and_one_that_is_half_written_is_not() throws Exception {
        Laptops two = laptops();
        try (var served = new Served(data(), Role.ADMIN, "renewed")) {
            until("the page is shown", () -> shown(served).isPresent());
        }
        copy(data().resolve("pages/lamps"), two.web().resolve("lamps"));
        assertThat(from(two.anas(), two.web(), wish("Ana: no light."))).isZero();
        Path half = Files.createDirectories(two.web().resolve("lamps/999999999999"));
        assertThat(from(two.anas(), two.web(), wish("Ana: a fuse."))).isEqualTo(2);
        assertThat(complained()).contains("number 999999999999").contains("half written");
        Files.createDirectory(half.resolve("manifest.json"));
        assertThat(say().fromKit(two.anas(), Optional.empty(), List.of(two.web()), wish("Ana: a fuse."), true))
                .isEqualTo(2);
        Path other = Files.createDirectories(folder.resolve("other"));
        assertThat(say().fromKit(two.bens(), Optional.empty(), List.of(other, two.web()), wish("Ben: x"), false))
                .as("nowhere, when one of them is not to be")
                .isEqualTo(2);
        assertThat(other.resolve("lamps")).doesNotExist();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.filter(each -> !Files.isSymbolicLink(each)).toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }

    @Test
    void a_folder_named_in_other_letters_is_the_same_folder() throws Exception {
        ranOnce();
        Path link = Files.createSymbolicLink(folder.resolve("link"), data().resolve("pages"));
        Path dots = folder.resolve("data/../data/pages");
        assertThat(say().fromData(settings(), Optional.empty(), List.of(link, dots), wish("No light."), false))
                .as(this::complained)
                .isZero();
        Path kit = folder.resolve("lamps.kit");
        assertThat(say().export(settings(), Optional.empty(), kit)).isZero();
        assertThat(from(kit, link, wish("A fuse."))).isEqualTo(2);
        assertThat(complained()).contains("is kept by a Candor").contains("--data");
    }

    @Test
    void a_start_goes_on_above_what_was_said_into_its_page_directory_from_elsewhere() throws Exception {
        ranOnce();
        Path kit = folder.resolve("lamps.kit");
        assertThat(say().export(settings(), Optional.empty(), kit)).isZero();
        Path shared = Files.createDirectories(folder.resolve("shared"));
        assertThat(from(kit, shared, wish("No light."))).isZero();
        var directory = new dev.candor.page.SnapshotDirectory(shared, (_, _) -> true);
        long byHand = directory.newest("lamps").orElseThrow();
        try (var served = new Served(data(), Role.ADMIN, "back", Map.of("page-directory", shared.toString()))) {
            assertThat(shown(served).orElseThrow().sequence()).isGreaterThan(byHand);
            until("the word by hand is there", () -> directory.newest("lamps").orElseThrow() > byHand);
        }
    }

    private static String body(String word, String... replaced) {
        String text = """
                {"sequence": 5000, "words": [{"id": "01900000-0000-7000-8000-000000000001", "code": "wordwordword",
                 "incident": "handhandhand", "title": "No light", "phase": "investigating", "markdown": "No light.",
                 "components": {}, "at": "AT", "by": "ana"}]}
                """.replace("AT", word);
        for (int i = 0; i < replaced.length; i += 2) {
            text = text.replace(replaced[i], replaced[i + 1]);
        }
        return text;
    }

    @Test
    void every_mistake_in_words_that_are_sent_is_said_and_nothing_of_them_is_taken() throws Exception {
        try (var served = new Served(data(), Role.RESPONDER)) {
            served.configure(SHOP);
            until("a kit is kept", () -> KeptKits.in(settings()).slugs().contains("lamps"));
            String now = java.time.Instant.now()
                    .truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
                    .toString();
            var mistakes = new java.util.LinkedHashMap<String, String>();
            mistakes.put(body("1970-01-01T00:00:00Z"), "older than a year");
            mistakes.put(body("2099-01-01T00:00:00Z"), "from the future");
            mistakes.put(body("+1000000000-12-31T23:59:59Z"), "from the future");
            mistakes.put(body("-1000000000-01-01T00:00:00Z"), "older than a year");
            mistakes.put(body(now, "No light.", "No\\u0000 light."), "NUL");
            mistakes.put(body(now, "No light.", "No\\u0007 light."), "U+0007");
            mistakes.put(body(now, "No light.", "No\\ud800 light."), "U+D800");
            mistakes.put(body(now, "\"ana\"", "\"a\\nna\""), "U+000A");
            mistakes.put(body(now, "No light.", "x".repeat(25_001)), "25000");
            mistakes.put(body(now, "\"No light\"", "\"" + "x".repeat(256) + "\""), "255");
            mistakes.put(body(now, "01900000-0000-7000-8000-000000000001", "1-1-1-1-1"), "UUID");
            mistakes.put(body(now, "investigating", "postmortem"), "postmortem");
            mistakes.put(body(now, "\"components\": {}", "\"components\": {\"nope\": \"operational\"}"), "never had");
            for (var mistake : mistakes.entrySet()) {
                var answer = served.send("POST", "/api/pages/lamps/words", mistake.getKey());
                assertThat(answer.statusCode()).as(mistake.getKey()).isIn(400, 409);
                assertThat(Served.text(answer)).contains(mistake.getValue()).contains("\"title\"");
            }
            assertThat(shown(served).orElseThrow().incidents()).isEmpty();
            assertThat(shown(served).orElseThrow().sequence()).isLessThan(5_000);
            Served.json(served.send("POST", "/api/pages/lamps/words", body(now)), 200);
            String ahead =
                    java.time.Instant.parse(now).plus(Duration.ofHours(2)).toString();
            Served.json(
                    served.send(
                            "POST",
                            "/api/pages/lamps/words",
                            body(ahead, "wordwordword", "wordwordtwoo", "8000-000000000001", "8000-000000000002")),
                    200);
            assertThat(shown(served).orElseThrow().incidents().getFirst().updates())
                    .hasSize(2)
                    .allMatch(update -> update.postedAt()
                            .orElseThrow()
                            .isBefore(java.time.Instant.now().plusSeconds(1)));
        }
    }

    @Test
    void a_running_server_takes_the_words_of_a_kit_by_its_api() throws Exception {
        Path kit = folder.resolve("lamps.kit");
        Path web = Files.createDirectories(folder.resolve("web"));
        try (var served = new Served(data(), Role.RESPONDER)) {
            served.configure(SHOP);
            until("a kit is kept", () -> KeptKits.in(settings()).slugs().contains("lamps"));
            assertThat(say().export(settings(), Optional.of("lamps"), kit)).isZero();
            assertThat(say().fromKit(kit, Optional.empty(), List.of(web), wish("No light."), false))
                    .isZero();
            for (int words : List.of(1, 0)) {
                assertThat(say().adopt(kit, Optional.of(whole -> post(served, whole, 200)), settings()))
                        .isZero();
                assertThat(printed()).contains(words == 1 ? "One word taken over" : "Nothing was said");
            }
            until(
                    "the page is published",
                    () -> served.candor().pageServer().shown().stream()
                            .anyMatch(snapshot -> snapshot.files().stream()
                                    .anyMatch(file -> new String(file.identity(), StandardCharsets.UTF_8)
                                            .contains("No light."))));
            assertThat(Served.text(served.send("POST", "/api/pages/lamps/words", "{\"sequence\":-1,\"words\":[]}")))
                    .contains("'sequence'");
            assertThat(Served.text(served.send("POST", "/api/pages/lamps/words", "{\"sequence\":1,\"words\":[{}]}")))
                    .contains("body.words[0]");
            assertThat(served.send("POST", "/api/pages/lanterns/words", "{}").statusCode())
                    .isEqualTo(404);
        }
    }

    private static void post(Served served, Kit kit, int status) {
        try {
            Served.json(
                    served.send(
                            "POST",
                            "/api/pages/lamps/words",
                            dev.candor.base.json.Json.write(dev.candor.base.json.Json.object(
                                    "sequence",
                                    kit.model().sequence(),
                                    "words",
                                    dev.candor.page.kit.KitJson.words(kit.words())))),
                    status);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
