package dev.candor.e2e;

import dev.candor.base.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A real server process, started from the same folder of jars as the launcher starts it, on a data folder that
/// outlives it.
final class CandorProcess implements AutoCloseable {
    static final String TOKEN = "an-admin-token-for-end-to-end-tests";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path data;
    private final Map<String, String> environment;
    private final List<String> arguments;
    private Process process;

    CandorProcess(Path data, Map<String, String> environment, String... arguments) {
        this.data = data;
        this.environment = environment;
        this.arguments = List.of(arguments);
        this.process = launch();
    }

    static Path root() {
        return Path.of(System.getProperty("candor.root"));
    }

    /// The words that start the program, without arguments for it.
    static List<String> java() throws IOException {
        try (var jars = Files.list(root().resolve("target/dist"))) {
            String classPath = jars.map(Path::toString)
                    .filter(jar -> jar.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(":"));
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+AutoCreateSharedArchive",
                    "-XX:SharedArchiveFile=" + root().resolve("target/dist/candor-e2e.jsa"),
                    "-Xshare:auto",
                    "-Xlog:cds=off",
                    "-Xlog:cds+dynamic=off",
                    "-Xlog:aot=off",
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classPath,
                    "dev.candor.lab.Main");
        }
    }

    private Process launch() {
        try {
            Files.deleteIfExists(data.resolve("addresses"));
            var command = new ArrayList<>(java());
            command.addAll(List.of(
                    "serve", "--data", data.toString(), "--listen", "127.0.0.1:0", "--page-listen", "127.0.0.1:0"));
            command.addAll(arguments);
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolve("server.log").toFile()));
            builder.environment().put("CANDOR_BOOTSTRAP_TOKEN", TOKEN);
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException("run ./candor --build first", failure);
        }
    }

    /// Waits until the process says where it listens.
    CandorProcess awaitStart() throws InterruptedException {
        Poll.until("the server listens", Duration.ofSeconds(60), () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended: " + log());
            }
            return Files.exists(data.resolve("addresses")) && addresses().size() == 2;
        });
        return this;
    }

    private Map<String, String> addresses() {
        try {
            return Files.readAllLines(data.resolve("addresses")).stream()
                    .filter(line -> line.contains(" "))
                    .collect(Collectors.toMap(line -> line.split(" ")[0], line -> line.split(" ")[1]));
        } catch (IOException notYet) {
            return Map.of();
        }
    }

    String console() {
        return addresses().getOrDefault("console", "");
    }

    String pages() {
        return addresses().getOrDefault("pages", "");
    }

    /// The end without a goodbye.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM, as a service manager sends it; the exit code, or -1 when it did not end within 20 s.
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor(Duration.ofSeconds(20)) ? process.exitValue() : -1;
    }

    void restart() throws InterruptedException {
        process = launch();
        awaitStart();
    }

    String log() {
        try {
            return Files.readString(data.resolve("server.log"));
        } catch (IOException none) {
            return "";
        }
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(console() + path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    Map<String, @org.jspecify.annotations.Nullable Object> get(String path) throws IOException, InterruptedException {
        return Json.parseObject(send("GET", path, "").body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(Duration.ofSeconds(20))) {
            process.destroyForcibly().waitFor();
        }
    }
}
