package dev.candor.respond.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunbookReadingTest {
    static final String RESTART = """
            name: restart
            parameters:
              - {name: server, one-of: [a, b]}
              - {name: customer, pattern: "[a-z0-9-]{1,40}"}
            pools: [{name: app, socket: /run/haproxy.sock, backend: app}]
            steps:
              - name: drain
                kind: haproxy
                server: "{{server}}"
                to: drain
                verify: [{server: "{{server}}", state: drain, sessions: 0}]
                invariant: {that: [{server: "{{server}}", state: [drain, maint]}], until: activate}
                undo: {kind: haproxy, server: "{{server}}", to: ready, before: [{http: "http://app.example/orders"}], verify: [{server: "{{server}}", up: true}]}
              - name: activate
                kind: haproxy
                server: "{{server}}"
                to: ready
                before: [{http: "http://app.example/orders?for={{customer}}", assert: ["status == 200"]}]
                verify: [{server: "{{server}}", state: ready}]
                undo: nothing
            """;

    private final List<Problem> problems = new ArrayList<>();

    private Runbook read(String yaml) {
        problems.clear();
        var reading = Reading.of(
                Nodes.yaml("shop.yaml", yaml, Map.of(), problems), "runbooks[restart]", problems, new ArrayList<>());
        Runbook runbook = Runbook.KIND.reader().apply(reading);
        reading.finish();
        return runbook;
    }

    private String wrong(String replaced, String by) {
        assertThat(RESTART).contains(replaced);
        read(RESTART.replace(replaced, by));
        return problems.stream().map(Problem::toString).reduce("", (a, b) -> a + b + "\n");
    }

    @Test
    void a_whole_runbook_is_read() {
        Runbook runbook = read(RESTART);
        assertThat(problems).isEmpty();
        assertThat(runbook.steps()).extracting(Step::name).containsExactly("drain", "activate");
        assertThat(runbook.resources()).containsExactly("haproxy:/run/haproxy.sock/app");
    }

    @Test
    void a_step_that_acts_and_is_not_verified_is_refused() {
        assertThat(wrong("    verify: [{server: \"{{server}}\", state: ready}]\n", ""))
                .contains("shop.yaml:14", "verify", "A step that acts is never believed");
    }

    @Test
    void nothing_is_activated_that_nobody_asked_directly() {
        assertThat(wrong(
                        "    before: [{http: \"http://app.example/orders?for={{customer}}\", assert: [\"status == 200\"]}]\n",
                        ""))
                .contains("Nothing is activated that was not verified");
    }

    @Test
    void an_unknown_kind_names_the_nearest_and_a_shell_is_named_as_what_it_is() {
        assertThat(wrong(
                        "kind: haproxy\n    server: \"{{server}}\"\n    to: ready",
                        "kind: haproxi\n    server: \"{{server}}\"\n    to: ready"))
                .contains("haproxi", "did you mean `haproxy`?");
        assertThat(wrong(
                        "kind: haproxy\n    server: \"{{server}}\"\n    to: ready",
                        "kind: shell\n    server: \"{{server}}\"\n    to: ready"))
                .contains("a runbook runs no shell commands");
    }

    @Test
    void what_must_hold_until_a_step_needs_that_step_and_it_must_come_later() {
        assertThat(wrong("until: activate", "until: activat")).contains("did you mean `activate`?");
        assertThat(wrong("until: activate", "until: drain")).contains("goes round in a circle");
    }

    @Test
    void what_cannot_be_taken_back_needs_an_approval_before_it() {
        assertThat(wrong("undo: nothing", "undo: never")).contains("an `approval` must come before it");
    }

    @Test
    void a_parameter_never_decides_which_host_is_asked_and_is_no_part_of_a_query() {
        assertThat(wrong("http://app.example/orders?for={{customer}}", "http://{{customer}}.example/orders"))
                .contains("parameters may stand in its path and query only");
        assertThat(
                        wrong(
                                "{http: \"http://app.example/orders?for={{customer}}\", assert: [\"status == 200\"]}",
                                "{sql: \"SELECT '{{customer}}'\", database: \"postgresql://u@db.example/shop\", assert: [\"rows == 1\"]}"))
                .contains("a parameter is never part of a query");
        assertThat(wrong("\"{{server}}\"\n    to: ready", "\"{{server}} state drain\"\n    to: ready"))
                .contains("the name of a server");
        assertThat(wrong("?for={{customer}}", "?for={{custommer}}")).contains("there is no parameter `custommer`");
    }

    @Test
    void a_shell_fragment_is_no_value_and_what_is_allowed_is_said() {
        Runbook runbook = read(RESTART);
        Parameter customer = runbook.parameter("customer").orElseThrow();
        for (String hostile :
                List.of("; rm -rf /", "$(id)", "acme`id`", "acme\nset server app/b state maint", "acme|sh", "")) {
            assertThat(customer.refusal(hostile, Catalog.EMPTY))
                    .hasValueSatisfying(why -> assertThat(why).contains("is not allowed", "[a-z0-9-]{1,40}"));
        }
        assertThat(customer.refusal("acme-7", Catalog.EMPTY)).isEmpty();
        Parameter server = runbook.parameter("server").orElseThrow();
        assertThat(server.refusal("c", Catalog.EMPTY)).hasValue("server: `c` is not allowed; allowed: a, b");
        var loose = new Parameter("text", "", java.util.Optional.empty(), new Parameter.Allowed.Matching(".*"));
        assertThat(loose.refusal("a; reboot", Catalog.EMPTY)).isPresent();
    }

    @Test
    void taking_back_goes_to_what_was_and_switches_nothing_on_unproven() {
        Runbook runbook =
                read(RESTART.replace("server: \"{{server}}\", to: ready, before", "server: \"{{ server }}\", before"));
        assertThat(problems).isEmpty();
        assertThat(runbook.steps().getFirst().undo())
                .isInstanceOfSatisfying(
                        Step.Undo.By.class,
                        undo -> assertThat(undo.step().action()).isInstanceOf(Action.SetBack.class));
        assertThat(wrong(", to: ready, before: [{http: \"http://app.example/orders\"}]", ""))
                .contains("undo.before", "It is switched on again by this");
        assertThat(wrong("to: ready, before: [{http: \"http://app.example/orders\"}]", "to: weight, weight: 5"))
                .contains("state that the server had before");
    }

    @Test
    void one_backend_is_one_however_its_socket_is_written() {
        assertThat(
                        wrong(
                                "pools: [{name: app, socket: /run/haproxy.sock, backend: app}]",
                                "pools: [{name: app, socket: /run/haproxy.sock, backend: app}, {name: too, socket: /run/x/../haproxy.sock, backend: app}]"))
                .contains("`app` and `too` are the same backend");
        assertThat(new Pool("x", "tcp:LOCALHOST:09999", "app").resource())
                .isEqualTo(new Pool("y", "tcp:127.0.0.1:9999", "app").resource())
                .isEqualTo(new Pool("y", "tcp:[::1]:9999", "app").resource())
                .isNotEqualTo(new Pool("y", "tcp:10.0.0.5:9999", "app").resource());
    }

    @Test
    void a_link_to_a_socket_is_that_socket(@TempDir Path folder) throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        assertThat(new Pool("x", link.resolve("admin.sock").toString(), "app").resource())
                .isEqualTo(new Pool("x", real.resolve("admin.sock").toString(), "app").resource());
    }
}
