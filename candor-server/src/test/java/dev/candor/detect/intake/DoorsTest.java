package dev.candor.detect.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Service;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.detect.intake.json.JsonDoor;
import dev.candor.detect.intake.pagerduty.PagerDutyDoor;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.secret.SecretBox;
import dev.candor.platform.spool.Spool;
import dev.candor.testing.ExpectedErrors;
import dev.candor.testing.MutableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From a foreign body to a stored signal.
class DoorsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final MutableClock clock = new MutableClock("2026-11-22T03:00:00Z");
    private final SignalStore signals = new SignalStore();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    @SuppressWarnings("NullAway.Init")
    private Spool spool;

    @SuppressWarnings("NullAway.Init")
    private Intake intake;

    @BeforeEach
    void open() {
        ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
        var ids = new Ids(clock, Randomness.seeded(1));
        var catalogs = new Catalogs(
                ledger,
                new CatalogStore(List.of(Service.KIND), new SecretBox(List.of(new byte[32]), Randomness.seeded(1))));
        new Applying(ledger, catalogs, new Audit(ids), ids, clock)
                .files(
                        Map.of("c.yaml", "services: [{name: shop, intake-keys: [" + KEY + "]}]"),
                        Map.of(),
                        false,
                        "omar");
        spool = Spool.open(folder.resolve("spool"), () -> {});
        intake = new Intake(spool, ledger, signals, catalogs, ids, clock);
    }

    @AfterEach
    void close() {
        spool.close();
        ledger.close();
    }

    private static Answer call(Route route, Map<String, String> values, String body) {
        return route.endpoint()
                .answer(new Call(
                        route.method(),
                        route.path(),
                        values,
                        Map.of(),
                        Map.of(),
                        body.getBytes(StandardCharsets.UTF_8),
                        "192.0.2.1",
                        "http://c.example",
                        Principal.NOBODY));
    }

    private Answer json(String body) {
        return call(new JsonDoor(intake).routes().getFirst(), Map.of("key", KEY), body);
    }

    private Answer pagerDuty(String body) {
        return call(new PagerDutyDoor(intake, Randomness.seeded(3)).routes().getFirst(), Map.of(), body);
    }

    private List<Signal> drained() {
        while (intake.tick(clock.instant()).isPresent()) {
            assertThat(spool.next(1)).isNotNull();
        }
        return ledger.read(tx -> signals.pending(tx, 100));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void our_own_door_takes_a_line_and_needs_nothing_but_a_summary() {
        Answer answer = json("{\"summary\": \"checkout answers 503\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(text(answer)).contains("\"dedup_key\":\"checkout answers 503\"");
        json(
                "{\"status\": \"resolved\", \"summary\": \"checkout answers 503\", \"at\": \"2026-11-22T02:59:00+0000\", \"severity\": \"warning\"}");
        var signals = drained();
        assertThat(signals).extracting(Signal::event).containsExactly(Signal.Event.FIRING, Signal.Event.RECOVERED);
        assertThat(signals.get(1).at()).isEqualTo(Instant.parse("2026-11-22T02:59:00Z"));
        assertThat(signals.get(1).severity()).isEqualTo(Severity.WARNING);
        assertThat(signals).extracting(Signal::dedupKey).containsOnly("checkout answers 503");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                             | is missing or blank",
                "{\"summary\": \"x\", \"status\": \"broken\"}   | use firing, resolved or acknowledged",
                "{\"summary\": \"x\", \"severity\": \"awful\"}  | use critical, error, warning or info",
                "{\"summary\": \"  \"}                          | is missing or blank",
            })
    void what_it_cannot_take_is_refused_in_words(String body, String words) {
        assertThat(json(body).status()).isEqualTo(400);
        assertThat(text(json(body))).contains(words);
        assertThat(drained()).isEmpty();
    }

    @Test
    void an_unknown_key_opens_nothing() {
        assertThat(call(new JsonDoor(intake).routes().getFirst(), Map.of("key", "guessed-key"), "{\"summary\": \"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(text(pagerDuty(
                        "{\"routing_key\": \"guessed\", \"event_action\": \"resolve\", \"dedup_key\": \"d\"}")))
                .contains("not the intake key of any service");
    }

    @Test
    void hostile_texts_are_stored_harmless() {
        String hostile = "{\"summary\": \"a\\u0000b\\ud800c " + "\ud83d\udd25".repeat(2_000)
                + "\", \"details\": {\"k\\u0000\": [\"\\udc00\"]}}";
        assertThat(json(hostile).status()).isEqualTo(202);
        var signal = drained().getFirst();
        assertThat(signal.summary()).startsWith("a\ufffdb\ufffdc").hasSizeBetween(1_000, 1_024);
        assertThat(signal.summary().codePoints())
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        assertThat(signal.detail().get("details")).isEqualTo(Map.of("k\ufffd", List.of("\ufffd")));
    }

    @Test
    @ExpectedErrors("An entry of the spool is unreadable")
    void an_entry_nobody_can_read_does_not_keep_the_others_back() {
        spool.append("not json".getBytes(StandardCharsets.UTF_8));
        json("{\"summary\": \"x\"}");
        assertThat(drained()).hasSize(1);
        assertThat(spool.isEmpty()).isTrue();
    }

    @Test
    void with_the_spool_closed_senders_are_asked_to_come_again() {
        spool.close();
        assertThat(json("{\"summary\": \"x\"}").status()).isEqualTo(503);
        assertThat(pagerDuty("{\"routing_key\": \"" + KEY + "\", \"event_action\": \"resolve\", \"dedup_key\": \"d\"}")
                        .status())
                .isEqualTo(429);
    }

    @Test
    void real_pagerduty_clients_are_understood() throws IOException {
        Path captures = Path.of(System.getProperty("candor.root", "."))
                .resolveSibling("shared")
                .resolve("data")
                .resolve("captures");
        if (!Files.isDirectory(captures)) {
            System.out.println("left out: there are no captures at " + captures);
        }
        Assumptions.assumeTrue(Files.isDirectory(captures), "the captures are not beside this checkout");
        int taken = 0;
        for (String name : List.of(
                "pdjs-2.2.4.jsonl",
                "opsgenie-node-0.5.1-and-pagerduty-java-3.1.2.jsonl",
                "alertmanager-0.25-all-receivers.jsonl")) {
            for (String line : Files.readAllLines(captures.resolve(name))) {
                Map<String, ?> capture = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
                if ("/v2/enqueue".equals(capture.get("u")) && capture.get("b") instanceof String body) {
                    Answer answer = pagerDuty(
                            body.replaceFirst("\"routing_key\":\"[^\"]*\"", "\"routing_key\":\"" + KEY + "\""));
                    assertThat(answer.status()).as(body).isEqualTo(202);
                    taken++;
                }
            }
        }
        var signals = drained();
        assertThat(taken).isGreaterThanOrEqualTo(4);
        assertThat(signals).hasSize(taken);
        assertThat(signals).anyMatch(signal -> signal.event() == Signal.Event.RECOVERED);
        assertThat(signals).extracting(Signal::service).containsOnly("shop");
    }

    @Test
    void a_trigger_without_a_key_gets_one_and_mistakes_are_all_listed() {
        Answer answer = pagerDuty(
                "{\"routing_key\": \"" + KEY
                        + "\", \"event_action\": \"trigger\", \"payload\": {\"summary\": \"s\", \"source\": \"h\", \"severity\": \"error\"}}");
        assertThat(text(answer)).containsPattern("\"dedup_key\":\"[0-9a-z]{32}\"");
        Answer wrong = pagerDuty("{\"routing_key\": \"" + KEY
                + "\", \"event_action\": \"trigger\", \"payload\": {\"severity\": \"bad\"}}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(text(wrong)).contains("summary", "source", "severity", "invalid event");
        assertThat(pagerDuty("[1]").status()).isEqualTo(400);
        assertThat(pagerDuty("{\"event_action\": \"dance\"}").status()).isEqualTo(400);
        assertThat(text(pagerDuty("{\"routing_key\": \"" + KEY + "\", \"event_action\": \"resolve\"}")))
                .contains("dedup_key");
    }
}
