import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process of the benchmark: what it costs, and its end.
final class Proc implements AutoCloseable {
    private final Process process;

    Proc(Path log, String... command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }

    /// CPU of the process and its children so far, in milliseconds (a clock tick is 10 ms).
    double cpuMillis() {
        double sum = own(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            sum += own(child.pid());
        }
        return sum;
    }

    private static double own(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(words[11]) + Long.parseLong(words[12])) * 10.0;
        } catch (IOException gone) {
            return 0;
        }
    }

    double residentMegabytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
                }
            }
            return 0;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    static int freePort() throws IOException {
        for (int port = 28000; port < 32000; port++) {
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IOException("no free port");
    }

    static void await(String url) throws Exception {
        await(url, 30);
    }

    static void await(String url, int seconds) throws Exception {
        for (int i = 0; i < seconds * 40; i++) {
            if (answers(url)) {
                return;
            }
            Thread.sleep(25);
        }
        throw new IllegalStateException(url + " does not answer");
    }

    static boolean answers(String url) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(2000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    static String output(String... command) throws Exception {
        var builder = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
        String text = new String(builder.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        builder.waitFor();
        return text;
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(java.time.Duration.ofSeconds(10))) {
            process.destroyForcibly().waitFor();
        }
    }
}
