package dev.candor.telemetry.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.telemetry.line.LineSink;
import dev.candor.telemetry.syslog.SyslogFraming.Mode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SyslogTest {
    private final List<String> messages = new ArrayList<>();
    private final LineSink sink = (bytes, from, to, cut) ->
            messages.add(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1) + (cut ? "~" : ""));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String header(String line) {
        var header = new SyslogHeader();
        byte[] bytes = bytes(line);
        int at = header.parse(bytes, 0, bytes.length);
        return header.shape() + " " + header.facility() + "." + header.severity() + " [" + header.host() + "] ["
                + header.tag() + "] " + line.substring(at);
    }

    @Test
    void headers_as_they_are_really_sent() {
        assertThat(header("<190>Nov 22 01:02:34 vm nginx: 127.0.0.1 - -"))
                .isEqualTo("RFC3164 23.6 [vm] [nginx] 127.0.0.1 - -");
        assertThat(header("<190>Nov 22 01:02:34 candor: {\"a\":1}")).isEqualTo("RFC3164 23.6 [] [candor] {\"a\":1}");
        assertThat(header("<134>Nov  2 01:02:34 haproxy[19798]: 127.0.0.1:44382 ["))
                .isEqualTo("RFC3164 16.6 [] [haproxy] 127.0.0.1:44382 [");
        assertThat(header("<134>1 2026-11-22T01:02:34.765731+00:00 - haproxy 19798 - - text"))
                .isEqualTo("RFC5424 16.6 [] [haproxy] text");
        assertThat(
                        header(
                                "<134>1 2026-11-22T01:02:34Z lb1 haproxy 1 id [a@1 b=\"x \\\" ]\"][c@1 d=\"e\"] \u00EF\u00BB\u00BFtext"))
                .isEqualTo("RFC5424 16.6 [lb1] [haproxy] text");
        assertThat(header("<13>2026-11-22T01:02:34+01:00 vm app: text")).isEqualTo("RFC3164 1.5 [vm] [app] text");
        assertThat(header("<13>::1 - - [22/Nov")).isEqualTo("RFC3164 1.5 [] [] ::1 - - [22/Nov");
        assertThat(header("127.0.0.1 - - [")).isEqualTo("RAW -1.-1 [] [] 127.0.0.1 - - [");
        assertThat(header("<999>x")).isEqualTo("RAW -1.-1 [] [] <999>x");
    }

    @Test
    void the_first_bytes_of_a_connection_decide_how_it_is_framed() {
        String counted = "11 <134>1 - ab12 <134>1 - a\nb\n9 <13>line\n";
        String lines = "<134>one\n<134>two\r\n<134>three";
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            feed(counted, random, Mode.COUNTED);
            assertThat(messages).as("seed " + seed).containsExactly("<134>1 - ab", "<134>1 - a\nb", "<13>line");
            feed(lines, random, Mode.LINES);
            assertThat(messages).as("seed " + seed).containsExactly("<134>one", "<134>two", "<134>three");
        }
    }

    @Test
    void a_broken_frame_ends_counting_and_nothing_waits_for_ever() {
        var framing = new SyslogFraming();
        byte[] text = bytes("3 <1>xx what\n<13>line\n");
        framing.take(text, 0, text.length, sink);
        framing.end(sink);
        assertThat(messages).containsExactly("<1>", "xx what", "<13>line");
        assertThat(framing.broken()).isEqualTo(1);
        messages.clear();
        var huge = new SyslogFraming();
        huge.take(bytes("200000 <1>"), 0, 10, sink);
        huge.take(new byte[199_997], 0, 199_997, sink);
        huge.take(bytes("5 <1>ab"), 0, 7, sink);
        assertThat(messages).hasSize(2);
        assertThat(messages.getLast()).isEqualTo("<1>ab");
        assertThat(huge.cut()).isEqualTo(1);
    }

    @Test
    void hostile_bytes_never_throw() {
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(120)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte)
                        (random.nextInt(4) == 0
                                ? random.nextInt(256)
                                : "<>0123456789 -[]\":\n1T".charAt(random.nextInt(21)));
            }
            var header = new SyslogHeader();
            int from = random.nextInt(bytes.length + 1);
            assertThat(header.parse(bytes, from, bytes.length))
                    .as("seed " + seed)
                    .isBetween(from, bytes.length);
            assertThat(header.tag() + header.host()).hasSizeLessThanOrEqualTo(240);
            var framing = new SyslogFraming();
            framing.take(bytes, 0, bytes.length, sink);
            framing.end(sink);
        }
    }

    private void feed(String text, SplittableRandom random, Mode mode) {
        messages.clear();
        var framing = new SyslogFraming();
        byte[] bytes = bytes(text);
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(12));
            framing.take(bytes, at, end, sink);
            at = end;
        }
        framing.end(sink);
        assertThat(framing.mode()).isEqualTo(mode);
        assertThat(framing.broken()).isZero();
    }
}
