package dev.candor.app.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    /// One try to send a batch.
    private record Try(String batch, String lines) {}

    @TempDir
    Path folder;

    private final List<Try> tries = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private boolean serverAnswers = true;
    private Path log = Path.of("");
    private long nanos;
    private Instant clock = Instant.parse("2026-03-02T03:00:00Z");

    @BeforeEach
    void begin() throws IOException {
        log = Files.createFile(folder.resolve("access.log"));
    }

    @Test
    void what_was_on_its_way_at_a_crash_is_sent_again_alone_and_under_its_name() throws Exception {
        append("one\n");
        serverAnswers = false; // it has the lines, and its answer is lost
        try (LogTail crashed = tail()) {
            assertThat(crashed.look()).isEqualTo(LogTail.Look.NOT_TAKEN);
        }
        append("two\n");
        serverAnswers = true;
        try (LogTail next = tail()) {
            assertThat(next.look()).isEqualTo(LogTail.Look.SENT);
            assertThat(next.look()).isEqualTo(LogTail.Look.SENT);
            assertThat(next.look()).isEqualTo(LogTail.Look.NOTHING);
        }
        assertThat(tries).extracting(Try::lines).containsExactly("one\n", "one\n", "two\n");
        assertThat(tries.get(1).batch()).isEqualTo(tries.get(0).batch());
        assertThat(tries.get(2).batch()).isNotEqualTo(tries.get(0).batch());
    }

    @Test
    void a_second_try_without_a_crash_has_the_same_lines_too_however_many_came_since() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            serverAnswers = false;
            tail.look();
            append("two\n");
            tail.look();
            serverAnswers = true;
            tail.look();
            tail.look();
        }
        assertThat(tries).extracting(Try::lines).containsExactly("one\n", "one\n", "one\n", "two\n");
    }

    @Test
    void a_file_cut_back_while_a_batch_was_on_its_way_is_read_from_its_beginning_under_another_name() throws Exception {
        append("the first line\n");
        try (LogTail tail = tail()) {
            tail.look();
            append("the second line\n");
            serverAnswers = false;
            tail.look();
        }
        Files.writeString(log, "new\n", StandardOpenOption.TRUNCATE_EXISTING);
        serverAnswers = true;
        try (LogTail next = tail()) {
            next.look();
        }
        assertThat(tries).extracting(Try::lines).containsExactly("the first line\n", "the second line\n", "new\n");
        assertThat(tries).extracting(Try::batch).doesNotHaveDuplicates();
    }

    @Test
    void a_file_cut_back_while_a_batch_was_on_its_way_and_grown_past_it_is_read_from_its_beginning() throws Exception {
        append("the first line\n");
        try (LogTail tail = tail()) {
            tail.look();
            append("the second line\n");
            serverAnswers = false;
            tail.look();
            Files.writeString(
                    log, "a new line that is longer than all that stood here\n", StandardOpenOption.TRUNCATE_EXISTING);
            serverAnswers = true;
            tail.look();
            assertThat(tail.look()).isEqualTo(LogTail.Look.NOTHING);
        }
        assertThat(tries)
                .extracting(Try::lines)
                .containsExactly(
                        "the first line\n",
                        "the second line\n",
                        "a new line that is longer than all that stood here\n");
    }

    @Test
    void a_file_cut_back_to_less_than_what_was_on_its_way_is_read_from_its_beginning() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
            append("a long line that was read once\n");
            serverAnswers = false;
            tail.look();
            Files.writeString(log, "the new one\n", StandardOpenOption.TRUNCATE_EXISTING);
            serverAnswers = true;
            tail.look();
        }
        assertThat(tries)
                .extracting(Try::lines)
                .containsExactly("one\n", "a long line that was read once\n", "the new one\n");
    }

    @Test
    void a_log_rotated_several_times_while_nobody_took_its_lines_is_read_file_by_file() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
            serverAnswers = false;
            append("two\n");
            tail.look();
            rotate(1);
            append("three\n");
            Files.writeString(folder.resolve("access.log_ssl"), "another log\n");
            Path alive = Files.writeString(folder.resolve("access-2.log"), "another log, too\n");
            Files.setLastModifiedTime(alive, FileTime.from(clock.plusMillis(1)));
            rotate(2);
            append("four\n");
            serverAnswers = true;
            drain(tail);
            assertThat(taken()).containsExactly("one\n", "two\n", "three\n", "four\n");
        }
        rotate(3);
        append("five\n");
        rotate(4);
        append("six\n");
        try (LogTail next = tail()) {
            drain(next);
        }
        assertThat(taken()).containsExactly("one\n", "two\n", "three\n", "four\n", "five\n", "six\n");
        assertThat(said).isEmpty();
    }

    @Test
    void what_was_packed_or_deleted_before_it_was_read_is_said_to_be_missing() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
        }
        append("two\n");
        rotate(1);
        append("three\n");
        rotate(2);
        append("four\n");
        Files.delete(folder.resolve("access.log.2"));
        Files.move(folder.resolve("access.log.1"), folder.resolve("access.log.1.gz"));
        try (LogTail next = tail()) {
            drain(next);
        }
        assertThat(taken()).containsExactly("one\n", "four\n");
        assertThat(said).hasSize(2);
        assertThat(said.getFirst()).contains("is gone").contains("behind its byte 4");
        assertThat(said.getLast()).contains("access.log.1.gz was packed before it was read");
    }

    @Test
    void a_file_that_is_packed_at_once_is_not_missed_once_it_was_read() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
            for (int i = 2; i <= 4; i++) {
                append("line " + i + "\n"); // between the latest look and the rotation
                rotate(1);
                pack(folder.resolve("access.log.1"), "." + i);
                append("after " + i + "\n");
                drain(tail);
            }
        }
        assertThat(taken())
                .containsExactly("one\n", "line 2\n", "after 2\n", "line 3\n", "after 3\n", "line 4\n", "after 4\n");
        assertThat(said).isEmpty();
    }

    @Test
    void a_file_that_is_being_packed_is_read_itself() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
            append("two\n");
            rotate(1);
            Files.writeString(folder.resolve("access.log.1.gz"), "the begi"); // the other half is to come
            append("three\n");
            drain(tail);
        }
        assertThat(taken()).containsExactly("one\n", "two\n", "three\n");
        assertThat(said).isEmpty();
    }

    @Test
    void of_two_files_packed_at_once_the_one_that_was_not_read_is_missing() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
            append("two\n");
            rotate(1);
            pack(folder.resolve("access.log.1"), "");
            Files.move(folder.resolve("access.log.1.gz"), folder.resolve("access.log.2.gz"));
            append("three and some more\n");
            rotate(1);
            pack(folder.resolve("access.log.1"), "");
            append("four\n");
            drain(tail);
        }
        assertThat(taken()).containsExactly("one\n", "two\n", "four\n");
        assertThat(said).singleElement().asString().contains("access.log.1.gz was packed before it was read");
    }

    @Test
    void what_was_packed_while_it_was_stopped_is_missing_only_behind_what_it_had_read() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
        }
        touch(); // as a writer does that opens it anew
        rotate(1);
        pack(folder.resolve("access.log.1"), "");
        append("two\n");
        try (LogTail next = tail()) {
            drain(next);
        }
        assertThat(taken()).containsExactly("one\n", "two\n");
        assertThat(said).isEmpty();
    }

    @Test
    void packs_of_the_same_size_are_told_apart_by_what_they_hold() throws Exception {
        for (String third : List.of("111 well\n", "333 well\n")) {
            Files.deleteIfExists(folder.resolve("access.log.1.gz"));
            Files.deleteIfExists(folder.resolve("access.log.2.gz"));
            Files.deleteIfExists(folder.resolve("tail.json"));
            Files.writeString(log, "");
            said.clear();
            tries.clear();
            append("111 well\n");
            try (LogTail tail = tail()) {
                tail.look();
            }
            rotate(1);
            pack(folder.resolve("access.log.1"), "");
            Files.move(folder.resolve("access.log.1.gz"), folder.resolve("access.log.2.gz"));
            append(third);
            rotate(1);
            pack(folder.resolve("access.log.1"), "");
            append("444 well\n");
            try (LogTail next = tail()) {
                drain(next);
            }
            assertThat(taken()).containsExactly("111 well\n", "444 well\n");
            assertThat(said)
                    .as("one pack stands for one file, also when both hold the same")
                    .singleElement()
                    .asString()
                    .contains("access.log.1.gz was packed before it was read");
        }
    }

    @Test
    void of_a_file_that_was_packed_empty_nothing_is_missing() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
            rotate(1);
            pack(folder.resolve("access.log.1"), ".2");
            touch();
            rotate(1);
            pack(folder.resolve("access.log.1"), "");
            append("two\n");
            drain(tail);
        }
        assertThat(taken()).containsExactly("one\n", "two\n");
        assertThat(said).isEmpty();
    }

    @Test
    void a_pack_that_ends_empty_is_not_empty() throws Exception {
        var bytes = new java.io.ByteArrayOutputStream();
        for (String part : List.of("two\n", "")) { // as pigz and cat make them
            try (var out = new GZIPOutputStream(bytes)) {
                out.write(part.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        Path packed = folder.resolve("access.log.1.gz");
        Files.write(packed, bytes.toByteArray());
        assertThat(Pack.isEmpty(packed)).isFalse();
    }

    @Test
    void an_empty_pack_proves_nothing_to_one_that_had_read_nothing() throws Exception {
        try (LogTail tail = tail()) {
            tail.look();
        }
        append("one\n");
        Files.move(log, folder.resolve("gone"));
        Files.createFile(log);
        touch();
        Files.createFile(folder.resolve("access.log.1"));
        Files.setLastModifiedTime(folder.resolve("access.log.1"), FileTime.from(clock));
        pack(folder.resolve("access.log.1"), "");
        try (LogTail next = tail()) {
            drain(next);
        }
        assertThat(said).first().asString().contains("is gone");
    }

    /// As gzip does: under another name, with the time of the file, which is gone then.
    private static void pack(Path file, String more) throws IOException {
        FileTime written = Files.getLastModifiedTime(file);
        Path packed = file.resolveSibling(file.getFileName() + more + ".gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Files.readAllBytes(file));
        }
        Files.setLastModifiedTime(packed, written);
        // Its inode stays taken: the next log must not be the same file by chance.
        Files.move(
                file,
                Files.createTempDirectory(file.resolveSibling("."), "gone").resolve("log"));
    }

    /// As logrotate does: every file gets the next number.
    private void rotate(int files) throws IOException {
        for (int i = files - 1; i > 0; i--) {
            Files.move(folder.resolve("access.log." + i), folder.resolve("access.log." + (i + 1)));
        }
        Files.move(log, folder.resolve("access.log.1"));
        Files.createFile(log);
        touch();
    }

    private void touch() throws IOException {
        clock = clock.plusSeconds(1);
        Files.setLastModifiedTime(log, FileTime.from(clock));
    }

    /// As `candor tail` looks when there is nothing.
    private void drain(LogTail tail) {
        for (int i = 0; i < 60; i++) {
            nanos += Duration.ofMillis(250).toNanos();
            tail.look();
        }
    }

    /// What the server took, each batch once.
    private List<String> taken() {
        return tries.stream().distinct().map(Try::lines).toList();
    }

    @Test
    void a_state_written_before_batches_were_noted_on_their_way_is_gone_on_from() throws Exception {
        append("one\ntwo\n");
        Object inode = Files.getAttribute(log, "unix:ino");
        Object device = Files.getAttribute(log, "unix:dev");
        String key = "(dev=" + Long.toHexString(((Number) device).longValue()) + ",ino=" + inode + ")";
        Files.writeString(folder.resolve("tail.json"), "{\"%s\":{\"file\":\"%s\",\"offset\":4}}".formatted(log, key));
        try (LogTail tail = tail()) {
            tail.look();
        }
        assertThat(tries).extracting(Try::lines).containsExactly("two\n");
    }

    @Test
    void a_file_cut_back_and_grown_past_where_it_was_read_to_is_read_from_its_beginning_and_said() throws Exception {
        append("the first line\n");
        try (LogTail tail = tail()) {
            tail.look();
            Files.writeString(log, "another line, and longer\n", StandardOpenOption.TRUNCATE_EXISTING);
            tail.look();
        }
        Files.writeString(log, "something else while nobody looked\n", StandardOpenOption.TRUNCATE_EXISTING);
        try (LogTail next = tail()) {
            drain(next);
        }
        assertThat(taken())
                .containsExactly(
                        "the first line\n", "another line, and longer\n", "something else while nobody looked\n");
        assertThat(tries).extracting(Try::batch).doesNotHaveDuplicates();
        assertThat(said).hasSize(2).allMatch(words -> words.contains("was cut back or written anew"));
        assertThat(said.getFirst()).contains("behind its byte 15 may be missing");
    }

    @Test
    void what_stands_before_the_place_is_compared_over_many_batches_of_all_lengths() throws Exception {
        var written = new StringBuilder();
        for (int round = 0; round < 3; round++) {
            try (LogTail tail = tail()) {
                for (int i = 0; i < 40; i++) {
                    String line = "x".repeat(i * i % 97) + i + "\n";
                    written.append(line);
                    append(line);
                    drain(tail);
                }
            }
        }
        assertThat(String.join("", taken())).isEqualTo(written.toString());
        assertThat(said).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_read_holds_up_no_other_and_is_tried_again() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other.log")); // as unreadable as a file gets for everybody
        try (LogTail tail = tail(List.of(other, log), true)) {
            for (int i = 0; i < 20; i++) {
                append("line " + i + "\n");
                tail.look();
            }
            assertThat(tries).hasSize(20);
            assertThat(said).singleElement().asString().contains("other.log cannot be read");
            Files.delete(other);
            Files.writeString(other, "at last\n");
            tail.look();
            assertThat(tries).as("it is not its time yet").hasSize(20);
            nanos += Duration.ofMinutes(2).toNanos();
            drain(tail);
        }
        assertThat(taken()).endsWith("at last\n").hasSize(21);
        assertThat(said).last().asString().contains("other.log can be read again, after 1 try");
    }

    @Test
    void two_on_one_state_would_write_over_each_other_and_the_second_is_refused_in_words() throws Exception {
        try (LogTail first = tail()) {
            assertThatThrownBy(() -> tail().close())
                    .hasMessageContaining("another candor tail is running with the state")
                    .hasMessageContaining("--state");
            append("one\n");
            assertThat(first.look()).isEqualTo(LogTail.Look.SENT);
        }
        try (LogTail next = tail()) {
            assertThat(next.look()).isEqualTo(LogTail.Look.NOTHING);
        }
    }

    @Test
    void a_log_is_the_same_however_its_path_is_written() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
        }
        Path another = folder.resolve("here").resolve("..").resolve("access.log");
        Files.createDirectory(folder.resolve("here"));
        append("two\n");
        try (LogTail tail = tail(List.of(another, log), true)) {
            drain(tail);
        }
        assertThat(taken()).containsExactly("one\n", "two\n");
    }

    @Test
    void what_is_written_before_the_first_batch_left_is_not_lost_at_a_restart() throws Exception {
        append("long ago\n");
        Path missing = folder.resolve("missing.log");
        tail(List.of(log, missing), false).close();
        append("new\n");
        Files.writeString(missing, "all of it is new\n");
        try (LogTail next = tail(List.of(log, missing), false)) {
            drain(next);
        }
        assertThat(taken()).containsExactlyInAnyOrder("new\n", "all of it is new\n");
        assertThat(said).isEmpty();
    }

    @Test
    void a_link_that_is_set_to_the_next_file_is_a_rotation_also_over_a_restart() throws Exception {
        Path linked = folder.resolve("current");
        Path files = Files.createDirectory(folder.resolve("files"));
        List<Path> targets = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            targets.add(Files.createFile(files.resolve("app-2026-03-0" + i + ".log")));
        }
        Files.createSymbolicLink(linked, targets.get(0));
        try (LogTail tail = tail(List.of(linked), true)) {
            write(targets.get(0), "one\n");
            drain(tail);
            serverAnswers = false;
            write(targets.get(0), "two\n");
            relink(linked, targets.get(1));
            tail.look();
            write(targets.get(1), "three\n");
            relink(linked, targets.get(2));
            tail.look();
            write(targets.get(2), "four\n");
            serverAnswers = true;
            drain(tail);
        }
        write(targets.get(2), "five\n");
        relink(linked, targets.get(3));
        write(targets.get(3), "six\n");
        try (LogTail next = tail(List.of(linked), true)) {
            drain(next);
        }
        assertThat(taken()).containsExactly("one\n", "two\n", "three\n", "four\n", "five\n", "six\n");
        assertThat(said)
                .as("it may have been set twice")
                .singleElement()
                .asString()
                .contains("while nobody followed");
    }

    /// As a worker of a web server does that still ends a long download.
    @Test
    void a_renamed_file_that_is_written_to_for_ever_keeps_nobody_from_the_new_one() throws Exception {
        append("before\n");
        try (LogTail tail = tail()) {
            drain(tail);
            Path old = Files.move(log, folder.resolve("access.log.1"));
            Files.writeString(log, "");
            for (int i = 0; i < 600; i++) {
                append("new " + i + "\n");
                if (i % 3 == 0) {
                    write(old, "old " + i + "\n");
                }
                nanos += Duration.ofMillis(250).toNanos();
                tail.look();
            }
            drain(tail);
        }
        String all = String.join("", taken());
        for (int i = 0; i < 600; i++) {
            assertThat(all).containsOnlyOnce("new " + i + "\n");
        }
        assertThat(all).contains("before\n", "old 0\n", "old 150\n");
        assertThat(said).singleElement().asString().contains("still writes");
    }

    /// While nothing can be sent, nobody reads the logs behind the first one.
    @Test
    void of_several_links_each_is_followed_while_the_server_is_away() throws Exception {
        Path files = Files.createDirectory(folder.resolve("files"));
        List<Path> links = List.of(folder.resolve("access"), folder.resolve("error"));
        for (Path link : links) {
            for (int i = 1; i <= 4; i++) {
                Files.createFile(files.resolve(link.getFileName() + "-" + i));
            }
            Files.createSymbolicLink(link, files.resolve(link.getFileName() + "-1"));
        }
        try (LogTail tail = tail(links, true)) {
            drain(tail);
            serverAnswers = false;
            for (int i = 1; i <= 4; i++) {
                for (Path link : links) {
                    Path target = files.resolve(link.getFileName() + "-" + i);
                    if (i > 1) {
                        relink(link, target);
                    }
                    write(target, link.getFileName() + " " + i + "\n");
                }
                tail.look();
            }
            serverAnswers = true;
            drain(tail);
        }
        assertThat(taken())
                .contains("access 1\n", "access 2\n", "access 3\n", "access 4\n")
                .contains("error 1\n", "error 2\n", "error 3\n", "error 4\n");
        assertThat(said).isEmpty();
    }

    @Test
    void a_link_set_more_than_once_while_nobody_followed_it_is_said() throws Exception {
        Path linked = folder.resolve("current");
        List<Path> targets = targets(3);
        Files.createSymbolicLink(linked, targets.get(0));
        write(targets.get(0), "one\n");
        try (LogTail tail = tail(List.of(linked), true)) {
            drain(tail);
        }
        try (LogTail same = tail(List.of(linked), true)) {
            drain(same);
        }
        assertThat(said).isEmpty();
        relink(linked, targets.get(1));
        write(targets.get(1), "two\n");
        relink(linked, targets.get(2));
        write(targets.get(2), "three\n");
        try (LogTail next = tail(List.of(linked), true)) {
            drain(next);
        }
        assertThat(taken()).containsExactly("one\n", "three\n");
        assertThat(said)
                .singleElement()
                .asString()
                .contains("current, a link, was set to another file while nobody followed it")
                .contains("may be missing");
    }

    @Test
    void a_link_that_goes_back_to_a_file_read_before_goes_on_where_it_was_left() throws Exception {
        Path linked = folder.resolve("current");
        List<Path> targets = targets(2);
        Files.createSymbolicLink(linked, targets.get(0));
        write(targets.get(0), "one\n");
        write(targets.get(1), "two\n");
        try (LogTail tail = tail(List.of(linked), true)) {
            drain(tail);
            relink(linked, targets.get(1));
            drain(tail);
            relink(linked, targets.get(0));
            write(targets.get(0), "three\n");
            drain(tail);
        }
        try (LogTail next = tail(List.of(linked), true)) {
            relink(linked, targets.get(1));
            write(targets.get(1), "four\n");
            drain(next);
            Files.writeString(targets.get(0), "anew\n");
            relink(linked, targets.get(0));
            drain(next);
        }
        assertThat(tries).extracting(Try::lines).containsExactly("one\n", "two\n", "three\n", "four\n", "anew\n");
        assertThat(tries).extracting(Try::batch).doesNotHaveDuplicates();
    }

    private List<Path> targets(int many) throws IOException {
        Path files = Files.createDirectory(folder.resolve("files"));
        var targets = new ArrayList<Path>();
        for (int i = 1; i <= many; i++) {
            targets.add(Files.createFile(files.resolve("app-2026-03-0" + i + ".log")));
        }
        return targets;
    }

    @Test
    void an_inode_used_again_by_another_file_is_another_file_and_the_lines_between_are_read() throws Exception {
        append("one\n");
        try (LogTail tail = tail()) {
            tail.look();
        }
        Files.writeString(log, "\n", StandardOpenOption.APPEND); // written after it was made, so that this is known
        var attributes = Files.readAttributes(log, BasicFileAttributes.class);
        assumeTrue(
                attributes.creationTime().toMillis()
                        < attributes.lastModifiedTime().toMillis(),
                "left out: this file system does not say when a file was made");
        String state = Files.readString(folder.resolve("tail.json"));
        Files.writeString(
                folder.resolve("tail.json"), state.replaceFirst("\"made\":[0-9]+", "\"made\":" + 1_000_000_000_000L));
        try (LogTail next = tail()) {
            drain(next);
        }
        assertThat(taken()).hasSize(2).last().asString().startsWith("one\n");
        assertThat(said).singleElement().asString().contains("is gone: lines behind its byte 4 may be missing");
    }

    private static void write(Path file, String line) throws IOException {
        Files.writeString(file, line, StandardOpenOption.APPEND);
    }

    private void relink(Path link, Path target) throws IOException {
        Path next = Files.createSymbolicLink(folder.resolve("next"), target);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private LogTail tail() {
        return tail(List.of(log), true);
    }

    private LogTail tail(List<Path> logs, boolean fromStart) {
        return new LogTail(
                logs,
                folder.resolve("tail.json"),
                fromStart,
                (file, batch, lines) -> {
                    tries.add(new Try(batch, new String(lines, StandardCharsets.UTF_8)));
                    return serverAnswers;
                },
                said::add,
                () -> nanos);
    }

    private void append(String lines) throws IOException {
        Files.writeString(log, lines, StandardOpenOption.APPEND);
        touch();
    }
}
