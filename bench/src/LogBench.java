import dev.candor.telemetry.LogStream;
import dev.candor.telemetry.format.FieldMap;
import dev.candor.telemetry.route.RouteSettings;
import dev.candor.telemetry.route.Routes;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Window;
import dev.candor.telemetry.window.WindowSettings;
import dev.candor.telemetry.window.Windows;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lines per second of CPU, from bytes to closed windows by route, status, method, host, upstream, customer, client
/// and region with latency sketch; beside what only counts (grep, mawk) and what analyses (GoAccess) on the same file.
final class LogBench {
    private static final int LINES = Integer.getInteger("lines", 2_000_000);
    private static final int ROUNDS = 5;

    static void run(Table table) throws Exception {
        Path folder = Scratch.folder();
        for (boolean json : new boolean[] {false, true}) {
            Path file = folder.resolve(json ? "access.ndjson" : "access.log");
            table.progress("writing " + LINES + " lines ...");
            String hash = LogLines.write(file, LINES, json, 42);
            String kind = json ? "ndjson" : "combined";
            table.remark(kind + ": " + LINES + " lines, " + Files.size(file) / 1_000_000 + " MB, sha256 " + hash);
            double best = 0;
            double sum = 0;
            for (int round = 0; round < ROUNDS; round++) {
                double rate = ours(file, round == 0 ? table : null);
                best = Math.max(best, rate);
                sum += round == 0 ? 0 : rate;
            }
            double usual = sum / (ROUNDS - 1);
            table.remark(String.format(Locale.ROOT, "%s: best of %d rounds %.2f M lines/s of CPU, mean without the first %.2f", kind, ROUNDS, best, usual));
            add(table, kind + " aim", usual, json ? 2 : 3, "our aim");
            if (json) {
                add(table, kind + " (grep floor)", usual, peer(file, "grep", "-c", "\"status\":\"5", file.toString()), "grep -c");
            } else {
                add(table, kind + " (grep floor)", usual, peer(file, "grep", "-c", "\" 5[0-9][0-9] ", file.toString()), "grep -c");
                add(table, kind + " (mawk)", usual, peer(file, "mawk", "{ c[substr($9,1,1)]++ } END { for (i in c) print i, c[i] }", file.toString()), "mawk classes");
                add(table, kind + " (mawk)", usual, peer(file, "mawk", "{ c[substr($4,2,17) substr($9,1,1)]++ } END { print length(c) }", file.toString()), "mawk minute");
                add(table, kind + " (GoAccess)", usual, peer(file, "goaccess", file.toString(), "--log-format=%h %^[%d:%t %^] \"%r\" %s %b \"%R\" \"%u\" rt=%T", "--date-format=%d/%b/%Y", "--time-format=%H:%M:%S", "--no-progress", "-o", folder.resolve("out.json").toString()), "goaccess");
            }
            Files.delete(file);
        }
    }

    /// More lines per second are better, the table's ratio says "peer divided by ours": so CPU per million lines is compared.
    private static void add(Table table, String what, double ours, double peer, String name) {
        if (peer > 0) {
            table.add("logs", what, 1 / ours, 1 / peer, name, "CPU s / M lines");
        } else {
            table.remark(name + " is not installed: left out");
        }
    }

    /// Millions of lines per second of this process's CPU, reading the file included.
    private static double ours(Path file, Table table) throws Exception {
        var windows = new Windows(WindowSettings.USUAL, new Routes(RouteSettings.USUAL));
        var stream = new LogStream(LogStream.Framing.LINES, FieldMap.USUAL, List.of(), windows);
        var minutes = new ArrayList<Window>();
        long failures = 0;
        int closed = 0;
        double before = cpuSeconds();
        byte[] block = new byte[256 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                stream.take(block, 0, read, Windows.EVENT_TIME);
                for (Window window : windows.close(windows.latestMillis())) {
                    failures += window.failures();
                    closed++;
                }
            }
        }
        stream.end(Windows.EVENT_TIME);
        for (Window window : windows.closeAll()) {
            failures += window.failures();
            closed++;
            minutes.add(window);
        }
        double seconds = cpuSeconds() - before;
        if (table != null) {
            var report = stream.report();
            long awk = Long.parseLong(Proc.output("sh", "-c", "grep -cE '(\" 5[0-9][0-9] |\"status\":\"5)' " + file).strip());
            table.remark(report.counted() + " of " + report.lines() + " lines counted in " + closed + " windows, " + failures + " failures (grep: " + awk + "), routes in the last: " + minutes.getLast().top(Dimension.ROUTE).values().size());
        }
        return LINES / seconds / 1e6;
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /// The same for a program, by the shell's `times`; 0 when it is not installed.
    private static double peer(Path file, String... command) throws Exception {
        if (Proc.output("sh", "-c", "command -v " + command[0]).isBlank()) {
            return 0;
        }
        Files.newInputStream(file).transferTo(java.io.OutputStream.nullOutputStream());
        var words = new StringBuilder();
        for (String word : command) {
            words.append(" '").append(word).append('\'');
        }
        // Into a file: grep stops at the first match when it writes to /dev/null.
        String times = Proc.output("bash", "-c", "TIMEFORMAT='cpu %U %S'; time" + words + " >'" + file + ".out' 2>&1");
        Files.deleteIfExists(Path.of(file + ".out"));
        String[] parts = times.substring(times.indexOf("cpu ")).strip().split(" ");
        double seconds = Double.parseDouble(parts[1]) + Double.parseDouble(parts[2]);
        return LINES / Math.max(0.01, seconds) / 1e6;
    }
}
