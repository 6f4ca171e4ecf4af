package dev.candor.detect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private final Mailbox mailbox = new Mailbox(InetAddress.getLoopbackAddress(), "nginx");

    private int put(String datagram, boolean full) {
        byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
        return mailbox.put(bytes, bytes.length, T0, full ? Mailbox.LEAST : Mailbox.SHARE);
    }

    @Test
    void every_datagram_becomes_a_line() {
        put("one", false);
        put("two\n", false);
        var waiting = Objects.requireNonNull(mailbox.take());
        assertThat(new String(waiting.lines(), 0, waiting.length(), StandardCharsets.UTF_8))
                .isEqualTo("one\ntwo\n");
        assertThat(mailbox.take()).isNull();
    }

    @Test
    void what_does_not_fit_is_counted_and_less_fits_when_others_filled_the_memory() {
        String large = "x".repeat(60_000);
        int taken = 0;
        for (int i = 0; i < 30; i++) {
            taken += put(large, false) > 0 ? 1 : 0;
        }
        var waiting = Objects.requireNonNull(mailbox.take());
        assertThat(taken).isEqualTo(Mailbox.SHARE / 60_001);
        assertThat(waiting.dropped()).isEqualTo(30 - taken);
        assertThat(put(large, true)).isZero();
        assertThat(put("small", true)).isEqualTo(6);
    }
}
