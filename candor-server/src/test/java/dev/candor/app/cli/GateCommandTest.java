package dev.candor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateCommandTest {
    @TempDir
    Path folder;

    /// What a command prints, and its exit code in the last line.
    private static List<String> run(Object... arguments) {
        PrintStream out = System.out;
        var bytes = new ByteArrayOutputStream();
        int exit;
        try (var caught = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(caught);
            var words = Stream.concat(Stream.of("gate"), Stream.of(arguments).map(String::valueOf));
            exit = Main.run(words.toArray(String[]::new), new LinkedHashMap<>());
        } finally {
            System.setOut(out);
        }
        return Stream.concat(bytes.toString(StandardCharsets.UTF_8).lines(), Stream.of("exit " + exit))
                .toList();
    }

    private Path file(String name, String sql) throws Exception {
        return Files.writeString(folder.resolve(name), sql);
    }

    @Test
    void a_folder_of_migrations_is_read_and_what_locks_is_refused_with_the_way_out() throws Exception {
        file("V1__orders.sql", "CREATE TABLE orders (id int);\nCREATE INDEX ON orders (id);\n");
        assertThat(run(folder)).containsExactly("1 migration read: nothing refused.", "exit 0");
        file("V2__check.sql", "SET lock_timeout = '2s';\n\nALTER TABLE orders ADD CONSTRAINT big CHECK (id > 0);\n");
        List<String> said = run(folder);
        assertThat(said.getFirst())
                .endsWith("V2__check.sql:3: refused (add-check): ALTER TABLE orders ADD CONSTRAINT big CHECK (id > 0)");
        assertThat(said)
                .contains(
                        "  locks  orders, ACCESS EXCLUSIVE: nobody reads or writes",
                        "         ALTER TABLE orders ADD CONSTRAINT big CHECK (id > 0) NOT VALID;",
                        "         ALTER TABLE orders VALIDATE CONSTRAINT big;",
                        "2 migrations read: 1 refused.")
                .endsWith("exit 1");
    }

    @Test
    void json_is_one_object_a_line() throws Exception {
        Path file = file("V1__x.sql", "TRUNCATE orders;");
        List<String> said = run("--json", "--lock-timeout", "2s", file);
        assertThat(said).hasSize(2).endsWith("exit 1");
        var finding = Json.parseObject(said.getFirst().getBytes(StandardCharsets.UTF_8));
        assertThat(finding)
                .containsEntry("rule", "truncate")
                .containsEntry("table", "orders")
                .containsEntry("lock", "ACCESS EXCLUSIVE")
                .containsEntry("line", 1L);
    }

    @Test
    void what_is_no_sql_and_what_is_not_there_are_wrong_input() throws Exception {
        assertThat(run(file("V1__x.sql", "changeSets:\n  - id: 1\n"))).endsWith("exit 2");
        assertThat(run(folder.resolve("missing.sql"))).endsWith("exit 2");
        assertThat(run(Files.write(folder.resolve("large.sql"), new byte[11 << 20])))
                .endsWith("exit 2");
        assertThat(run(file("V3__x.sql", "SELECT 1;"), "--applied", Files.write(folder.resolve("b"), new byte[] {-1})))
                .endsWith("exit 2");
        assertThat(run(file("V2__x.sql", "SELECT 1;"), "--lock-timeout", "soon"))
                .endsWith("exit 2");
        assertThat(run()).endsWith("exit 2");
    }

    @Test
    void an_edited_file_is_found_by_the_folder_and_by_checksums() throws Exception {
        Path file = file("V1__x.sql", "SELECT 1;\n");
        Path ran = Files.createDirectory(folder.resolve("ran"));
        Files.copy(file, ran.resolve("V1__x.sql"));
        assertThat(run(file, "--applied", ran)).endsWith("0 migrations read: nothing refused.", "exit 0");
        Files.writeString(file, "SELECT 2;\n");
        assertThat(run(file, "--applied", ran)).endsWith("exit 1").anyMatch(line -> line.contains("edited-after-run"));
        Path sums = Files.writeString(folder.resolve("sums"), "V1__x.sql,12345\n");
        assertThat(run(file, "--applied", sums)).endsWith("exit 1");
        assertThat(run(file, "--applied", Files.writeString(sums, "what is this\n")))
                .endsWith("exit 2");
    }
}
