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
