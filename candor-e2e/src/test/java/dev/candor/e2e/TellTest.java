package dev.candor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.rometools.rome.io.SyndFeedInput;
import dev.candor.base.json.Json;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What dora the customer hears: on the page, in feeds, by mail; and what she does not hear.
class TellTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LINK =
            Pattern.compile("(?:Details|Yes, send me these mails|Choose a new password): (\\S+)");
    private static final String CONFIGURATION = """
            services:
              - {name: shop, intake-keys: [shop-intake-key]}
              - {name: depot, intake-keys: [depot-intake-key]}
              - {name: letters, intake-keys: [letters-intake-key]}
            pages:
              - name: Lamp Works
                slug: lamps
                publish: review
                components:
                  - {name: Shop window, services: [shop]}
                  - {name: Depot gates, services: [depot]}
                  - {name: Letters out, services: [letters]}
            """;

    @TempDir
    static Path data;

    private static GreenMail mails;
    private static CandorProcess candor;

    @BeforeAll
    static void start() throws Exception {
        mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        Path config = Files.writeString(data.resolve("candor.yaml"), CONFIGURATION);
        candor = new CandorProcess(
                data,
                Map.of(
                        "CANDOR_SMTP_HOST", "127.0.0.1",
                        "CANDOR_SMTP_PORT", Integer.toString(mails.getSmtp().getPort()),
                        "CANDOR_SMTP_FROM", "status@lamps.example",
                        "CANDOR_SMTP_ENCRYPTION", "none"),
                "--config",
                config.toString());
        candor.awaitStart();
    }

    @AfterAll
    static void end() throws Exception {
        try {
            candor.close();
        } finally {
            mails.stop();
        }
    }

    @Test
    void an_incident_is_public_only_in_the_words_somebody_published_and_hostile_ones_stay_words() throws Exception {
        long number = incident("shop", "db-7.internal refuses us");
        assertThat(api("incidents.json")).isEmpty();
        assertThat(page("/")).doesNotContain("db-7.internal");
        assertThat(candor.get("/api/incidents/" + number)).containsEntry("visibility", "internal");

        String title = "Prices </title><script>alert('t')</script> & odd";
        String body = "We see <script>alert('b')</script> and [more](javascript:alert(1)) ]]> \"soon\".";
        publish(number, title, "identified", body);
        Poll.until("the update is public", PATIENCE, () -> api("incidents.json").size() == 1);
        assertThat(api("incidents.json").getFirst())
                .containsEntry("name", title)
                .containsEntry("status", "identified");
        assertThat(api("summary.json")).hasSize(1);
        Poll.until("the page shows it", PATIENCE, () -> page("/").contains("Prices "));
        var story = api("incidents.json").getFirst();
        for (String html : List.of(page("/"), page("/incidents/" + story.get("id")), page("/history"))) {
            assertThat(html).doesNotContain("db-7.internal");
            assertThat(html).doesNotContain("<script>alert").doesNotContain("href=\"javascript:");
        }
        assertThat(page("/incidents/" + story.get("id"))).contains("&lt;script&gt;alert");
        for (String feed : List.of("/history.atom", "/history.rss", "/updates.atom")) {
            var parsed = new SyndFeedInput().build(new StringReader(page(feed)));
            var entry = parsed.getEntries().stream()
                    .filter(found -> found.getTitle().contains(title))
                    .findFirst();
            assertThat(entry).as(feed).isPresent();
            String words = entry.get().getContents().isEmpty()
                    ? entry.get().getDescription().getValue()
                    : entry.get().getContents().getFirst().getValue();
            assertThat(words).as(feed).contains("&lt;script&gt;").doesNotContain("<script>", "href=\"javascript:");
        }
        assertThat(page("/feed.json")).contains("Prices");
    }

    @Test
    void a_reader_gets_mails_only_between_confirming_and_ending() throws Exception {
        subscribe("dora@reader.example");
        subscribe("elif@reader.example");
        Poll.until(
                "two confirm mails",
                PATIENCE,
                () -> to("dora").size() == 1 && to("elif").size() == 1);
        URI confirm = link(to("dora").getFirst());
        for (int i = 0; i < 5; i++) {
            assertThat(get(confirm).statusCode()).isEqualTo(200);
        }
        assertThat(post(link(to("elif").getFirst()), "").statusCode()).isEqualTo(200);

        long number = incident("letters", "spool-3 is full");
        publish(number, "Letters wait", "investigating", "Letters wait an hour.");
        Poll.until("elif is told", PATIENCE, () -> to("elif").size() == 2);
        assertThat(to("dora")).as("looking at the link does not confirm").hasSize(1);

        assertThat(post(confirm, "").statusCode()).isEqualTo(200);
        assertThat(post(confirm, "")).as("pressed again").satisfies(again -> {
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.body()).contains("You are subscribed");
        });
        publish(number, "Letters wait", "identified", "A full disk was the cause.");
        Poll.until(
                "both are told",
                PATIENCE,
                () -> to("dora").size() == 2 && to("elif").size() == 3);
        MimeMessage update = to("dora").getLast();
        assertThat(update.getSubject()).contains("Lamp Works", "Letters wait");
        assertThat(String.valueOf(update.getContent()))
                .contains("A full disk was the cause.")
                .doesNotContain("spool-3");
        assertThat(update.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        String header = update.getHeader("List-Unsubscribe", null).replaceAll("\\s", "");
        URI stop = URI.create(header.substring(1, header.length() - 1));
        for (int i = 0; i < 50; i++) {
            assertThat(get(stop).statusCode()).isEqualTo(200);
        }
        publish(number, "Letters wait", "monitoring", "Letters leave again.");
        Poll.until(
                "both are still told",
                PATIENCE,
                () -> to("dora").size() == 3 && to("elif").size() == 4);

        assertThat(post(stop, "List-Unsubscribe=One-Click").statusCode()).isEqualTo(200);
        assertThat(post(confirm, "").statusCode())
                .as("an old link brings nobody back")
                .isEqualTo(410);
        publish(number, "Letters wait", "resolved", "All letters have left.");
        Poll.until("elif is told of the end", PATIENCE, () -> to("elif").size() == 5);
        assertThat(to("dora")).hasSize(3);
    }

    @Test
    void planned_work_shows_on_the_page_and_mutes_the_alerts_of_its_services() throws Exception {
        String code = component("Depot gates");
        Instant from = Instant.now().plusSeconds(3600);
        var planned = candor.send(
                "POST",
                "/api/maintenances",
                Json.write(Json.object(
                        "page", "lamps",
                        "name", "New hinges",
                        "services", List.of("depot"),
                        "components", List.of(code),
                        "scheduled_for", from.toString(),
                        "scheduled_until", from.plusSeconds(3600).toString())));
        assertThat(planned.statusCode()).as(planned.body()).isEqualTo(201);
        var maintenance = Json.parseObject(planned.body().getBytes(StandardCharsets.UTF_8));
        Poll.until("the plan is public", PATIENCE, () -> page("/").contains("New hinges"));
        assertThat(candor.send("POST", "/api/maintenances/" + maintenance.get("id") + "/start", "{}")
                        .statusCode())
                .isEqualTo(200);
        Poll.until("it shows", PATIENCE, () -> status("Depot gates").equals("under_maintenance"));
        raise("depot", "a gate is off its hinges");
        Poll.until("an alert", PATIENCE, () -> alert("a gate is off its hinges").isPresent());
        assertThat(String.valueOf(
                        alert("a gate is off its hinges").orElseThrow().get("muted")))
                .startsWith("maintenance ");
        assertThat(candor.send("POST", "/api/maintenances/" + maintenance.get("id") + "/complete", "{}")
                        .statusCode())
                .isEqualTo(200);
        Poll.until("it is over", PATIENCE, () -> !status("Depot gates").equals("under_maintenance"));
    }

    @Test
    void history_brought_along_as_text_appears_once() throws Exception {
        Path text = Files.writeString(data.resolve("old.txt"), """
                Lanterns were dim
                Incident Report for Lamp Works
                Resolved
                All lanterns shine again.
                Posted Mar 02, 2026 - 14:07 UTC
                Investigating
                Lanterns are <b>dim</b> since noon.
                Posted Mar 02, 2026 - 12:58 UTC
                This incident affected: Shop window.
                """);
        var environment = Map.of("CANDOR_TOKEN", CandorProcess.TOKEN, "CANDOR_SERVER", candor.console());
        var first = CommandLine.run(environment, "import", "text", text.toString(), "--page", "lamps");
        assertThat(first.exit()).as(first.said()).isZero();
        assertThat(first.said()).contains("1 incidents are new");
        Poll.until(
                "the past is public", PATIENCE, () -> page("/history/2026-03").contains("Lanterns were dim"));
        String before = page("/history/2026-03");
        var second = CommandLine.run(environment, "import", "text", text.toString(), "--page", "lamps");
        assertThat(second.said()).contains("0 incidents are new");
        assertThat(page("/history/2026-03").split("Lanterns were dim", -1))
                .hasSameSizeAs(before.split("Lanterns were dim", -1));
        var feed = new SyndFeedInput().build(new StringReader(page("/history.atom")));
        assertThat(feed.getEntries().stream().filter(entry -> entry.getTitle().equals("Lanterns were dim")))
                .hasSize(1);
        assertThat(page("/history/2026-03")).doesNotContain("<b>dim");
    }

    private static void raise(String service, String summary) throws Exception {
        var answer =
                candor.send("POST", "/in/" + service + "-intake-key/json", Json.write(Json.object("summary", summary)));
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    /// Raises an alert and gives the number of the incident it made.
    private static long incident(String service, String summary) throws Exception {
        raise(service, summary);
        var found = new ArrayList<Long>();
        Poll.until("an incident", PATIENCE, () -> {
            for (var incident : objects(candor.get("/api/incidents?limit=50"), "items")) {
                if (service.equals(incident.get("service")) && incident.get("number") instanceof Number number) {
                    found.add(number.longValue());
                }
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private static Optional<Map<String, Object>> alert(String summary) throws Exception {
        return objects(candor.get("/api/alerts?limit=50"), "items").stream()
                .filter(alert -> summary.equals(alert.get("summary")))
                .findFirst();
    }

    private static void publish(long number, String title, String phase, String body) throws Exception {
        var answer = candor.send(
                "POST",
                "/api/incidents/" + number + "/updates",
                Json.write(Json.object("page", "lamps", "title", title, "phase", phase, "body", body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /// The open incidents of a file of the API v2.
    private static List<Map<String, Object>> api(String file) throws Exception {
        return objects(Json.parseObject(page("/api/v2/" + file).getBytes(StandardCharsets.UTF_8)), "incidents").stream()
                .filter(incident -> String.valueOf(incident.get("name")).startsWith("Prices"))
                .toList();
    }

    private static Map<String, Object> shown(String component) throws Exception {
        var components = Json.parseObject(page("/api/v2/components.json").getBytes(StandardCharsets.UTF_8));
        return objects(components, "components").stream()
                .filter(found -> component.equals(found.get("name")))
                .findFirst()
                .orElseThrow();
    }

    private static String status(String component) throws Exception {
        return String.valueOf(shown(component).get("status"));
    }

    private static String component(String name) throws Exception {
        return String.valueOf(shown(name).get("id"));
    }

    private static List<Map<String, Object>> objects(Map<?, ?> in, String key) {
        var objects = new ArrayList<Map<String, Object>>();
        if (in.get(key) instanceof List<?> list) {
            for (Object item : list) {
                var copy = new HashMap<String, Object>();
                if (item instanceof Map<?, ?> map) {
                    map.forEach((name, value) -> copy.put(String.valueOf(name), value));
                }
                objects.add(copy);
            }
        }
        return objects;
    }

    private static void subscribe(String address) throws Exception {
        var answer = post(
                URI.create(candor.pages() + "/lamps/subscribe"),
                "email=" + URLEncoder.encode(address, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /// The mails to a reader, oldest first.
    private static List<MimeMessage> to(String reader) throws Exception {
        var found = new ArrayList<MimeMessage>();
        for (MimeMessage mail : mails.getReceivedMessages()) {
            if (mail.getRecipients(Message.RecipientType.TO)[0].toString().startsWith(reader + "@")) {
                found.add(mail);
            }
        }
        return found;
    }

    private static URI link(MimeMessage mail) throws Exception {
        var link = LINK.matcher(String.valueOf(mail.getContent()));
        assertThat(link.find()).isTrue();
        return URI.create(link.group(1));
    }

    private static String page(String path) throws Exception {
        return get(URI.create(candor.pages() + "/lamps" + path)).body();
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri));
    }

    private static HttpResponse<String> post(URI uri, String form) throws Exception {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            return client.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
