package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.platform.auth.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commitments, corrections and action items as programs use them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromiseApiTest {
    @TempDir
    private static Path data;

    private Served served;

    @BeforeAll
    void serve() {
        served = new Served(data, Role.ADMIN);
        served.configure("""
                people: [{name: ana, email: ana@shop.example, role: responder}, {name: ben, email: ben@shop.example}]
                services: [{name: shop}]
                pages: [{name: Shop, slug: shop, time-zone: Europe/Berlin, components: [{name: Website, services: [shop]}]}]
                """);
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private Map<String, Object> post(String path, String body, int status) throws Exception {
        return Served.json(served.send("POST", path, body), status);
    }

    private Map<String, Object> get(String path) throws Exception {
        return Served.json(served.send("GET", path, ""), 200);
    }

    private long incident(String commitments) throws Exception {
        String body = "{\"title\": \"Letters are late\", \"service\": \"shop\"" + commitments + "}";
        return Long.parseLong(String.valueOf(post("/api/incidents", body, 201).get("number")));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Map<String, Object> json, String name) {
        return (List<Map<String, Object>>) Objects.requireNonNull(json.get(name), name);
    }

    @Test
    void nobody_knows_how_long_it_took_to_see_what_a_person_declared() throws Exception {
        long number = incident("");
        var one = get("/api/incidents/" + number);
        assertThat(one).containsKeys("time_to_detect_s", "time_to_resolve_s", "truth_gap_s");
        assertThat(one.get("time_to_detect_s")).isNull();
        assertThat(items(get("/api/incidents"), "items"))
                .filteredOn(item -> String.valueOf(item.get("number")).equals("" + number))
                .singleElement()
                .satisfies(item -> assertThat(item.get("time_to_detect_s")).isNull());
    }

    @Test
    void what_is_promised_with_words_is_made_and_what_only_the_words_say_is_offered() throws Exception {
        long number = incident(", \"commitments\": [{\"kind\": \"fixed\", \"by\": \"in 2 h\"}]");
        var said = post(
                "/api/incidents/" + number + "/updates",
                Json.write(Json.object(
                        "page",
                        "shop",
                        "phase",
                        "identified",
                        "body",
                        "A belt is torn. Next update in 30 minutes. Postmortem within 24 hours.",
                        "commitments",
                        List.of(Json.object("kind", "next_update", "by", "in 40 min")))),
                201);
        assertThat(items(said, "commitments"))
                .extracting(one -> one.get("kind"))
                .containsExactly("fixed", "next_update");
        assertThat(items(said, "offers"))
                .extracting(one -> one.get("kind") + " " + one.get("by"))
                .containsExactly("postmortem in 24 h");
        var shown = get("/api/incidents/" + number);
        assertThat(items(shown, "commitments"))
                .extracting(one -> one.get("state"))
                .containsOnly("open");
        String id = (String) items(shown, "commitments").getFirst().get("id");
        assertThat(post("/api/commitments/" + id + "/withdrawn", "{\"why\": \"the carrier strikes\"}", 200))
                .containsEntry("state", "dropped")
                .containsEntry("why", "the carrier strikes");
        post("/api/commitments/" + id + "/withdrawn", "{\"why\": \"again\"}", 409);
        assertThat(items(get("/api/commitments?state=dropped"), "items"))
                .extracting(one -> one.get("id"))
                .contains(id);
        var first = get("/api/commitments?limit=1");
        assertThat(items(first, "items")).hasSize(1);
        assertThat(items(get("/api/commitments?limit=1&cursor=" + first.get("next")), "items"))
                .isNotEqualTo(items(first, "items"));
    }

    @Test
    void wrong_words_are_put_right_beside_what_they_said() throws Exception {
        long number = incident("");
        var said = post(
                "/api/incidents/" + number + "/updates",
                "{\"page\": \"shop\", \"phase\": \"identified\", \"body\": \"The carrier is late.\"}",
                201);
        assertThat(said).containsKey("offers");
        String code = (String)
                items(get("/api/incidents/" + number), "updates").getFirst().get("code");
        String path = "/api/incidents/" + number + "/updates/" + code + "/correct";
        post(path, "{\"body\": \"A belt is torn.\"}", 400);
        post("/api/incidents/" + number + "/updates/nocode/correct", "{\"body\": \"A\", \"why\": \"b\"}", 404);
        var right = post(path, "{\"body\": \"A belt is torn.\", \"why\": \"We named the wrong cause.\"}", 200);
        assertThat(items(right, "updates").getFirst())
                .containsEntry("body", "A belt is torn.")
                .containsEntry("first_body", "The carrier is late.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"commitments": []}                                                           | 'commitments' is missing or empty
                    {"commitments": "14:30"}                                                      | must be a list of objects
                    {"commitments": [7]}                                                          | must be a list of objects
                    {"commitments": [{"kind": "fixed"}]}                                          | 'by' is missing
                    {"commitments": [{"kind": "soon", "by": "in 2 h"}]}                           | use next_update, postmortem, fixed, other
                    {"commitments": [{"kind": "fixed", "by": "yesterday"}]}                       | Write the time as
                    {"commitments": [{"kind": "fixed", "by": "in 100 days"}]}                     | more than 90 days away
                    {"commitments": [{"kind": "other", "by": "in 2 h"}]}                          | Say what is promised
                    {"commitments": [{"kind": "fixed", "by": "in 1 h"}, {"kind": "fixed", "by": "in 2 h"}]} | promised twice
                    {"page": "nowhere", "commitments": [{"kind": "fixed", "by": "in 1 h"}]}       | no page nowhere
                    """)
    void a_promise_that_cannot_be_read_is_refused_in_words(String body, String why) throws Exception {
        long number = incident("");
        var answer = served.send("POST", "/api/incidents/" + number + "/commitments", body);
        assertThat(answer.statusCode()).as(Served.text(answer)).isEqualTo(400);
        assertThat(Served.text(answer)).contains(why);
        assertThat(items(get("/api/incidents/" + number), "commitments")).isEmpty();
    }

    @Test
    void nothing_is_declared_or_said_with_a_promise_that_is_wrong() throws Exception {
        String before = Served.text(served.send("GET", "/api/incidents?limit=1", ""));
        post(
                "/api/incidents",
                "{\"title\": \"x\", \"service\": \"shop\", \"commitments\": [{\"kind\": \"fixed\", \"by\": \"24:00\"}]}",
                400);
        assertThat(Served.text(served.send("GET", "/api/incidents?limit=1", "")))
                .isEqualTo(before);
        long number = incident("");
        var refused = post(
                "/api/incidents/" + number + "/updates",
                "{\"page\": \"shop\", \"phase\": \"resolved\", \"body\": \"Done.\", \"commitments\": [{\"kind\": \"next_update\", \"by\": \"in 1 h\"}]}",
                400);
        assertThat(String.valueOf(refused.get("detail"))).contains("it is over");
        assertThat(items(get("/api/incidents/" + number), "updates")).isEmpty();
    }

    @Test
    void unknown_ids_states_and_ends_are_told_apart() throws Exception {
        assertThat(served.send("GET", "/api/commitments?state=late", "").statusCode())
                .isEqualTo(400);
        assertThat(served.send("GET", "/api/commitments?cursor=x", "").statusCode())
                .isEqualTo(400);
        assertThat(served.send("POST", "/api/commitments/x/kept", "").statusCode())
                .isEqualTo(404);
        assertThat(served.send("POST", "/api/incidents/999999/commitments", "{}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void action_items_are_made_found_handed_on_and_closed() throws Exception {
        long number = incident("");
        String body = Json.write(
                Json.object("incident", number, "what", "count the belt's hours", "owner", "ana", "due", "2020-01-31"));
        var made = post("/api/actions", body, 201);
        assertThat(made)
                .containsEntry("overdue", true)
                .containsEntry("state", "open")
                .containsEntry("incident", number);
        String path = "/api/actions/" + made.get("id");
        post("/api/actions", body.replace("2020-01-31", "2040-01-31"), 201);
        String mine = "incident=" + number;
        assertThat(items(get("/api/actions?state=overdue&" + mine), "items"))
                .extracting(one -> one.get("id"))
                .containsExactly(made.get("id"));
        assertThat(items(get("/api/actions?owner=ben&" + mine), "items")).isEmpty();
        assertThat(items(get("/api/actions?owner=ana&service=shop&state=open&" + mine), "items"))
                .hasSize(2);
        var first = get("/api/actions?limit=1&" + mine);
        assertThat(items(get("/api/actions?limit=1&" + mine + "&cursor=" + first.get("next")), "items"))
                .extracting(one -> one.get("id"))
                .containsExactly(made.get("id"));

        assertThat(Served.json(served.send("PUT", path, "{\"owner\": \"ben\", \"due\": \"2041-01-31\"}"), 200))
                .containsEntry("owner", "ben")
                .containsEntry("due", "2041-01-31")
                .containsEntry("overdue", false);
        Served.json(served.send("PUT", path, "{\"state\": \"done\"}"), 400);
        assertThat(Served.json(
                        served.send("PUT", path, "{\"state\": \"done\", \"proof\": \"it is on the board\"}"), 200))
                .containsEntry("state", "done")
                .containsEntry("proof", "it is on the board");
        Served.json(served.send("PUT", path, "{\"owner\": \"ana\"}"), 409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {}                                                                            | 'what' is missing
                    {"incident": 1, "what": "x", "owner": "ana"}                                  | 'due' is missing
                    {"incident": 1, "what": "x", "owner": "ana", "due": "31 January"}             | write a day as
                    {"incident": 999999, "what": "x", "owner": "ana", "due": "2040-01-31"}        | no incident
                    {"incident": 1, "what": "x", "owner": "zoe", "due": "2040-01-31"}             | no person
                    {"incident": 1, "what": "x", "owner": "ana", "due": "1999-01-31"}             | no year
                    """)
    void an_action_item_that_says_too_little_is_refused_in_words(String body, String why) throws Exception {
        incident("");
        var answer = served.send("POST", "/api/actions", body);
        assertThat(answer.statusCode()).as(Served.text(answer)).isEqualTo(400);
        assertThat(Served.text(answer)).contains(why);
    }

    @Test
    void bad_wishes_for_action_items_are_refused() throws Exception {
        long number = incident("");
        var made = post(
                "/api/actions",
                Json.write(Json.object("incident", number, "what", "x", "owner", "ana", "due", "2040-01-31")),
                201);
        String path = "/api/actions/" + made.get("id");
        for (String body : List.of(
                "{}",
                "{\"state\": \"open\"}",
                "{\"state\": 7}",
                "{\"due\": \"soon\"}",
                "{\"owner\": \"zoe\"}",
                "{\"state\": \"done\", \"proof\": \"x\", \"owner\": \"ben\"}")) {
            assertThat(served.send("PUT", path, body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(served.send("PUT", "/api/actions/x", "{}").statusCode()).isEqualTo(404);
        assertThat(served.send("GET", "/api/actions?incident=x", "").statusCode())
                .isEqualTo(400);
        assertThat(served.send("GET", "/api/actions?state=late", "").statusCode())
                .isEqualTo(400);
    }
}
