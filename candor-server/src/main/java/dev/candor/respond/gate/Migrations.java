package dev.candor.respond.gate;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files that are to be judged together, in the order they would run.
public final class Migrations {
    /// Larger files are data, not migrations.
    public static final int LARGEST = 10 << 20;

    private Migrations() {}

    /// What was found.
    ///
    /// @param mistakes files that could not be read as SQL: `file:line: what`
    /// @param judged how many files were looked at that did not run yet
    public record Report(List<Finding> findings, List<String> mistakes, int judged) {
        public boolean refused() {
            return findings.stream().anyMatch(Finding::refused);
        }
    }

    /// @param files their bytes by name, in any order
    public static Report judge(Map<String, byte[]> files, Applied applied, Gate.How how) {
        var gate = new Gate(how);
        List<String> names = files.keySet().stream().sorted(Numbering.order()).toList();
        var findings = new ArrayList<>(Numbering.look(names, applied));
        var mistakes = new ArrayList<String>();
        int judged = 0;
        for (String name : names) {
            byte[] bytes = files.getOrDefault(name, new byte[0]);
            Optional<Boolean> edited = applied.edited(name, bytes);
            if (edited.isPresent() && edited.get()) {
                findings.add(edited(name));
            }
            try {
                findings.addAll(gate.look(name, text(bytes), edited.isEmpty()));
                judged += edited.isEmpty() ? 1 : 0;
            } catch (NotSqlException wrong) {
                mistakes.add(wrong.of(name));
            }
        }
        return new Report(List.copyOf(findings), List.copyOf(mistakes), judged);
    }

    private static Finding edited(String name) {
        return new Finding(
                Finding.Level.REFUSED,
                name,
                0,
                "edited-after-run",
                "",
                Lock.NONE,
                Applied.bare(name),
                "It ran already, and is not what ran: where it ran nothing happens or the tool stops, elsewhere something else happens.",
                List.of("-- give it back its old text, and write what is new into a migration of its own"));
    }

    private static String text(byte[] bytes) throws NotSqlException {
        if (bytes.length > LARGEST) {
            throw tooLarge(bytes.length);
        }
        var decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length + 1);
        boolean text = !decoder.decode(in, out, true).isError();
        String read = out.flip().toString();
        if (!text) {
            throw NotSqlException.at(
                    read, read.length(), "is not UTF-8 from its byte " + (in.position() + 1) + " on: is this a text?");
        }
        int nul = read.indexOf('\0');
        if (nul >= 0) {
            throw NotSqlException.at(read, nul, "holds a NUL: this is no text");
        }
        return read;
    }

    /// A file that nobody reads.
    public static NotSqlException tooLarge(long bytes) {
        return new NotSqlException(
                1, 1, "has " + (bytes >> 20) + " MB, at most " + (LARGEST >> 20) + " MB are read: is this data?");
    }
}
