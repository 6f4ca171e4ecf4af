package dev.candor.telemetry.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Against the plain way, byte by byte, at every length and place, the array's end included.
final class ScanTest {
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void finds_what_a_loop_finds() {
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = text(random.nextInt(120));
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            assertThat(Scan.find(bytes, from, to, '"')).isEqualTo(plainly(bytes, from, to, '"', '"'));
            assertThat(Scan.find(bytes, from, to, '"', '\\')).isEqualTo(plainly(bytes, from, to, '"', '\\'));
            assertThat(Scan.find(bytes, from, to, (char) 0)).isEqualTo(plainly(bytes, from, to, (char) 0, (char) 0));
        }
    }

    @Test
    void same_bytes_are_the_same_and_hash_alike_wherever_they_lie() {
        for (int round = 0; round < 20_000; round++) {
            byte[] one = text(random.nextInt(40));
            int at = random.nextInt(12);
            byte[] elsewhere = text(at + one.length + random.nextInt(12));
            System.arraycopy(one, 0, elsewhere, at, one.length);
            assertThat(Scan.same(elsewhere, at, at + one.length, one)).isTrue();
            assertThat(Scan.hash(elsewhere, at, at + one.length)).isEqualTo(Scan.hash(one, 0, one.length));
            byte[] other = one.clone();
            if (other.length > 0) {
                other[random.nextInt(other.length)] ^= 1;
                assertThat(Scan.same(elsewhere, at, at + one.length, other)).isFalse();
                assertThat(Scan.hash(other, 0, other.length)).isNotEqualTo(Scan.hash(one, 0, one.length));
                assertThat(Scan.same(one, 0, one.length - 1, one)).isFalse();
            }
        }
    }

    @Test
    void short_texts_spread_over_a_table() {
        var used = new boolean[4096];
        for (int i = 0; i < 2048; i++) {
            byte[] text = ("10.0." + i / 256 + "." + i % 256).getBytes(StandardCharsets.US_ASCII);
            used[Scan.hash(text, 0, text.length) & 4095] = true;
        }
        int places = 0;
        for (boolean one : used) {
            places += one ? 1 : 0;
        }
        assertThat(places).isGreaterThan(1500); // by chance alone about 1,611
    }

    private static int plainly(byte[] bytes, int from, int to, char one, char other) {
        int at = from;
        while (at < to && bytes[at] != (byte) one && bytes[at] != (byte) other) {
            at++;
        }
        return at;
    }

    /// Mostly letters, now and then what is looked for, neighbours of it, and bytes above 127.
    private byte[] text(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        byte[] rare = {'"', '\\', 0, 1, '!', '#', '[', ']', (byte) 0x80, (byte) 0xff};
        for (int i = 0; i < length; i++) {
            bytes[i] = random.nextInt(30) == 0 ? rare[random.nextInt(rare.length)] : (byte) ('a' + (bytes[i] & 15));
        }
        return Arrays.copyOf(bytes, length);
    }
}
