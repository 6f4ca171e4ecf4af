package dev.candor.telemetry.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSink sink = (bytes, from, to, cut) ->
            lines.add(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1) + (cut ? "~" : ""));

    @Test
    void however_the_stream_is_cut_into_blocks_the_lines_are_the_same() {
        byte[] text = "one\r\ntwo\n\n\r\nthree\nfour".getBytes(StandardCharsets.ISO_8859_1);
        for (int seed = 0; seed < 500; seed++) {
            var random = new SplittableRandom(seed);
            lines.clear();
            var splitter = new LineSplitter();
            for (int at = 0; at < text.length; ) {
                int end = Math.min(text.length, at + 1 + random.nextInt(9));
                splitter.take(text, at, end, sink);
                at = end;
            }
            splitter.end(sink);
            assertThat(lines).as("seed " + seed).containsExactly("one", "two", "three", "four");
        }
    }

    @Test
    void a_line_of_a_megabyte_keeps_its_first_64_KiB_and_the_next_line_is_whole() {
        byte[] text = new byte[1_000_000];
        Arrays.fill(text, (byte) 'x');
        byte[] end = "\nnext\n".getBytes(StandardCharsets.ISO_8859_1);
        for (int block : new int[] {1000, 70_000, 1_000_000}) {
            lines.clear();
            var splitter = new LineSplitter();
            for (int at = 0; at < text.length; at += block) {
                splitter.take(text, at, Math.min(text.length, at + block), sink);
            }
            splitter.take(end, 0, end.length, sink);
            assertThat(lines).hasSize(2);
            assertThat(lines.getFirst()).hasSize(LineSplitter.LIMIT + 1).endsWith("~");
            assertThat(lines.getLast()).isEqualTo("next");
            assertThat(splitter.cutLines()).isEqualTo(1);
            assertThat(splitter.cutBytes()).isEqualTo(1_000_000 - LineSplitter.LIMIT);
            assertThat(splitter.holding()).isZero();
        }
    }

    @Test
    void finding_a_byte_eight_at_a_time_is_finding_it_one_at_a_time() {
        for (int seed = 0; seed < 5000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(6) == 0 ? '"' : random.nextInt(256));
            }
            int from = random.nextInt(bytes.length + 1);
            int expected = from;
            while (expected < bytes.length && bytes[expected] != '"') {
                expected++;
            }
            assertThat(Scan.find(bytes, from, bytes.length, '"'))
                    .as("seed " + seed)
                    .isEqualTo(expected);
        }
    }
}
