package dev.candor.app.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are left, and links that are set on, while the server is away or lines come without end.
class LogTailAwayTest {
    private static final Duration LOOK = Duration.ofMillis(250);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Set<String> taken = new LinkedHashSet<>();
    private final List<String> said = new ArrayList<>();
    private boolean serverAnswers = true;
    private long nanos;

    private LogTail tail(List<Path> logs) {
        return new LogTail(
                logs,
                folder.resolve("tail.json"),
                true,
                (file, batch, lines) -> {
                    if (serverAnswers) {
                        taken.add(batch + "|" + new String(lines, StandardCharsets.UTF_8));
                    }
                    return serverAnswers;
                },
                said::add,
                () -> nanos);
    }

    /// What the server has, each batch once.
    private String all() {
        var all = new StringBuilder();
        taken.forEach(batch -> all.append(batch, batch.indexOf('|') + 1, batch.length()));
        return all.toString();
    }

    private void drain(LogTail tail) {
        for (int i = 0; i < 60; i++) {
            look(tail, LOOK);
        }
    }

    private LogTail.Look look(LogTail tail, Duration later) {
        nanos += later.toNanos();
        return tail.look();
    }

    private static void write(Path file, String line) throws IOException {
        Files.writeString(file, line, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    private void relink(Path link, Path target) throws IOException {
        Path next = Files.createSymbolicLink(folder.resolve("next"), target);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// `candor tail` does not wait after lines that were taken.
    @Test
    void a_renamed_file_is_read_for_a_minute_however_fast_its_lines_come() throws Exception {
        Path log = folder.resolve("access.log");
        write(log, "before\n");
        var written = new StringBuilder("before\n");
        try (LogTail tail = tail(List.of(log))) {
            drain(tail);
            Path old = Files.move(log, folder.resolve("access.log.1"));
            write(log, "new\n");
            for (int i = 0; i < 2_900; i++) {
                write(old, "old " + i + "\n");
                written.append("old ").append(i).append('\n');
                look(tail, Duration.ofMillis(20));
            }
            drain(tail);
        }
        assertThat(all()).isEqualTo(written + "new\n");
        assertThat(said).isEmpty();
    }

    @Test
    void a_renamed_file_is_not_left_because_another_log_has_many_lines() throws Exception {
        Path quiet = folder.resolve("quiet.log");
        Path busy = folder.resolve("busy.log");
        write(quiet, "before\n");
        write(busy, "");
        try (LogTail tail = tail(List.of(quiet, busy))) {
            drain(tail);
            Path old = Files.move(quiet, folder.resolve("quiet.log.1"));
            write(quiet, "new\n");
            for (int i = 0; i < 30; i++) {
                write(busy, "busy " + i + "\n");
                look(tail, Duration.ofMillis(2));
            }
            write(old, "last of the old\n");
            drain(tail);
        }
        assertThat(all()).contains("before\n", "last of the old\n", "new\n");
        assertThat(said).isEmpty();
    }

    @Test
    void with_lines_on_their_way_a_renamed_file_is_not_left_and_those_behind_them_are_read() throws Exception {
        Path log = folder.resolve("access.log");
        write(log, "one\n");
        try (LogTail tail = tail(List.of(log))) {
            drain(tail);
            Path old = Files.move(log, folder.resolve("access.log.1"));
            write(log, "new\n");
            for (int i = 0; i < 100; i++) {
                write(old, "old " + i + "\n");
                look(tail, LOOK);
            }
            serverAnswers = false;
            write(old, "on its way\n");
            for (int i = 0; i < 300; i++) {
                assertThat(look(tail, Duration.ofSeconds(30))).isEqualTo(LogTail.Look.NOT_TAKEN);
            }
            write(old, "behind it\n");
            serverAnswers = true;
            drain(tail);
        }
        assertThat(all()).endsWith("old 99\non its way\nbehind it\nnew\n");
        assertThat(said).as("nobody writes any more").isEmpty();
    }

    /// The minute is over just when the server goes, for this file or for one before it.
    @Test
    void a_file_that_is_to_be_left_is_read_once_more_when_the_server_was_away() throws Exception {
        for (boolean behind : new boolean[] {false, true}) {
            said.clear();
            taken.clear();
            Path log = folder.resolve("access-" + behind + ".log");
            Path busy = folder.resolve("busy-" + behind + ".log");
            write(log, "one\n");
            write(busy, "");
            try (LogTail tail = tail(behind ? List.of(busy, log) : List.of(log))) {
                drain(tail);
                Path old = Files.move(log, folder.resolve("access-" + behind + ".log.1"));
                write(log, "new\n");
                int rounds = 0;
                for (; rounds < 400 && said.isEmpty(); rounds++) {
                    write(busy, "busy\n");
                    write(old, "first " + rounds + "\n");
                    serverAnswers = false;
                    look(tail, LOOK);
                    write(old, "second " + rounds + "\n");
                    serverAnswers = true;
                    look(tail, Duration.ofMillis(50));
                    look(tail, Duration.ofMillis(50));
                    look(tail, Duration.ofSeconds(1)); // in it the minute ends, if nothing else counts
                }
                drain(tail);
                assertThat(rounds).isBetween(40, 300);
                int read = behind ? rounds : rounds - 1; // at the look that leaves, nobody knows yet that it is away
                for (int i = 0; i < read; i++) {
                    assertThat(all()).containsOnlyOnce("first " + i + "\n").containsOnlyOnce("second " + i + "\n");
                }
            }
            assertThat(said).singleElement().asString().contains("still writes");
            assertThat(all()).endsWith("new\n");
        }
    }

    @Test
    void what_is_between_a_file_somebody_still_writes_into_and_the_log_is_read() throws Exception {
        Path log = folder.resolve("access.log");
        write(log, "before\n");
        try (LogTail tail = tail(List.of(log))) {
            drain(tail);
            serverAnswers = false;
            Path first = Files.move(log, folder.resolve("access.log.1"));
            write(log, "middle 1\nmiddle 2\n");
            write(first, "old 0\n");
            look(tail, LOOK);
            Path old = Files.move(first, folder.resolve("access.log.2"));
            Files.move(log, folder.resolve("access.log.1"));
            write(log, "newest\n");
            write(old, "old 1\n");
            serverAnswers = true;
            for (int i = 0; i < 600; i++) {
                if (i % 3 == 0) {
                    write(old, "old " + (i + 2) + "\n");
                }
                look(tail, LOOK);
            }
            drain(tail);
        }
        assertThat(all()).containsOnlyOnce("middle 1\nmiddle 2\n").containsOnlyOnce("newest\n");
        assertThat(said).singleElement().asString().contains("still writes");
    }

    @Test
    void a_file_that_is_the_log_again_goes_on_where_it_was() throws Exception {
        Path log = folder.resolve("access.log");
        Path aside = folder.resolve("access.log.1");
        write(log, "one\n");
        try (LogTail tail = tail(List.of(log))) {
            drain(tail);
            Files.move(log, aside);
            write(log, "two\n");
            drain(tail);
            Files.move(log, folder.resolve("access.log.2"));
            Files.move(aside, log);
            write(log, "three\n");
            drain(tail);
        }
        assertThat(all()).isEqualTo("one\ntwo\nthree\n");
        assertThat(said).isEmpty();
    }

    @Test
    void a_link_set_back_while_the_server_is_away_was_set_to_another_file_between() throws Exception {
        for (boolean crash : new boolean[] {false, true}) {
            taken.clear();
            Path files = Files.createDirectory(folder.resolve("files-" + crash));
            Path link = folder.resolve("current-" + crash);
            Path a = files.resolve("a");
            Path b = files.resolve("b");
            write(a, "one\n");
            write(b, "two\n");
            Files.createSymbolicLink(link, a);
            LogTail tail = tail(List.of(link));
            serverAnswers = false;
            look(tail, LOOK);
            relink(link, b);
            look(tail, LOOK);
            relink(link, a);
            look(tail, LOOK);
            if (crash) {
                tail.close();
                tail = tail(List.of(link));
            }
            serverAnswers = true;
            for (int i = 0; i < 100; i++) {
                write(a, "more " + i + "\n"); // it is the log: nobody waits until nothing comes
                look(tail, LOOK);
            }
            drain(tail);
            tail.close();
            assertThat(all()).containsOnlyOnce("one\n").containsOnlyOnce("two\n");
            for (int i = 0; i < 100; i++) {
                assertThat(all()).containsOnlyOnce("more " + i + "\n");
            }
            assertThat(said).isEmpty();
        }
    }

    @Test
    void a_link_set_to_more_files_than_are_remembered_is_said() throws Exception {
        Path files = Files.createDirectory(folder.resolve("files"));
        Path link = folder.resolve("current");
        write(files.resolve("f0"), "line 0\n");
        Files.createSymbolicLink(link, files.resolve("f0"));
        try (LogTail tail = tail(List.of(link))) {
            serverAnswers = false;
            look(tail, LOOK);
            for (int i = 1; i <= 101; i++) {
                write(files.resolve("f" + i), "line " + i + "\n");
                relink(link, files.resolve("f" + i));
                look(tail, LOOK);
            }
            assertThat(said).as("it is still the last").isEmpty();
            for (int i = 102; i < 130; i++) {
                write(files.resolve("f" + i), "line " + i + "\n");
                relink(link, files.resolve("f" + i));
                look(tail, LOOK);
            }
            serverAnswers = true;
            for (int i = 0; i < 20; i++) {
                drain(tail);
            }
        }
        String all = all();
        for (int i = 0; i <= 100; i++) {
            assertThat(all).containsOnlyOnce("line " + i + "\n");
        }
        assertThat(all).doesNotContain("line 101\n").endsWith("line 129\n");
        assertThat(said)
                .singleElement()
                .asString()
                .contains("set to more than 100 files")
                .contains("f101")
                .contains("missing");
    }

    @Test
    void links_are_followed_from_the_start_on_also_when_the_server_is_away_then_and_over_a_crash() throws Exception {
        for (boolean crash : new boolean[] {false, true}) {
            taken.clear();
            Path files = Files.createDirectory(folder.resolve("files-" + crash));
            List<Path> links = List.of(folder.resolve("access-" + crash), folder.resolve("error-" + crash));
            for (Path link : links) {
                write(files.resolve(link.getFileName() + "-1"), link.getFileName() + " 1\n");
                Files.createSymbolicLink(link, files.resolve(link.getFileName() + "-1"));
            }
            serverAnswers = false;
            LogTail tail = tail(links);
            look(tail, LOOK);
            for (int i = 2; i <= 4; i++) {
                for (Path link : links) {
                    Path target = files.resolve(link.getFileName() + "-" + i);
                    write(target, link.getFileName() + " " + i + "\n");
                    relink(link, target);
                }
                look(tail, LOOK);
            }
            if (crash) {
                tail.close();
                tail = tail(links);
            }
            serverAnswers = true;
            drain(tail);
            tail.close();
            for (Path link : links) {
                for (int i = 1; i <= 4; i++) {
                    assertThat(all()).containsOnlyOnce(link.getFileName() + " " + i + "\n");
                }
            }
            assertThat(said).isEmpty();
        }
    }

    @Test
    void a_link_that_is_not_there_yet_when_the_server_is_away_is_followed_from_its_first_file_on() throws Exception {
        Path files = Files.createDirectory(folder.resolve("files"));
        Path log = folder.resolve("access.log");
        Path link = folder.resolve("later");
        write(log, "one\n");
        try (LogTail tail = tail(List.of(log, link))) {
            serverAnswers = false;
            for (int i = 1; i <= 3; i++) {
                write(files.resolve("f" + i), "later " + i + "\n");
                relink(link, files.resolve("f" + i));
                look(tail, LOOK);
            }
            serverAnswers = true;
            drain(tail);
        }
        assertThat(all()).contains("later 1\nlater 2\nlater 3\n");
        assertThat(said).isEmpty();
    }
}
