package dev.candor.respond.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.respond.runbook.Run.Phase;
import dev.candor.respond.runbook.Run.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a run may conclude from what it sees, and from when.
class RunRuleTest {
    private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");
    private static final Seen.Server.Admin READY = Seen.Server.Admin.READY;
    private static final Seen.Server.Admin DRAIN = Seen.Server.Admin.DRAIN;
    private static final Seen.Server.Admin MAINT = Seen.Server.Admin.MAINT;

    private static final String HEAD = """
            name: renew
            pools: [{name: app, socket: /run/haproxy.sock, backend: app}]
            steps:
            """;
    private static final String DRAINS = HEAD + """
              - name: drain
                kind: haproxy
                server: a
                to: drain
                verify: [{servers-up: 1}]
                undo: nothing
            """;
    private static final String WEIGHS = HEAD + """
              - name: warm
                kind: haproxy
                server: a
                to: weight
                weight: 50
                verify: [{servers-up: 1}]
                undo: nothing
            """;

    private static String calls(String how) {
        return HEAD + """
                  - name: wipe
                    kind: http
                    url: "http://work.example/wipe"
                    %s
                    verify: [{http: "http://work.example/wiped"}]
                    undo: nothing
                """.formatted(how);
    }

    private final Map<String, Seen.Server> servers = new LinkedHashMap<>();
    private boolean holds;
    private Instant now = START;
    private Run run = fresh();
    private Plan plan = plan(DRAINS);
    private Optional<Effect> effect = Optional.empty();
    private List<Decision.Note> notes = List.of();

    RunRuleTest() {
        server("a", READY, 100);
        server("b", READY, 100);
    }

    private void server(String name, Seen.Server.Admin admin, int weight) {
        servers.put(name, new Seen.Server(admin, true, 0, weight, Duration.ofSeconds(3)));
    }

    private static Run fresh() {
        var order = new Run.Order(
                "renew", Map.of(), Optional.empty(), By.person("ana"), START, Optional.empty(), List.of());
        return Run.fresh(new UUID(0, 1), 1, order, START.plus(Duration.ofDays(2)));
    }

    private static Plan plan(String yaml) {
        var problems = new ArrayList<Problem>();
        var reading = Reading.of(
                Nodes.yaml("shop.yaml", yaml, Map.of(), problems), "runbooks[renew]", problems, new ArrayList<>());
        Runbook runbook = Runbook.KIND.reader().apply(reading);
        assertThat(problems).isEmpty();
        return Plan.of(runbook, fresh());
    }

    /// One turn, so long after the last.
    private Run turn(Duration after) {
        now = now.plus(after);
        var seen = new LinkedHashMap<Look, Seen>();
        for (Look look : RunRule.looks(run, plan)) {
            seen.put(
                    look,
                    switch (look) {
                        case Look.AtPool _ -> new Seen.Servers(4711, Duration.ofHours(2), Map.copyOf(servers));
                        case Look.AtAddress _, Look.AtDatabase _ ->
                            holds ? new Seen.Held() : new Seen.Unmet("answered 503");
                    });
        }
        Decision decision = RunRule.decide(run, plan, seen, "", now);
        effect = decision.effect();
        notes = decision.notes();
        run = decision.next();
        return run;
    }

    private void acted(Acted what) {
        run = RunRule.acted(run, plan, what, now).next();
    }

    private void begun() {
        turn(Duration.ZERO);
        assertThat(effect).isPresent();
    }

    @Test
    void what_timed_out_may_still_land_and_is_not_done_again_before_that_is_over() {
        begun();
        acted(new Acted.Unknown("nobody answered"));
        for (int second = 1; second < 40; second++) {
            assertThat(turn(Duration.ofSeconds(1)).phase())
                    .as("after %d s", second)
                    .isEqualTo(Phase.ACT);
            assertThat(effect).as("after %d s", second).isEmpty();
        }
        turn(Duration.ofSeconds(1));
        assertThat(effect).isPresent();
        assertThat(run.attempt()).isEqualTo(2);
    }

    @Test
    void what_is_seen_to_have_come_about_needs_no_waiting() {
        begun();
        acted(new Acted.Unknown("nobody answered"));
        server("a", DRAIN, 100);
        assertThat(turn(Duration.ofSeconds(1)).phase()).isEqualTo(Phase.VERIFY);
        assertThat(notes).extracting(Decision.Note::kind).containsExactly("run.adopted");
    }

    @Test
    void a_person_is_asked_only_when_what_they_see_cannot_change_any_more() {
        plan = plan(calls("repeat: ask"));
        begun();
        acted(new Acted.Unknown("nobody answered"));
        assertThat(turn(Duration.ofSeconds(39)).phase()).isEqualTo(Phase.ACT);
        assertThat(turn(Duration.ofSeconds(1)).phase()).isEqualTo(Phase.ASK);
        assertThat(run.reason()).isEqualTo(Reason.OUTCOME);
    }

    @Test
    void a_look_that_shows_nothing_yet_is_not_believed_before_it_must() {
        plan = plan(calls("repeat: ask\n    already: [{http: \"http://work.example/wiped\"}]"));
        begun();
        acted(new Acted.Unknown("nobody answered"));
        assertThat(turn(Duration.ofSeconds(5)).phase()).isEqualTo(Phase.ACT);
        assertThat(effect).isEmpty();
        holds = true;
        assertThat(turn(Duration.ofSeconds(5)).phase()).isEqualTo(Phase.VERIFY);
    }

    @Test
    void what_was_so_before_the_effect_is_no_sign_of_it_and_is_not_done_again() {
        plan = plan(calls("repeat: ask\n    already: [{http: \"http://work.example/wiped\"}]"));
        holds = true;
        turn(Duration.ZERO);
        assertThat(effect).as("it was done before").isEmpty();
        assertThat(run.phase()).isEqualTo(Phase.VERIFY);
    }

    @Test
    void a_keyed_request_is_sent_again_at_once_but_not_when_its_key_may_be_forgotten() {
        plan = plan(calls("repeat: keyed"));
        begun();
        acted(new Acted.Unknown("nobody answered"));
        turn(Duration.ofSeconds(1));
        assertThat(effect).isPresent();
        acted(new Acted.Unknown("nobody answered"));
        turn(Duration.ofHours(13));
        assertThat(effect).isEmpty();
        assertThat(run.phase()).isEqualTo(Phase.ASK);
    }

    @Test
    void a_refusal_says_nothing_of_the_try_before_it() {
        plan = plan(calls("repeat: keyed"));
        begun();
        acted(new Acted.Unknown("nobody answered"));
        turn(Duration.ofSeconds(1));
        acted(new Acted.Refused("it answered 403"));
        assertThat(run.phase()).isEqualTo(Phase.STOPPED);
        assertThat(run.standing().resume()).isEqualTo(Phase.ACT);
        assertThat(run.why()).contains("was refused", "an earlier try");
    }

    @Test
    void a_step_is_not_verified_while_its_own_effect_is_not_to_be_seen() {
        begun();
        acted(new Acted.Done(""));
        assertThat(turn(Duration.ofSeconds(1)).phase())
                .as("one server is up, but a still is ready")
                .isEqualTo(Phase.VERIFY);
        turn(Duration.ofMinutes(1));
        assertThat(run.reason()).isEqualTo(Reason.NOT_VERIFIED);
        assertThat(run.why()).contains("a is ready", "drain");
    }

    @Test
    void a_server_without_weight_serves_nobody_and_is_not_switched_on_unverified() {
        plan = plan(WEIGHS);
        server("a", READY, 0);
        turn(Duration.ZERO);
        assertThat(effect).isEmpty();
        assertThat(run.reason()).isEqualTo(Reason.BEFORE);
        assertThat(run.why()).contains("a takes no requests now", "`before`");
    }

    @Test
    void how_the_server_was_goes_on_record_with_the_intent() {
        plan = plan(WEIGHS);
        server("a", READY, 100);
        now = START;
        var seen = new LinkedHashMap<Look, Seen>();
        RunRule.looks(run, plan)
                .forEach(look -> seen.put(look, new Seen.Servers(4711, Duration.ofHours(2), Map.copyOf(servers))));
        Decision decision = RunRule.decide(run, plan, seen, "", now);
        assertThat(decision.effect()).isPresent();
        assertThat(decision.before().was()).contains(new Run.Was(READY, 100));
        assertThat(MAINT).isNotEqualTo(READY);
    }
}
