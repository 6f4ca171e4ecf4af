package dev.candor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What omar the operator does at three in the morning, with the commands themselves.
class OperationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> NOTHING = Map.of();
    private static final String SHOP = """
            people:
              - {name: ana, email: ana@shop.example, role: admin, contact: [{email: ana@shop.example}]}
            escalation-policies:
              - {name: web, steps: [{notify: [{person: ana}], then-after: 12h}]}
            services:
              - {name: shop, escalation-policy: web, intake-keys: [shop-intake-key]}
            pages:
              - {name: Shop, slug: shop, components: [{name: Shop window, services: [shop]}]}
            """;

    @TempDir
    Path folder;

    @Test
    void a_token_and_a_password_made_on_the_data_folder_let_people_in() throws Exception {
        try (var candor = server("data")) {
            var password = CommandLine.run(NOTHING, "user", "password", "ana", "--data", path("data"));
            assertThat(password.exit()).as(password.said()).isZero();
            String word = password.said().strip().replaceAll("(?s).*ana / ", "");
            assertThat(signIn(candor, "ana", word)).isEqualTo(303);
            assertThat(signIn(candor, "ana", word + "x")).isEqualTo(401);
            assertThat(CommandLine.run(NOTHING, "user", "password", "nobody", "--data", path("data"))
                            .exit())
                    .isEqualTo(1);

            assertThat(candor.terminate()).isIn(0, 143);
            var token = CommandLine.run(
                    NOTHING, "token", "create", "--name", "deploys", "--role", "viewer", "--data", path("data"));
            assertThat(token.exit()).as(token.said()).isZero();
            assertThat(CommandLine.run(
                                    NOTHING,
                                    "token",
                                    "create",
                                    "--name",
                                    "deploys",
                                    "--role",
                                    "viewer",
                                    "--data",
                                    path("data"))
                            .exit())
                    .isEqualTo(1);
            candor.restart();
            String bearer = token.said().strip();
            assertThat(asked(candor, "GET", "/api/alerts", bearer)).isEqualTo(200);
            assertThat(asked(candor, "POST", "/api/alerts", bearer)).isEqualTo(403);
        }
    }

    /// The judge is a validator nobody here wrote.
    @Test
    void the_description_of_the_api_is_sound() throws Exception {
        Path clients = Path.of(System.getProperty("candor.root"), "candor-e2e", "clients");
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isDirectory(clients.resolve("node_modules")), "LEFT OUT: candor-e2e/clients is not installed");
        try (var candor = server("described")) {
            Process node = new ProcessBuilder("node", "openapi-check.mjs", candor.console() + "/api/openapi.json")
                    .directory(clients.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(node.waitFor()).as(said).isZero();
            assertThat(said).contains("\"valid\":true", "\"errors\":[]").doesNotContain("\"paths\":0");
        }
    }

    @Test
    void a_backup_taken_under_load_gives_the_same_world_back_and_a_damaged_one_is_refused() throws Exception {
        Set<String> before = ConcurrentHashMap.newKeySet();
        try (var candor = server("data")) {
            for (int i = 0; i < 20; i++) {
                raise(candor, "early " + i);
                before.add("early " + i);
            }
            Poll.until("twenty alerts", PATIENCE, () -> alerts(candor).containsAll(before));
            var stop = new AtomicBoolean();
            Thread load = Thread.ofVirtual().start(() -> {
                for (int i = 0; !stop.get(); i++) {
                    try {
                        raise(candor, "late " + i);
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                }
            });
            var backup = CommandLine.run(NOTHING, "backup", path("candor.zip"), "--data", path("data"));
            stop.set(true);
            load.join();
            assertThat(backup.exit()).as(backup.said()).isZero();
            assertThat(CommandLine.run(NOTHING, "backup", path("candor.zip"), "--data", path("data"))
                            .exit())
                    .isEqualTo(2);
        }
        var restore = CommandLine.run(NOTHING, "restore", path("candor.zip"), "--data", path("new"));
        assertThat(restore.exit()).as(restore.said()).isZero();
        var again = CommandLine.run(NOTHING, "restore", path("candor.zip"), "--data", path("new"));
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.said()).contains("holds a ledger already");
        try (var restored = server("new")) {
            assertThat(alerts(restored)).containsAll(before);
            assertThat(restored.get("/api/services").toString()).contains("shop");
            assertThat(restored.get("/api/people").toString()).contains("ana@shop.example");
            Poll.until("the page", PATIENCE, () -> page(restored).contains("Shop window"));
        }
        damagedOnesAreRefused();
    }

    private void damagedOnesAreRefused() throws Exception {
        byte[] whole = Files.readAllBytes(folder.resolve("candor.zip"));
        byte[] flipped = whole.clone();
        flipped[whole.length / 3] ^= 4;
        refused("one byte flipped", flipped);
        refused("cut in half", Arrays.copyOf(whole, whole.length / 2));
        refused("no zip", "these are my holiday notes".getBytes(StandardCharsets.UTF_8));
        assertThat(CommandLine.run(NOTHING, "restore", path("no.zip"), "--data", path("never"))
                        .exit())
                .isEqualTo(2);
    }

    private void refused(String how, byte[] bytes) throws Exception {
        Path file = Files.write(folder.resolve("damaged.zip"), bytes);
        var ended = CommandLine.run(NOTHING, "restore", file.toString(), "--data", path("never"));
        assertThat(ended.exit()).as(how + ": " + ended.said()).isEqualTo(1);
        assertThat(ended.said()).as(how).containsAnyOf("is damaged", "is no whole backup");
        assertThat(ended.said()).as(how).doesNotContain("Exception");
        assertThat(folder.resolve("never").resolve("ledger.db")).doesNotExist();
    }

    private static Map<String, String> mail(int port) {
        return Map.of(
                "CANDOR_SMTP_HOST", "127.0.0.1",
                "CANDOR_SMTP_PORT", Integer.toString(port),
                "CANDOR_SMTP_FROM", "candor@shop.example",
                "CANDOR_SMTP_ENCRYPTION", "none");
    }

    @Test
    void doctor_and_check_say_by_their_exit_codes_whether_all_is_well() throws Exception {
        server("data").close();
        var mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            mailServer.start();
            var well = CommandLine.run(mail(mailServer.getSmtp().getPort()), "doctor", "--data", path("data"));
            assertThat(well.exit()).as(well.said()).isZero();
            // A port that is open is no mail server.
            var ill = CommandLine.run(mail(silent.getLocalPort()), "doctor", "--data", path("data"));
            assertThat(ill.exit()).isEqualTo(1);
            assertThat(ill.said()).contains("!!  smtp").contains("cannot take a mail");
        } finally {
            mailServer.stop();
        }
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), """
                services:
                  - name: shop
                    escalation-policy: nights
                    colour: red
                """);
        var check = CommandLine.run(NOTHING, "check", wrong.toString());
        assertThat(check.exit()).isEqualTo(2);
        assertThat(check.said()).contains("wrong.yaml:3", "wrong.yaml:4", "nights", "colour");
        Path right = Files.writeString(folder.resolve("right.yaml"), SHOP);
        assertThat(CommandLine.run(NOTHING, "check", right.toString()).exit()).isZero();
    }

    @Test
    void configuration_is_planned_applied_once_and_exported() throws Exception {
        Path shop = Files.writeString(folder.resolve("shop.yaml"), SHOP + """
                teams: [{name: web}]
                channels:
                  - {name: hook, kind: webhook, url: "https://hook.example/", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw}
                """);
        Path wrong = Files.writeString(
                folder.resolve("wrong.yaml"),
                "teams: [{name: fine}]\nservices: [{name: x, escalation-policy: none}]\n");
        String away;
        try (var candor = server("data")) {
            var environment = Map.of("CANDOR_TOKEN", CandorProcess.TOKEN, "CANDOR_SERVER", candor.console());
            away = candor.console();
            var plan = CommandLine.run(environment, "plan", shop.toString());
            assertThat(plan.exit()).as(plan.said()).isZero();
            assertThat(plan.said()).contains("teams[web]");
            assertThat(candor.send("GET", "/api/teams/web", "").statusCode()).isEqualTo(404);
            assertThat(CommandLine.run(environment, "apply", shop.toString()).said())
                    .contains("teams[web]");
            assertThat(candor.send("GET", "/api/teams/web", "").statusCode()).isEqualTo(200);
            var second = CommandLine.run(environment, "apply", shop.toString());
            assertThat(second.exit()).isZero();
            assertThat(second.said()).isEqualTo("Nothing to change.\n");
            var refused = CommandLine.run(environment, "apply", wrong.toString());
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.said()).contains("wrong.yaml:2");
            assertThat(candor.send("GET", "/api/teams/fine", "").statusCode()).isEqualTo(404);
            assertThat(candor.send("GET", "/api/teams/web", "").statusCode()).isEqualTo(200);
            var export = CommandLine.run(environment, "export");
            assertThat(export.exit()).as(export.said()).isZero();
            assertThat(export.said()).contains("ana@shop.example").doesNotContain("whsec_");
        }
        var gone = CommandLine.run(Map.of("CANDOR_SERVER", away), "plan", shop.toString());
        assertThat(gone.exit()).as(gone.said()).isEqualTo(3);
        assertThat(gone.said()).contains("not reachable");
    }

    @Test
    void a_second_server_is_refused_and_a_terminated_one_comes_back_with_everything() throws Exception {
        try (var candor = server("data")) {
            var second = CommandLine.run(
                    NOTHING,
                    "serve",
                    "--data",
                    path("data"),
                    "--listen",
                    "127.0.0.1:0",
                    "--page-listen",
                    "127.0.0.1:0");
            assertThat(second.exit()).as(second.said()).isEqualTo(2);
            assertThat(second.said()).contains("another Candor uses the data folder");
            for (int i = 0; i < 30; i++) {
                raise(candor, "before the end " + i);
            }
            assertThat(candor.terminate()).isIn(0, 143);
            candor.restart();
            Poll.until("thirty alerts", PATIENCE, () -> alerts(candor).size() == 30);
            Poll.until("the page", PATIENCE, () -> page(candor).contains("Shop window"));
            assertThat(candor.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void a_settings_file_is_refused_with_every_mistake_in_it() throws Exception {
        Path settings = Files.writeString(folder.resolve("settings.yaml"), """
                listen: nowhere
                retention: {results: soon}
                database-url: mysql://db.example/candor
                smtp: {host: mail.example, encryption: rot13}
                lisen: 127.0.0.1:0
                """);
        var ended = CommandLine.run(NOTHING, "serve", "--data", path("data"), "--settings", settings.toString());
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.said())
                .contains("settings.yaml:1", "settings.yaml:2", "settings.yaml:3", "settings.yaml:4", "lisen", "from");
        Files.writeString(settings, "listen: [127.0.0.1:0\n  : }{");
        var broken = CommandLine.run(NOTHING, "serve", "--data", path("data"), "--settings", settings.toString());
        assertThat(broken.exit()).as(broken.said()).isEqualTo(2);
        assertThat(broken.said()).contains("settings.yaml").doesNotContain("Exception");
    }

    private CandorProcess server(String name) throws Exception {
        Path config = Files.writeString(folder.resolve("candor.yaml"), SHOP);
        return new CandorProcess(Files.createDirectories(folder.resolve(name)), NOTHING, "--config", config.toString())
                .awaitStart();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static void raise(CandorProcess candor, String summary) throws Exception {
        var answer = candor.send("POST", "/in/shop-intake-key/json", "{\"summary\":\"" + summary + "\"}");
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    private static Set<String> alerts(CandorProcess candor) throws Exception {
        var summaries = new TreeSet<String>();
        Object cursor = "";
        while (cursor != null) {
            var list = candor.get("/api/alerts?limit=200" + (cursor.equals("") ? "" : "&cursor=" + cursor));
            if (list.get("items") instanceof List<?> items) {
                items.forEach(item -> summaries.add(
                        item instanceof Map<?, ?> alert ? String.valueOf(alert.get("summary")) : "no alert"));
            }
            cursor = list.get("next");
        }
        return summaries;
    }

    private static String page(CandorProcess candor) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(candor.pages() + "/shop/")))
                .body();
    }

    private static int asked(CandorProcess candor, String method, String path, String bearer) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(candor.console() + path))
                        .header("Authorization", "Bearer " + bearer)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(method.equals("GET") ? "" : "{}")))
                .statusCode();
    }

    private static int signIn(CandorProcess candor, String name, String password) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(candor.console() + "/login"))
                        .header("Origin", candor.console())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "name=" + name + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8))))
                .statusCode();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
