package dev.candor.detect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailboxesTest {
    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private static final InetAddress NOISY = address(1);
    private static final InetAddress QUIET = address(2);

    private final Mailboxes boxes = new Mailboxes();
    private final Map<String, Long> lines = new LinkedHashMap<>();
    private final Map<String, Long> dropped = new LinkedHashMap<>();

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void put(InetAddress from, String tag, String message) {
        byte[] bytes = ("<190>Nov 22 01:02:34 web " + tag + ": " + message).getBytes(StandardCharsets.UTF_8);
        boxes.put(from, tag, bytes, bytes.length, T0);
    }

    private boolean take() {
        return boxes.take((from, tag, waiting) -> {
            String who = from.getHostAddress() + " " + tag;
            String text = new String(waiting.lines(), 0, waiting.length(), StandardCharsets.UTF_8);
            lines.merge(who, text.lines().count(), Long::sum);
            dropped.merge(from.getHostAddress(), waiting.dropped(), Long::sum);
        });
    }

    @Test
    void changing_tags_of_one_address_take_nobodys_place_and_keep_their_own_names() {
        for (int i = 0; i < 5000; i++) {
            put(NOISY, "t" + i, "x");
        }
        put(QUIET, "nginx", "x");
        assertThat(take()).isTrue();
        assertThat(boxes.crowdedOut()).isZero();
        assertThat(lines).containsEntry("10.0.0.2 nginx", 1L).hasSize(5001);
        assertThat(lines.values()).allMatch(count -> count == 1);
        assertThat(boxes.waiting()).isZero();
    }

    @Test
    void what_an_address_sends_beyond_its_share_is_dropped_for_it_alone() {
        String large = "x".repeat(50_000);
        for (int i = 0; i < 2000; i++) {
            put(NOISY, "t" + i % 300, large);
        }
        put(QUIET, "nginx", large);
        assertThat(boxes.waiting()).isBetween(16L << 20, 20L << 20);
        take();
        long taken = lines.values().stream().mapToLong(count -> count).sum();
        assertThat(dropped).containsEntry("10.0.0.2", 0L);
        assertThat(dropped).containsEntry("10.0.0.1", 2000 - (taken - 1));
    }

    @Test
    void while_there_is_room_a_burst_of_one_sender_is_kept_and_others_still_have_their_share() {
        String large = "x".repeat(50_000);
        for (int i = 0; i < 300; i++) {
            put(NOISY, "nginx", large);
        }
        assertThat(boxes.waiting()).isGreaterThan(14 << 20);
        for (int i = 0; i < 200; i++) {
            put(NOISY, "other" + i % 2, large);
        }
        for (int i = 0; i < 20; i++) {
            put(QUIET, "nginx", large);
        }
        take();
        assertThat(dropped).containsEntry("10.0.0.2", 0L);
        assertThat(lines).containsEntry("10.0.0.1 nginx", 300L);
        assertThat(boxes.waiting()).isZero();
    }

    @Test
    void who_is_unknown_when_all_places_are_taken_is_counted_and_let_in_as_soon_as_they_are_empty() {
        for (int i = 0; i < Mailboxes.MOST; i++) {
            put(address(1000 + i), "nginx", "x");
        }
        put(QUIET, "nginx", "x");
        put(address(1000), "another", "x"); // known: it has its common box
        assertThat(boxes.crowdedOut()).isEqualTo(1);
        take();
        assertThat(take()).isFalse();
        put(QUIET, "nginx", "x");
        take();
        assertThat(lines)
                .containsEntry("10.0.0.2 nginx", 1L)
                .containsKey(address(1000).getHostAddress() + " another");
    }
}
