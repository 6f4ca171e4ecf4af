package dev.candor.lab.parts;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One small shell that outlives this process by a moment: it is told of every process group that starts and ends,
/// and kills what is left when this process is gone, even after `kill -9`.
final class Watchman {
    /// `+ID` adds a group, `-ID` removes one; the end of the input means that the parent is gone.
    private static final String SCRIPT = """
            groups=' '
            while read -r line; do
              id="${line#?}"
              case "$line" in
                +*) groups="$groups$id " ;;
                -*) groups=$(printf '%s' "$groups" | sed "s/ $id / /") ;;
              esac
            done
            for id in $groups; do kill -s KILL -- "-$id" 2>/dev/null; done
            """;

    private static @Nullable Writer toShell;

    private Watchman() {}

    static synchronized void started(long group) throws IOException {
        if (toShell == null) {
            Process shell = new ProcessBuilder("setsid", "sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            toShell = shell.outputWriter(StandardCharsets.US_ASCII);
        }
        tell("+" + group);
    }

    static synchronized void ended(long group) throws IOException {
        if (toShell != null) {
            tell("-" + group);
        }
    }

    private static void tell(String line) throws IOException {
        Writer shell = toShell;
        if (shell != null) {
            shell.write(line + "\n");
            shell.flush();
        }
    }
}
