package dev.candor.lab.parts;

import dev.candor.base.json.Json;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Candor in a process of its own, as a user starts it: for drills in which Candor itself is what breaks.
public final class CandorNode implements AutoCloseable {
    /// May do everything in a drill.
    public static final String TOKEN = "cdr_of-the-admin-of-a-node-in-the-lab";

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final List<String> command;
    private final int classPath;
    private final Path home;
    private final LabClock clock;
    private final URI console;
    private final URI pages;
    private RealProcess process;

    private CandorNode(List<String> command, Path home, LabClock clock, URI console, URI pages) throws IOException {
        this.command = command;
        this.classPath = command.indexOf("-cp") + 1;
        this.home = home;
        this.clock = clock;
        this.console = console;
        this.pages = pages;
        this.process = RealProcess.start("candor", command, home.resolve("candor.log"), clock);
    }

    /// @param home where it keeps its data and its log; deleted by whoever made it
    /// @param configuration YAML, as in a `candor.yaml`
    /// @param variables what the configuration calls `${NAME}`, and settings
    /// @return ready
    public static CandorNode start(Path home, String configuration, Map<String, String> variables, LabClock clock)
            throws IOException, InterruptedException {
        FreePorts ports = FreePorts.any();
        URI console = URI.create("http://127.0.0.1:" + ports.take());
        URI pages = URI.create("http://127.0.0.1:" + ports.take());
        Path file = Files.writeString(home.resolve("candor.yaml"), configuration);
        var command = new ArrayList<String>();
        command.add("env");
        command.add("CANDOR_BOOTSTRAP_TOKEN=" + TOKEN);
        command.add("CANDOR_NETWORK_ALLOW=127.0.0.0/8:1-65535");
        variables.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(Jvm.command(
                dev.candor.lab.Main.class,
                "256m",
                "serve",
                "--config",
                file.toString(),
                "--data",
                home.resolve("data").toString(),
                "--listen",
                console.getAuthority(),
                "--page-listen",
                pages.getAuthority()));
        var node = new CandorNode(command, home, clock, console, pages);
        try {
            node.awaitReady();
            return node;
        } catch (IllegalStateException | InterruptedException broken) {
            node.close();
            throw broken;
        }
    }

    private void awaitReady() throws InterruptedException {
        process.awaitPort(console.getPort(), START);
        long from = clock.elapsed().nanos();
        while (status("GET", "/ready", "") != 200) {
            if (clock.elapsed().nanos() - from > START.toNanos()) {
                throw new IllegalStateException("candor is not ready in time: " + process.logEnd());
            }
            clock.sleeper().sleep(POLL);
        }
    }

    public URI console() {
        return console;
    }

    public URI pages() {
        return pages;
    }

    /// Its folder of data.
    public Path data() {
        return home.resolve("data");
    }

    /// `kill -9`.
    public void kill() {
        process.kill();
    }

    /// Starts again on the same data after `kill`, at the same addresses. Returns when it is ready.
    public void restart() throws IOException, InterruptedException {
        launch(command);
    }

    /// The same with other class files before those of the program: another version of it.
    public void restart(Path patch) throws IOException, InterruptedException {
        var patched = new ArrayList<>(command);
        patched.set(classPath, patch + File.pathSeparator + patched.get(classPath));
        launch(patched);
    }

    private void launch(List<String> words) throws IOException, InterruptedException {
        process = RealProcess.start("candor", words, home.resolve("candor.log"), clock);
        awaitReady();
    }

    /// What the API answers to the admin.
    ///
    /// @throws IOException when it does not answer, or not with a 2xx
    public Map<String, @Nullable Object> ask(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request(method, path, body, TOKEN), bytes());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " gave " + answer.statusCode() + ": "
                    + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return answer.body().length == 0 ? Map.of() : Json.parseObject(answer.body());
    }

    /// When its first alert was raised, by its own word; empty when it knows of none.
    public Optional<Instant> firstAlert() throws IOException, InterruptedException {
        return ask("GET", "/api/alerts?limit=200", "").get("items") instanceof List<?> items
                ? items.stream()
                        .map(item -> ((Map<?, ?>) item).get("triggered_at"))
                        .map(at -> Instant.parse(String.valueOf(at)))
                        .min(Instant::compareTo)
                : Optional.empty();
    }

    /// The status of the answer to the admin; 0 when there is none.
    public int status(String method, String path, String body) throws InterruptedException {
        return status(method, path, body, TOKEN);
    }

    /// The status of the answer to whoever has this token, empty for a stranger; 0 when there is none.
    public int status(String method, String path, String body, String token) throws InterruptedException {
        try {
            return client.send(request(method, path, body, token), bytes()).statusCode();
        } catch (IOException away) {
            return 0;
        }
    }

    private static HttpResponse.BodyHandler<byte[]> bytes() {
        return HttpResponse.BodyHandlers.ofByteArray();
    }

    private HttpRequest request(String method, String path, String body, String token) {
        var request = HttpRequest.newBuilder(console.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return token.isEmpty()
                ? request.build()
                : request.header("Authorization", "Bearer " + token).build();
    }

    @Override
    public void close() {
        process.close();
        client.shutdownNow();
    }
}
