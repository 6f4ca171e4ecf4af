package dev.candor.detect.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Service;
import dev.candor.catalog.apply.Applying;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Outcome;
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
import dev.candor.respond.suspect.Neighbours;
import dev.candor.respond.suspect.Suspects;
import dev.candor.respond.suspect.Trouble;
import dev.candor.testing.MutableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a foreign body to a stored change.
class ChangeDoorsTest {
    private static final String OPEN = "key-of-the-shop";
    private static final String PROVEN = "key-of-the-depot";
    private static final String SECRET = "depot-webhook-proof";

    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    @SuppressWarnings("NullAway.Init")
    private Spool spool;

    @SuppressWarnings("NullAway.Init")
    private ChangeIntake intake;

    @BeforeEach
    void open() {
        ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
        var ids = new Ids(clock, Randomness.seeded(1));
        var catalogs = new Catalogs(
                ledger,
                new CatalogStore(List.of(Service.KIND), new SecretBox(List.of(new byte[32]), Randomness.seeded(1))));
        new Applying(ledger, catalogs, new Audit(ids), ids, clock)
                .files(Map.of("c.yaml", """
                            services:
                              - {name: shop, intake-keys: [key-of-the-shop]}
                              - {name: depot, intake-keys: [key-of-the-depot], webhook-secret: depot-webhook-proof}
                            """), Map.of(), false, "omar");
        spool = Spool.open(folder.resolve("changes"), () -> {});
        intake = new ChangeIntake(spool, ledger, catalogs, ids, clock);
    }

    @AfterEach
    void close() {
        spool.close();
        ledger.close();
    }

    private Answer send(String path, String key, Map<String, String> headers, String body) {
        Route route = intake.routes(Randomness.seeded(2)).stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow();
        return route.endpoint()
                .answer(new Call(
                        "POST",
                        path,
                        Map.of("key", key),
                        Map.of(),
                        headers,
                        body.getBytes(StandardCharsets.UTF_8),
                        "192.0.2.1",
                        "http://c.example",
                        Principal.NOBODY));
    }

    private Answer github(String event, String body) {
        return send("/in/{key}/github", OPEN, Map.of("x-github-event", event), body);
    }

    private Answer gitlab(String body) {
        return send("/in/{key}/gitlab", OPEN, Map.of(), body);
    }

    private List<ChangeEvent> stored() {
        while (intake.tick(clock.instant()).isPresent()) {
            assertThat(spool.next(1)).isNotNull();
        }
        return ledger.read(tx -> intake.store().list(tx, ChangeStore.Wanted.ALL, Long.MAX_VALUE, 50))
                .reversed();
    }

    private ChangeEvent only() {
        assertThat(stored()).hasSize(1);
        return stored().getFirst();
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void pagerdutys_clients_get_pagerdutys_answers() {
        Answer answer = send("/v2/change/enqueue", "", Map.of(), """
            {"routing_key": "key-of-the-shop", "payload": {"summary": "Build 96 is out", "source": "ci",
             "timestamp": "2026-03-02T02:59:30.123456789+0000", "custom_details": {"kind": "deploy", "version": "96", "build": "green", "customer": ["acme", "orb"]}},
             "links": [{"href": "https://ci.example/96", "text": "build"}], "images": []}
            """);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(text(answer)).isEqualTo("{\"status\":\"success\",\"message\":\"Change event processed\"}");
        ChangeEvent change = only();
        assertThat(change.words()).isEqualTo("deploy of shop: Build 96 is out (ci)");
        assertThat(change.startedAt()).isEqualTo(Instant.parse("2026-03-02T02:59:30.123Z"));
        assertThat(change.endedAt()).contains(change.startedAt());
        assertThat(change.labels()).isEqualTo(Map.of("customer", List.of("acme", "orb"), "version", List.of("96")));
        assertThat(change.link()).isEqualTo("https://ci.example/96");
    }

    @Test
    void what_pagerduty_would_refuse_is_refused_in_its_words() {
        assertThat(send("/v2/change/enqueue", "", Map.of(), "{}").status()).isEqualTo(400);
        assertThat(text(send(
                        "/v2/change/enqueue", "", Map.of(), "{\"routing_key\": \"guessed-key\", \"payload\": {}}")))
                .contains("invalid event", "not the intake key", "'summary' is missing or blank");
        assertThat(send("/v2/change/enqueue", "", Map.of(), "[").status()).isEqualTo(400);
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_change_from_the_future_is_taken_as_now_and_says_by_how_much_its_clock_is_off() {
        send("/v2/change/enqueue", "", Map.of(), """
            {"routing_key": "key-of-the-shop", "payload": {"summary": "x", "timestamp": "2026-03-02T08:00:00Z"}}
            """);
        assertThat(only().startedAt()).isEqualTo(clock.instant());
        assertThat(only().note()).contains("2026-03-02T08:00:00Z lies 5 h in the future");
    }

    @Test
    void a_change_from_the_future_is_no_suspect_for_what_failed_before_it_came_in() {
        Map.of(OPEN, "2026-03-02T03:00:45Z", PROVEN, "2026-03-02T03:20:00Z")
                .forEach((key, said) -> send("/v2/change/enqueue", "", Map.of(), """
                {"routing_key": "KEY", "payload": {"summary": "x", "timestamp": "SAID"}}
                """.replace("SAID", said)
                        .replace("KEY", key)));
        assertThat(stored()).hasSize(2).allSatisfy(change -> {
            assertThat(change.startedAt()).isEqualTo(clock.instant());
            assertThat(change.receivedAt()).isEqualTo(clock.instant());
        });
        assertThat(stored())
                .extracting(ChangeEvent::note)
                .anyMatch(note -> note.contains("it said 2026-03-02T03:00:45Z"))
                .anyMatch(note -> note.contains("2026-03-02T03:20:00Z lies 20 min in the future"));
        for (ChangeEvent change : stored()) {
            assertThat(suspects(change, Duration.ofMinutes(-1)).suspects()).isEmpty();
            assertThat(suspects(change, Duration.ofMinutes(1)).suspects()).hasSize(1);
        }
    }

    /// @param later when its service fails, counted from now
    private Suspects suspects(ChangeEvent change, Duration later) {
        var trouble = new Trouble(change.service(), clock.instant().plus(later), Map.of());
        return Suspects.rank(trouble, List.of(change), Neighbours.NONE);
    }

    @Test
    void no_change_comes_in_without_the_key_of_a_service_that_is_there() {
        for (String key :
                List.of("", "\"routing_key\": \"\", ", "\"routing_key\": null, ", "\"routing_key\": \"shop\", ")) {
            Answer answer =
                    send("/v2/change/enqueue", OPEN, Map.of(), "{" + key + "\"payload\": {\"summary\": \"x\"}}");
            assertThat(answer.status()).as(key).isEqualTo(400);
            assertThat(text(answer)).as(key).contains("routing_key");
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_link_that_is_no_address_is_left_out() {
        send("/v2/change/enqueue", "", Map.of(), """
            {"routing_key": "key-of-the-shop", "payload": {"summary": "<b>x</b>\\u0000"}, "links": [{"href": "javascript:alert(1)"}]}
            """);
        assertThat(only().link()).isEmpty();
        assertThat(only().summary()).isEqualTo("<b>x</b>\uFFFD");
    }

    private static String deployment(String state) {
        String status = state.isEmpty()
                ? ""
                : ", \"deployment_status\": {\"state\": \"" + state + "\", \"created_at\": \"2026-03-02T02:58:00Z\"}";
        return """
            {"action": "created", "deployment": {"id": 77, "sha": "0123456789abcdef0123", "ref": "main", "environment": "production",
             "description": null, "created_at": "2026-03-02T02:55:00Z", "creator": {"login": "ana"}},
             "repository": {"html_url": "https://git.example/shop"}STATUS}
            """.replace("STATUS", status);
    }

    @Test
    void a_github_deployment_and_its_statuses_are_one_change() {
        assertThat(github("deployment", deployment("")).status()).isEqualTo(202);
        assertThat(only().running()).isTrue();
        assertThat(only().startedAt()).isEqualTo(Instant.parse("2026-03-02T02:55:00Z"));
        github("deployment_status", deployment("in_progress"));
        assertThat(only().running()).isTrue();
        github("deployment_status", deployment("success"));
        assertThat(github("deployment_status", deployment("inactive")).status()).isEqualTo(200);
        ChangeEvent change = only();
        assertThat(change.words()).isEqualTo("deploy of shop: main to production (ana)");
        assertThat(change.outcome()).isEqualTo(Outcome.DONE);
        assertThat(change.endedAt()).contains(Instant.parse("2026-03-02T02:58:00Z"));
        assertThat(change.labels()).containsEntry("version", List.of("0123456789ab"));
    }

    @Test
    void a_failed_deployment_says_so_also_when_its_statuses_come_twice_and_out_of_order() {
        github("deployment_status", deployment("failure"));
        github("deployment_status", deployment("in_progress"));
        github("deployment", deployment(""));
        github("deployment_status", deployment("failure"));
        assertThat(only().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(only().startedAt()).isEqualTo(Instant.parse("2026-03-02T02:55:00Z"));
    }

    @Test
    void releases_merges_and_pushes_to_the_default_branch_are_changes_and_nothing_else_is() {
        github("release", """
            {"action": "published", "release": {"id": 5, "tag_name": "v1.4", "name": "Spring", "published_at": "2026-03-02T02:50:00Z", "html_url": "https://git.example/r/5"}, "sender": {"login": "ben"}}
            """);
        github("pull_request", """
            {"action": "closed", "pull_request": {"id": 9, "number": 12, "merged": true, "title": "Faster cart", "merged_at": "2026-03-02T02:51:00Z", "merge_commit_sha": "aa", "base": {"ref": "main"}, "merged_by": {"login": "cleo"}}}
            """);
        github("push", """
            {"ref": "refs/heads/main", "after": "bb", "commits": [{}, {}], "head_commit": {"message": "Cart\\n\\nlong story"}, "pusher": {"name": "ana"}, "repository": {"default_branch": "main"}}
            """);
        for (var ignored : List.of(
                List.of("push", "{\"ref\": \"refs/heads/topic\", \"repository\": {\"default_branch\": \"main\"}}"),
                List.of(
                        "push",
                        "{\"ref\": \"refs/heads/main\", \"deleted\": true, \"repository\": {\"default_branch\": \"main\"}}"),
                List.of("pull_request", "{\"action\": \"closed\", \"pull_request\": {\"merged\": false}}"),
                List.of("release", "{\"action\": \"edited\", \"release\": {}}"),
                List.of("ping", "{\"zen\": \"calm\"}"),
                List.of("deployment_status", "{}"))) {
            assertThat(github(ignored.getFirst(), ignored.get(1)).status())
                    .as(ignored.toString())
                    .isEqualTo(200);
        }
        assertThat(stored())
                .extracting(ChangeEvent::words)
                .containsExactly(
                        "deploy of shop: release v1.4 Spring (ben)",
                        "other of shop: merged #12 into main: Faster cart (cleo)",
                        "other of shop: 2 commits to main: Cart (ana)");
    }

    @Test
    void where_the_service_has_a_secret_nobody_else_gets_in() throws Exception {
        String body = deployment("success");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        for (String wrong : List.of("", "sha256=", signature.replace('a', 'b') + "0", SECRET)) {
            assertThat(send(
                                    "/in/{key}/github",
                                    PROVEN,
                                    Map.of("x-github-event", "deployment_status", "x-hub-signature-256", wrong),
                                    body)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(stored()).isEmpty();
        assertThat(send(
                                "/in/{key}/github",
                                PROVEN,
                                Map.of("x-github-event", "deployment_status", "x-hub-signature-256", signature),
                                body)
                        .status())
                .isEqualTo(202);
        assertThat(send("/in/{key}/gitlab", PROVEN, Map.of("x-gitlab-token", "guessed"), "{}")
                        .status())
                .isEqualTo(401);
        assertThat(send("/in/{key}/gitlab", PROVEN, Map.of("x-gitlab-token", SECRET), "{}")
                        .status())
                .isEqualTo(200);
        assertThat(send("/in/{key}/gitlab", "unknown-key", Map.of(), "{}").status())
                .isEqualTo(404);
    }

    @Test
    void gitlabs_deployments_merges_and_pushes_are_read_with_their_own_way_of_writing_times() {
        for (String status : List.of("created", "running", "success")) {
            gitlab("""
                {"object_kind": "deployment", "status": "STATUS", "status_changed_at": "2026-03-02 03:50:00 +0100", "deployment_id": 15, "deployable_url": "https://git.example/jobs/15",
                 "environment": "production", "project": {"id": 30}, "short_sha": "279484c0", "ref": "main", "user": {"username": "ana"}, "commit_title": "Faster cart"}
                """.replace("STATUS", status));
        }
        gitlab("""
            {"object_kind": "merge_request", "user": {"username": "ben"}, "object_attributes": {"id": 99, "iid": 1, "action": "merge", "target_branch": "main", "title": "New till",
             "updated_at": "2026-03-02 02:51:00 UTC", "url": "https://git.example/mr/1"}}
            """);
        gitlab("""
            {"object_kind": "push", "ref": "refs/heads/main", "after": "da1560886d4f094c", "user_username": "cleo", "total_commits_count": 1, "commits": [{"title": "Fix till"}],
             "project": {"default_branch": "main", "web_url": "https://git.example/shop"}}
            """);
        assertThat(gitlab("{\"object_kind\": \"merge_request\", \"object_attributes\": {\"action\": \"open\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(stored())
                .extracting(ChangeEvent::words)
                .containsExactly(
                        "deploy of shop: main to production: Faster cart (ana)",
                        "other of shop: merged !1 into main: New till (ben)",
                        "other of shop: 1 commit to main: Fix till (cleo)");
        assertThat(stored().getFirst().endedAt()).contains(Instant.parse("2026-03-02T02:50:00Z"));
        assertThat(stored().get(1).startedAt()).isEqualTo(Instant.parse("2026-03-02T02:51:00Z"));
        assertThat(stored().getFirst().kind()).isEqualTo(ChangeKind.DEPLOY);
    }

    @Test
    void a_form_body_is_told_which_content_type_to_choose() {
        Answer answer = github("push", "payload=%7B%7D");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).contains("application/json");
    }
}
