package dev.candor.app;

import static dev.candor.app.Served.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.platform.auth.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Changes over HTTP, against a real server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeApiTest {
    @SuppressWarnings("NullAway.Init")
    private Served served;

    @BeforeAll
    void serve(@TempDir Path data) {
        served = new Served(data, Role.RESPONDER);
        served.configure("services: [{name: shop}, {name: depot}]");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
        return served.send(method, path, body);
    }

    @Test
    void a_change_begins_ends_and_is_listed() throws Exception {
        var begun = json(send("POST", "/api/changes", """
                    {"kind": "deploy", "service": "shop", "summary": "shop 1.4", "labels": {"version": "1.4", "customer": ["acme", "orb"]}, "running": true, "key": "1.4", "link": "https://ci.example/1"}
                    """), 201);
        assertThat(begun).containsEntry("outcome", "running").containsEntry("ended_at", null);
        assertThat(String.valueOf(begun.get("who"))).contains("the-test");
        assertThat(begun.get("labels"))
                .isEqualTo(Map.of("customer", List.of("acme", "orb"), "version", List.of("1.4")));
        var again = json(
                send(
                        "POST",
                        "/api/changes",
                        "{\"service\": \"shop\", \"summary\": \"shop 1.4\", \"key\": \"1.4\", \"running\": true}"),
                200);
        assertThat(again.get("number")).isEqualTo(begun.get("number"));
        var done =
                json(send("POST", "/api/changes/" + begun.get("number") + "/done", "{\"outcome\": \"failed\"}"), 200);
        assertThat(done).containsEntry("outcome", "failed");
        assertThat(done.get("ended_at")).isNotNull();
        json(send("POST", "/api/changes", "{\"service\": \"depot\", \"summary\": \"other\"}"), 201);
        var listed = json(send("GET", "/api/changes?service=shop&from=2020-01-01T00:00:00Z", ""), 200);
        assertThat((List<?>) java.util.Objects.requireNonNull(listed.get("items")))
                .hasSize(1);
        assertThat((List<?>) java.util.Objects.requireNonNull(
                        json(send("GET", "/api/changes?service=shop&until=2020-01-01T00:00:00Z", ""), 200)
                                .get("items")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                                        | 'summary' is missing or blank",
                "{\"summary\": \"x\", \"kind\": \"magic\"}                     | use deploy, migration, flag",
                "{\"summary\": \"x\", \"service\": \"nowhere\"}                | there is no service `nowhere`",
                "{\"summary\": \"x\", \"started_at\": \"2039-01-01T00:00:00Z\"} | in the future",
                "{\"summary\": \"x\", \"started_at\": \"2001-01-01T00:00:00Z\"} | more than a year",
                "{\"summary\": \"x\", \"started_at\": \"soon\"}                | is no time",
                "{\"summary\": \"x\", \"link\": \"javascript:alert(1)\"}       | 'link' must be an http",
                "{\"summary\": \"x\", \"labels\": {\"Big Name\": \"a\"}}        | a name has small letters",
                "{\"summary\": \"x\", \"labels\": {\"host\": [[\"a\"]]}}        | must be a text",
                "{\"summary\": \"x\", \"outcome\": \"glorious\"}               | use running, done, failed",
                "{\"summary\": \"x\", \"watch\": {\"for\": \"10m\"}}            | say which service is watched",
                "{\"summary\": \"x\", \"service\": \"shop\", \"watch\": {\"for\": \"1s\"}} | use 10s to 24h",
                "{\"summary\": \"x\", \"service\": \"shop\", \"watch\": {\"rollback\": \"ftp://x/\"}} | must be an http or https",
                "{\"summary\": \"x\", \"service\": \"shop\", \"watch\": \"10m\"} | must be an object",
            })
    void what_cannot_be_is_refused_in_words(String body, String words) throws Exception {
        var problem = json(send("POST", "/api/changes", body), 400);
        assertThat(String.valueOf(problem.get("detail"))).contains(words);
    }

    @Test
    void a_guarded_change_says_how_its_watch_stands_and_never_where_it_is_rolled_back() throws Exception {
        var answer = send("POST", "/api/changes", """
                {"summary": "depot 1.6", "service": "depot", "running": true, "watch": {"for": "1h", "rollback": "https://ci.example/rollback?token=hush-hush"}}
                """);
        var begun = json(answer, 201);
        assertThat(Served.text(answer)).doesNotContain("ci.example", "hush");
        @SuppressWarnings("unchecked")
        var watch = (Map<String, Object>) java.util.Objects.requireNonNull(begun.get("watch"));
        assertThat(watch).containsEntry("state", "watching").containsEntry("rollback", true);
    }

    @Test
    void letters_no_database_takes_are_replaced() throws Exception {
        var stored = json(
                send("POST", "/api/changes", "{\"summary\": \"a\\u0000b\", \"labels\": {\"host\": \"e\\u0000\"}}"),
                201);
        assertThat(stored)
                .containsEntry("summary", "a\uFFFDb")
                .containsEntry("labels", Map.of("host", List.of("e\uFFFD")));
    }

    @Test
    void unknown_numbers_and_wrong_filters_are_said_so() throws Exception {
        json(send("GET", "/api/changes/999", ""), 404);
        json(send("POST", "/api/changes/999/done", "{}"), 404);
        json(send("GET", "/api/changes?from=yesterday", ""), 400);
        json(send("GET", "/api/changes?limit=0", ""), 400);
    }

    @Test
    void what_comes_through_a_door_is_there_in_a_moment() throws Exception {
        served.configure("services: [{name: shop}, {name: depot}, {name: keyed, intake-keys: [key-of-keyed]}]");
        json(
                send(
                        "POST",
                        "/v2/change/enqueue",
                        "{\"routing_key\": \"key-of-keyed\", \"payload\": {\"summary\": \"flag on\"}}"),
                202);
        dev.candor.testing.Eventually.until("the change is stored", () -> {
            try {
                return String.valueOf(json(send("GET", "/api/changes?service=keyed", ""), 200))
                        .contains("flag on");
            } catch (Exception broken) {
                throw new AssertionError(broken);
            }
        });
    }
}
