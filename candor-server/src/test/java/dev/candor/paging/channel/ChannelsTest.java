package dev.candor.paging.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Team;
import dev.candor.catalog.apply.Applying;
import dev.candor.paging.channel.email.EmailSender;
import dev.candor.paging.channel.email.SmtpSettings;
import dev.candor.paging.channel.ntfy.NtfySender;
import dev.candor.paging.channel.webhook.StandardWebhooks;
import dev.candor.paging.channel.webhook.WebhookSender;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.secret.SecretBox;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Resolution;
import dev.candor.testing.MutableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The channels against real servers of their kind on loopback.
class ChannelsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");

    private record Received(String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    private final MutableClock clock = new MutableClock(NOW.toString());
    private final List<Received> received = new ArrayList<>();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private GuardedHttp guarded;

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    private volatile int answer = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(
                    new Received(exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
            byte[] reply = (exchange.getRequestURI().getPath().equals("/") ? ntfy(body) : "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(reply.length > 0 && reply[0] == '!' ? 400 : answer, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
        guarded = new GuardedHttp(
                SystemTime.wall(),
                SystemTime.elapsed(),
                (_, _, _) -> new Resolution.NoSuchName("no names here", true),
                AddressGuard.allowing(List.of("127.0.0.0/8:1024-65535")));
        ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        guarded.close();
        ledger.close();
    }

    private Catalogs channels(String yaml) {
        var catalogs = new Catalogs(
                ledger,
                new CatalogStore(
                        List.of(Team.KIND, Channel.KIND), new SecretBox(List.of(new byte[32]), Randomness.seeded(1))));
        var ids = new Ids(clock, Randomness.seeded(2));
        var outcome = new Applying(ledger, catalogs, new Audit(ids), ids, clock)
                .files(Map.of("c.yaml", yaml), Map.of(), false, "omar");
        assertThat(outcome.problems()).isEmpty();
        return catalogs;
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static Claim claim(String key, Object... payload) {
        return new Claim(
                new UUID(0, 1),
                key,
                Lane.PAGES,
                "any",
                "r",
                "alert/1",
                Json.object(payload),
                1,
                "t",
                NOW.plusSeconds(60),
                NOW.plus(Duration.ofDays(1)),
                NOW);
    }

    /// What ntfy's "publish as JSON" demands; an answer that begins with `!` is refused with 400.
    private static String ntfy(String body) {
        Map<String, ?> message = Json.parseObject(body.getBytes(StandardCharsets.UTF_8));
        boolean topic = message.get("topic") instanceof String name && name.matches("[-_A-Za-z0-9]{1,64}");
        boolean priority = message.get("priority") instanceof Long level && level >= 1 && level <= 5;
        boolean text =
                message.get("message") instanceof String words && words.getBytes(StandardCharsets.UTF_8).length <= 4096;
        boolean tags =
                message.get("tags") instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
        boolean actions = !message.containsKey("actions")
                || message.get("actions") instanceof List<?> list
                        && list.size() <= 3
                        && list.stream()
                                .allMatch(item -> item instanceof Map<?, ?> map
                                        && "view".equals(map.get("action"))
                                        && map.get("label") instanceof String
                                        && map.get("url") instanceof String);
        return topic && priority && text && tags && actions ? "{\"id\":\"x\",\"event\":\"message\"}" : "!" + body;
    }

    /// A call that must not be made twice: what is known of it after each way it can end.
    @Test
    void a_call_that_is_made_once_says_whether_it_can_have_arrived() throws Exception {
        var sending = new HttpSending(guarded);
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(sending.once(url("/x"), List.of(), body)).isEqualTo(new HttpSending.Called.Answered(200));
        answer = 503;
        assertThat(sending.once(url("/x"), List.of(), body)).isEqualTo(new HttpSending.Called.Answered(503));
        assertThat(received).hasSize(2);
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var ended = Thread.startVirtualThread(() -> {
                try (var line = silent.accept()) {
                    assertThat(line.getInputStream().read()).isEqualTo('P'); // takes it, and hangs up
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            });
            assertThat(sending.once("http://127.0.0.1:" + silent.getLocalPort() + "/x", List.of(), body))
                    .isInstanceOf(HttpSending.Called.Unknown.class);
            ended.join();
        }
        try (var reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // nobody listens, nor can
            assertThat(sending.once("http://127.0.0.1:" + reserved.getLocalPort() + "/x", List.of(), body))
                    .isInstanceOfSatisfying(
                            HttpSending.Called.NeverMade.class,
                            never -> assertThat(never.forGood()).isFalse());
        }
        for (String wrong : List.of("http://127.0.0.1:80/x", "http://10.0.0.1:8080/x", "not an address")) {
            assertThat(sending.once(wrong, List.of(), body))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            HttpSending.Called.NeverMade.class,
                            never -> assertThat(never.forGood()).isTrue());
        }
    }

    @Test
    void a_signature_is_the_one_the_specification_gives_as_its_example() {
        assertThat(StandardWebhooks.signature(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}"))
                .isEqualTo("v1,q6KMVIJHk4Gs770FfR5f591Ftx7uVJSGl5wHV1ri978=");
    }

    @Test
    void a_webhook_is_signed_over_exactly_what_arrives_with_the_same_id_on_a_repeat() {
        var catalogs = channels("channels: [{name: ops, kind: webhook, url: \"" + url("/hook")
                + "\", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw}]");
        var sender = new WebhookSender(new HttpSending(guarded), catalogs, clock);
        Claim claim =
                claim("page/1/0/channel/ops", "channel", "ops", "event", "triggered", "text", "checkout: 503 \u00fc");
        assertThat(sender.send(claim)).isInstanceOf(SendResult.Accepted.class);
        clock.pass(Duration.ofMinutes(1));
        assertThat(sender.send(claim)).isInstanceOf(SendResult.Accepted.class);
        for (Received request : received) {
            String id = request.header("Webhook-id");
            long at = Long.parseLong(request.header("Webhook-timestamp"));
            assertThat(id).isEqualTo("page/1/0/channel/ops");
            assertThat(request.headers().get("Webhook-signature"))
                    .containsExactly(StandardWebhooks.signature(
                            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw", id, at, request.body()));
            assertThat(request.body())
                    .contains("\"type\":\"alert.triggered\"", "checkout: 503 \u00fc")
                    .doesNotContain("\"channel\"");
        }
        assertThat(received.get(0).headers().get("Webhook-timestamp"))
                .isNotEqualTo(received.get(1).headers().get("Webhook-timestamp"));
    }

    @Test
    void a_name_with_any_letters_still_gets_its_webhook() {
        var sender = new WebhookSender(new HttpSending(guarded), channels("teams: []"), clock);
        assertThat(sender.send(
                        claim("page/1/0/person/\u0396\u03c9\u03ae/0", "address", url("/hook"), "event", "triggered")))
                .isInstanceOf(SendResult.Accepted.class);
        assertThat(received.getFirst().header("Webhook-id")).matches("msg_[0-9a-f]{40}");
    }

    @Test
    void an_answer_says_whose_move_it_is() {
        var sender = new WebhookSender(new HttpSending(guarded), channels("teams: []"), clock);
        Claim claim = claim("k", "address", url("/hook"), "event", "triggered");
        answer = 503;
        assertThat(sender.send(claim))
                .isEqualTo(
                        new SendResult.TryLater("the webhook answered 503", Optional.of(Duration.ofSeconds(7)), false));
        answer = 429;
        assertThat(sender.send(claim))
                .as("it is there")
                .isEqualTo(
                        new SendResult.TryLater("the webhook answered 429", Optional.of(Duration.ofSeconds(7)), true));
        for (int status : new int[] {302, 400, 401, 403, 410, 422}) {
            answer = status;
            assertThat(sender.send(claim)).as("%s", status).isInstanceOf(SendResult.NeverWorks.class);
        }
        assertThat(sender.send(claim("k", "address", "http://127.0.0.1:9/hook")))
                .isInstanceOfSatisfying(
                        SendResult.NeverWorks.class,
                        never -> assertThat(never.whatToDo()).contains("network.allow"));
        assertThat(sender.send(claim("k", "address", "not an address"))).isInstanceOf(SendResult.NeverWorks.class);
        assertThat(sender.send(claim("k", "channel", "gone"))).isInstanceOf(SendResult.NeverWorks.class);
    }

    @Test
    void ntfy_gets_a_message_it_understands_with_a_button() {
        var catalogs =
                channels("channels: [{name: push, kind: ntfy, url: \"" + url("/ops-topic") + "\", secret: tk_secret}]");
        var sender = new NtfySender(new HttpSending(guarded), catalogs);
        assertThat(sender.send(claim(
                        "k",
                        "channel",
                        "push",
                        "event",
                        "triggered",
                        "severity",
                        "critical",
                        "title",
                        "[critical] shop",
                        "text",
                        "503",
                        "link",
                        "http://console.example/alerts/1",
                        "acknowledge",
                        "http://console.example/a/t")))
                .isInstanceOf(SendResult.Accepted.class);
        Received request = received.getFirst();
        assertThat(request.path()).isEqualTo("/");
        assertThat(request.headers().get("Authorization")).containsExactly("Bearer tk_secret");
        assertThat(Json.parseObject(request.body().getBytes(StandardCharsets.UTF_8)))
                .containsEntry("topic", "ops-topic")
                .containsEntry("priority", 5L)
                .containsEntry("click", "http://console.example/a/t")
                .containsKey("actions");
        assertThat(sender.send(claim("k", "address", "https://ntfy.example")))
                .isInstanceOf(SendResult.NeverWorks.class);
        assertThat(sender.send(claim("k", "address", url("/bad%20topic"), "text", "x")))
                .isInstanceOf(SendResult.NeverWorks.class);
    }

    private static SmtpSettings smtp(int port, String user) {
        return new SmtpSettings("127.0.0.1", port, "none", user, "password", "Candor <candor@shop.example>");
    }

    @Test
    void a_mail_arrives_once_under_one_id_and_cannot_be_forged_by_its_words() throws Exception {
        var mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        try {
            var sender = new EmailSender(Optional.of(smtp(mails.getSmtp().getPort(), "")), clock);
            Claim claim = claim(
                    "page/1/0/person/\u0396\u03c9\u03ae/0",
                    "address",
                    "ana@shop.example",
                    "title",
                    "[critical] sh\u00fcp\r\nBcc: evil@shop.example",
                    "text",
                    "checkout answers 503 \ud83d\udd25",
                    "acknowledge",
                    "http://console.example/a/t",
                    "link",
                    "http://console.example/alerts/1");
            assertThat(sender.send(claim)).isInstanceOf(SendResult.Accepted.class);
            assertThat(sender.send(claim)).isInstanceOf(SendResult.Accepted.class);
            var arrived = mails.getReceivedMessages();
            assertThat(arrived).hasSize(2);
            assertThat(arrived[0].getHeader("Message-ID")).isEqualTo(arrived[1].getHeader("Message-ID"));
            assertThat(arrived[0].getSubject()).isEqualTo("[critical] sh\u00fcp Bcc: evil@shop.example");
            assertThat(arrived[0].getAllRecipients()).hasSize(1);
            assertThat(arrived[0].getContent().toString()).contains("\ud83d\udd25", "http://console.example/a/t");
            assertThat(arrived[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
        } finally {
            mails.stop();
        }
    }

    @Test
    void a_mail_that_cannot_go_says_why_and_whose_move_it_is() {
        assertThat(new EmailSender(Optional.empty(), clock).send(claim("k", "address", "ana@shop.example")))
                .isInstanceOf(SendResult.NeverWorks.class);
        var away = new EmailSender(Optional.of(smtp(9, "")), clock);
        assertThat(away.send(claim("k", "address", "ana@shop.example"))).isInstanceOf(SendResult.TryLater.class);
        assertThat(away.send(claim("k", "address", "no address at all"))).isInstanceOf(SendResult.NeverWorks.class);
        assertThat(smtp(9, "u").toString()).doesNotContain("password");
    }
}
