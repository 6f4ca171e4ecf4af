package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.telemetry.SenderReport;
import dev.candor.detect.telemetry.Telemetry;
import dev.candor.telemetry.StreamReport;
import dev.candor.telemetry.format.Recognition;
import dev.candor.testing.Eventually;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who sends syslog that is in no log source, and what was lost at the doors: both are on the screens.
final class StrangersTest {
    private static final Telemetry.Doors NOTHING_LOST =
            new Telemetry.Doors(9, OptionalLong.of(0), 212_992, 0, 3, 0, 0, 0, 5, 0);

    private static void send(InetSocketAddress to, String message) throws Exception {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }
    }

    @Test
    void who_is_claimed_by_nobody_is_shown_with_a_form_filled_in_and_refused_connections_in_words(@TempDir Path data)
            throws Exception {
        try (var browser = new Browser(data, "", Map.of("CANDOR_SYSLOG", "127.0.0.1:0"))) {
            browser.admit("admin");
            assertThat(browser.get("admin", "/log-sources").body())
                    .doesNotContain("nobody claims it")
                    .doesNotContain("Lost at the doors");
            Telemetry telemetry = browser.candor.detect().telemetry();
            InetSocketAddress syslog = telemetry.syslog().orElseThrow();
            send(syslog, "<190>Nov 22 01:02:34 web till: hello");
            send(syslog, "<190>Nov 22 01:02:34 web till: hello again");
            send(syslog, "<190>1 2026-11-22T01:02:34Z web <b>&from=x - - - hello");
            send(syslog, "<190>1 2026-11-22T01:02:34Z web <b>&from=x - - - hello");
            Eventually.until("these are heard", () -> telemetry.doors().unclaimed() == 4);
            for (int i = 0; i < 40; i++) {
                send(syslog, "<190>Nov 22 01:02:34 web t" + i + ": hello");
            }
            Eventually.until("all are heard", () -> telemetry.doors().unclaimed() == 44);

            String screen = browser.get("admin", "/log-sources").body();
            assertThat(screen)
                    .contains("Heard, but nobody claims it", "44 messages", "tag till", "many other tags")
                    .contains("/log-sources/new?from=127.0.0.1&amp;tag=till&amp;name=till")
                    .contains("tag=%3Cb%3E%26from%3Dx")
                    .doesNotContain("<b>&from");
            String form = browser.get("admin", "/log-sources/new?from=127.0.0.1&tag=till&name=till")
                    .body();
            assertThat(form).contains("value=\"till\"").contains(">127.0.0.1</textarea>");

            var connections = new ArrayList<Socket>();
            try {
                for (int i = 0; i < 501; i++) {
                    connections.add(new Socket(syslog.getAddress(), syslog.getPort()));
                }
                Eventually.until("one has no place", () -> telemetry.doors().refusedConnections() == 1);
                assertThat(telemetry.doors().connections()).isEqualTo(500);
                assertThat(browser.get("admin", "/log-sources").body())
                        .contains("Lost at the doors", "1 syslog connection found no place");
            } finally {
                for (Socket socket : connections) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void a_service_hears_of_losses_that_may_be_its_own() {
        var lossy = new Telemetry.Doors(9, OptionalLong.of(1234), 212_992, 1, 3, 2, 4, 0, 5, 7);
        assertThat(DoorLosses.of(NOTHING_LOST)).isEmpty();
        assertThat(DoorLosses.of(lossy))
                .hasSize(5)
                .first()
                .asString()
                .startsWith("1,234 syslog datagrams came faster")
                .contains("208 KiB");
        assertThat(DoorLosses.of(lossy, true, List.of())).hasSize(5);
        assertThat(DoorLosses.of(lossy, false, List.of(sender("udp"))))
                .hasSize(5)
                .anyMatch(words -> words.startsWith("4 syslog connections were closed to make room"));
        assertThat(DoorLosses.of(lossy, false, List.of(sender("http"))))
                .containsExactly("7 requests counted never reached the database.");
    }

    @Test
    void a_clock_that_is_off_is_said_with_how_far() {
        assertThat(TelemetryView.sender(sender("udp")).clock()).isEqualTo("1 h ahead");
        assertThat(TelemetryView.sender(sender("udp")).good()).isFalse();
    }

    private static SenderReport sender(String how) {
        var stream = new StreamReport(
                new Recognition.Verdict.Recognised("combined"),
                0,
                20,
                20,
                0,
                0,
                0,
                20,
                0,
                0,
                0,
                0,
                Map.of(),
                true,
                OptionalLong.of(-3_600_000));
        return new SenderReport("", how, "192.0.2.7", Instant.EPOCH, 0, 0, 0, stream);
    }
}
