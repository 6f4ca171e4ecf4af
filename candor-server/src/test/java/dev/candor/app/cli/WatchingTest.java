package dev.candor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The command that waits for a guarded change, before a server that answers what a test says.
class WatchingTest {
    private final Queue<String> answers = new ArrayDeque<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/changes/3", exchange -> {
            String answer = String.valueOf(answers.poll());
            int status = answer.startsWith("{") ? 200 : Integer.parseInt(answer);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private static String watch(String state, String said) {
        return "{\"number\": 3, \"watch\": {\"state\": \"" + state + "\", \"said\": \"" + said + "\"}}";
    }

    private int wait(String... says) {
        answers.addAll(List.of(says));
        var client = new ServerClient();
        client.server = "http://127.0.0.1:" + server.getAddress().getPort();
        return new Watching(client, _ -> {}, new PrintStream(printed, true, StandardCharsets.UTF_8), false)
                .untilEnd("3");
    }

    private List<String> printed() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void what_held_is_0_and_nothing_is_said_twice() {
        assertThat(wait(watch("watching", "fine"), watch("watching", "fine"), watch("held", "no worse than before")))
                .isZero();
        assertThat(printed()).containsExactly("watching: fine", "held: no worse than before");
    }

    @Test
    void what_was_worse_is_1_however_it_ended() {
        for (String end : List.of("rolled_back", "worse", "not_better", "outcome_unknown", "superseded")) {
            assertThat(wait(
                            watch("rolling_back", "called"),
                            watch("calling", "x"),
                            watch("called", "x"),
                            watch(end, "x")))
                    .as(end)
                    .isEqualTo(1);
        }
        assertThat(printed()).contains("rolling back: called", "rolled back: x", "not better: x");
    }

    @Test
    void a_server_that_restarts_meanwhile_is_waited_for() {
        assertThat(wait(watch("watching", "fine"), "503", "503", watch("held", "fine")))
                .isZero();
    }

    @Test
    void a_server_that_refuses_is_not() {
        assertThatThrownBy(() -> wait("403")).isInstanceOf(ServerClient.Refused.class);
    }
}
