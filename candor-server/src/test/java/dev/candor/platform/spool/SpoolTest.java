package dev.candor.platform.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.testing.ExpectedErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(List<Spool.Entry> entries) {
        return entries.stream()
                .map(entry -> new String(entry.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    private Spool open() {
        return Spool.open(folder, () -> {});
    }

    private Path segment(int number) {
        return folder.resolve(String.format(java.util.Locale.ROOT, "%010d.spool", number));
    }

    @Test
    void a_restart_drains_exactly_what_was_not_drained() {
        try (var spool = open()) {
            for (int i = 0; i < 10; i++) {
                spool.append(bytes("e" + i));
            }
            var first = spool.next(4);
            assertThat(texts(first)).containsExactly("e0", "e1", "e2", "e3");
            spool.drained(first.get(2).position());
        }
        try (var spool = open()) {
            assertThat(texts(spool.next(100))).containsExactly("e3", "e4", "e5", "e6", "e7", "e8", "e9");
            spool.append(bytes("e10"));
            var rest = spool.next(100);
            assertThat(texts(rest)).hasSize(8).endsWith("e10");
            assertThat(spool.isEmpty()).isFalse();
            spool.drained(rest.getLast().position());
            assertThat(spool.isEmpty()).isTrue();
            assertThat(spool.next(100)).isEmpty();
        }
    }

    @Test
    void a_torn_tail_is_cut_off_at_whatever_byte_it_was_torn() throws IOException {
        byte[] whole;
        try (var spool = open()) {
            spool.append(bytes("kept"));
            spool.append(bytes("torn apart"));
        }
        whole = Files.readAllBytes(segment(1));
        for (int length = 12; length < whole.length; length++) {
            Files.write(segment(1), java.util.Arrays.copyOf(whole, length));
            try (var spool = open()) {
                assertThat(texts(spool.next(10))).containsExactly("kept");
                spool.append(bytes("after"));
                assertThat(texts(spool.next(10))).containsExactly("kept", "after");
            }
        }
    }

    @Test
    void a_tail_of_zeros_is_no_entry() throws IOException {
        try (var spool = open()) {
            spool.append(bytes("kept"));
        }
        Files.write(segment(1), new byte[4096], StandardOpenOption.APPEND);
        try (var spool = open()) {
            assertThat(texts(spool.next(10))).containsExactly("kept");
        }
    }

    @Test
    @ExpectedErrors("is damaged and left out")
    void a_damaged_entry_does_not_take_those_after_it_with_it() throws IOException {
        try (var spool = open()) {
            spool.append(bytes("first"));
            spool.append(bytes("second"));
            spool.append(bytes("third"));
        }
        byte[] stored = Files.readAllBytes(segment(1));
        stored[8 + 5 + 8 + 2] ^= 1;
        Files.write(segment(1), stored);
        try (var spool = open()) {
            assertThat(texts(spool.next(10))).containsExactly("first", "third");
        }
    }

    @Test
    void a_position_file_that_a_power_cut_emptied_means_draining_again() throws IOException {
        try (var spool = open()) {
            spool.append(bytes("a"));
            spool.drained(spool.next(1).getFirst().position());
        }
        Files.write(folder.resolve("position"), new byte[0]);
        try (var spool = open()) {
            assertThat(texts(spool.next(10))).containsExactly("a");
        }
    }

    @Test
    void many_callers_share_the_disk_and_all_are_kept_over_several_segments() {
        var woken = new AtomicInteger();
        byte[] filler = new byte[700_000];
        java.util.Arrays.fill(filler, (byte) 'x');
        var expected = new HashSet<String>();
        try (var spool = Spool.open(folder, woken::incrementAndGet);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 150; i++) {
                byte[] entry = filler.clone();
                byte[] name = bytes("n" + i + " ");
                System.arraycopy(name, 0, entry, 0, name.length);
                expected.add("n" + i);
                threads.execute(() -> spool.append(entry));
            }
        }
        assertThat(woken.get()).isPositive();
        assertThat(Files.exists(segment(2))).isTrue();
        var found = new ArrayList<String>();
        try (var spool = open()) {
            for (var batch = spool.next(20); !batch.isEmpty(); batch = spool.next(20)) {
                batch.forEach(
                        entry -> found.add(new String(entry.bytes(), 0, 6, StandardCharsets.UTF_8).split(" ")[0]));
                spool.drained(batch.getLast().position());
            }
        }
        assertThat(found).hasSize(150);
        assertThat(new HashSet<>(found)).isEqualTo(expected);
        assertThat(Files.exists(segment(1))).isFalse();
    }

    @Test
    void what_cannot_be_stored_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("in-the-way"), "x");
        assertThatThrownBy(() -> Spool.open(file, () -> {})).isInstanceOf(UncheckedIOException.class);
        var spool = open();
        assertThatThrownBy(() -> spool.append(new byte[Spool.LARGEST_ENTRY + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> spool.append(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        spool.close();
        assertThatThrownBy(() -> spool.append(bytes("late")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("closed");
    }

    /// What the child of the next test runs: appends until it is killed, saying each number once it is acknowledged.
    static final class Appending {
        public static void main(String[] arguments) {
            var spool = Spool.open(Path.of(arguments[0]), () -> {});
            for (int thread = 0; thread < 4; thread++) {
                int start = thread;
                Thread.ofPlatform().start(() -> {
                    for (int i = start; ; i += 4) {
                        spool.append(bytes("n" + i + " " + "x".repeat(300)));
                        synchronized (Appending.class) {
                            System.out.println(i);
                        }
                    }
                });
            }
        }
    }

    @Test
    void a_process_killed_in_the_middle_loses_nothing_that_was_acknowledged() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appending.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        var acknowledged = new HashSet<String>();
        try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("[0-9]+")) {
                    acknowledged.add("n" + line);
                }
                if (acknowledged.size() == 2_000) {
                    child.destroyForcibly();
                }
            }
        } catch (IOException killed) {
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(2_000);
        } finally {
            child.destroyForcibly();
            child.waitFor();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(2_000);
        var stored = new HashSet<String>();
        try (var spool = open()) {
            texts(spool.next(1_000_000)).forEach(text -> stored.add(text.split(" ")[0]));
        }
        assertThat(stored).containsAll(acknowledged);
    }
}
