import com.sun.net.httpserver.HttpServer;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Postgres;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/// From an alert told by HTTP to its first message at a webhook, at 1 and 100 alerts a second, on both databases; beside Alertmanager, which waits for nothing here
/// (`group_wait: 0s`, each alert a group) and keeps nothing on the disk before it answers.
final class AlertBench {
    private static final String TOKEN = "cdr_of-the-admin-of-the-benchmark-of-alerts";
    private static final String KEY = "intake-key-of-the-benchmark";
    private static final int SERVICES = 20;
    private static final Pattern NAME = Pattern.compile("lamp-([0-9]+)-out");

    /// How an alert is told, by its number.
    private interface Teller {
        HttpRequest tell(int number);
    }

    private final Map<Integer, Long> sent = new ConcurrentHashMap<>();
    private final Map<Integer, Long> arrived = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int next;

    static void run(Table table) throws Exception {
        new AlertBench().all(table);
    }

    private void all(Table table) throws Exception {
        HttpServer sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        sink.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        sink.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            long now = System.nanoTime();
            var name = NAME.matcher(body);
            while (name.find()) {
                arrived.putIfAbsent(Integer.parseInt(name.group(1)), now);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        sink.start();
        String hook = "http://127.0.0.1:" + sink.getAddress().getPort();
        Map<Integer, double[]> peer = alertmanager(table, hook);
        Map<Integer, double[]> embedded = candor(table, hook, "embedded", "");
        Map<Integer, double[]> postgres;
        try (Postgres database = Postgres.start(FreePorts.any().take(), LabClock.real())) {
            database.execute("ALTER SYSTEM SET fsync = on");
            database.execute("SELECT pg_reload_conf()");
            postgres = candor(table, hook, "PostgreSQL", database.jdbc());
        }
        sink.stop(0);
        for (int rate : new int[] {1, 100}) {
            rows(table, "embedded", rate, embedded.get(rate), peer.get(rate));
            rows(table, "PostgreSQL", rate, postgres.get(rate), peer.get(rate));
        }
        table.remark("ours is on the disk before the sender hears of it, and the message is a row before it is sent; Alertmanager's alert is in memory");
    }

    private static void rows(Table table, String where, int rate, double[] ours, double[] peer) {
        table.add("alert", where + ", " + rate + "/s, p50", ours[0], peer[0], "alertmanager", "ms to message");
        table.add("alert", where + ", " + rate + "/s, p99", ours[1], peer[1], "alertmanager", "ms to message");
    }

    private Map<Integer, double[]> candor(Table table, String hook, String where, String database) throws Exception {
        Path folder = Scratch.folder();
        var yaml = new StringBuilder("channels:\n");
        for (int i = 0; i < SERVICES; i++) {
            yaml.append("  - {name: hook").append(i).append(", kind: webhook, url: \"").append(hook).append("/").append(i).append("\"}\n");
        }
        yaml.append("escalation-policies:\n");
        for (int i = 0; i < SERVICES; i++) {
            yaml.append("  - {name: p").append(i).append(", steps: [{notify: [{channel: hook").append(i).append("}], then-after: 24h}]}\n");
        }
        yaml.append("services:\n");
        for (int i = 0; i < SERVICES; i++) {
            yaml.append("  - {name: s").append(i).append(", escalation-policy: p").append(i).append(", intake-keys: [\"").append(KEY).append(i).append("\"]}\n");
        }
        Path config = Files.writeString(folder.resolve("candor.yaml"), yaml);
        int port = Proc.freePort();
        var command = new java.util.ArrayList<>(java.util.List.of(
                "env", "CANDOR_BOOTSTRAP_TOKEN=" + TOKEN, "CANDOR_NETWORK_ALLOW=127.0.0.0/8:1-65535",
                System.getenv("CANDOR_BENCH_JAVA"), "-Xmx512m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getenv("CANDOR_BENCH_CLASSPATH"), "dev.candor.lab.Main", "serve", "--data", folder.resolve("data").toString(),
                "--config", config.toString(), "--listen", "127.0.0.1:" + port, "--page-listen", "127.0.0.1:" + (port + 1)));
        if (!database.isEmpty()) {
            command.addAll(java.util.List.of("--database-url", database));
        }
        try (Proc candor = new Proc(folder.resolve("log"), command.toArray(String[]::new))) {
            Proc.await("http://127.0.0.1:" + port + "/ready", 60);
            return measure(table, "candor, " + where, number -> HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/enqueue"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(String.format(
                            Locale.ROOT,
                            "{\"routing_key\":\"%s%d\",\"event_action\":\"trigger\",\"dedup_key\":\"lamp-%d\",\"payload\":{\"summary\":\"lamp-%d-out\",\"source\":\"shop.example\",\"severity\":\"critical\"}}",
                            KEY, number % SERVICES, number, number)))
                    .build());
        }
    }

    private Map<Integer, double[]> alertmanager(Table table, String hook) throws Exception {
        Path folder = Scratch.folder();
        Path config = Files.writeString(
                folder.resolve("alertmanager.yml"),
                "route: {receiver: hook, group_by: ['...'], group_wait: 0s, group_interval: 1m, repeat_interval: 4h}\nreceivers: [{name: hook, webhook_configs: [{url: \"" + hook + "/peer\", send_resolved: false}]}]\n");
        int port = Proc.freePort();
        try (Proc peer = new Proc(
                folder.resolve("log"), "prometheus-alertmanager", "--config.file=" + config, "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port, "--cluster.listen-address=")) {
            Proc.await("http://127.0.0.1:" + port + "/-/ready", 30);
            return measure(table, "alertmanager", number -> HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(String.format(
                            Locale.ROOT, "[{\"labels\":{\"alertname\":\"lamp-%d-out\",\"service\":\"s%d\",\"severity\":\"critical\"}}]", number, number % SERVICES)))
                    .build());
        }
    }

    /// @return for each rate the median and the 99th percentile in milliseconds
    private Map<Integer, double[]> measure(Table table, String who, Teller teller) throws Exception {
        table.progress(who + ": warming up ...");
        series(teller, 100, 1_000);
        table.progress(who + ": 1 alert a second for 60 s ...");
        double[] slow = series(teller, 1, 60);
        table.progress(who + ": 100 alerts a second for 30 s ...");
        double[] fast = series(teller, 100, 3_000);
        return Map.of(1, slow, 100, fast);
    }

    private double[] series(Teller teller, int rate, int count) throws Exception {
        int first = next;
        next += count;
        var open = new Semaphore(500);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + 1_000_000_000L * i / rate;
            while (System.nanoTime() < due) {
                Thread.sleep(java.time.Duration.ofNanos(Math.max(1, due - System.nanoTime())));
            }
            int number = first + i;
            open.acquire();
            sent.put(number, due); // counted from when it should have left: a sender that is held up hides nothing
            client.sendAsync(teller.tell(number), HttpResponse.BodyHandlers.ofString()).whenComplete((answer, broken) -> {
                open.release();
                if (broken != null || answer.statusCode() / 100 != 2) {
                    System.err.println("not accepted: " + (broken != null ? broken : answer.statusCode() + " " + answer.body()));
                }
            });
        }
        for (int i = 0; i < 600 && !all(first, count); i++) {
            Thread.sleep(100);
        }
        var millis = new double[count];
        for (int i = 0; i < count; i++) {
            Long at = arrived.get(first + i);
            if (at == null) {
                throw new IllegalStateException("alert " + (first + i) + " never arrived");
            }
            millis[i] = (at - sent.get(first + i)) / 1e6;
        }
        Arrays.sort(millis);
        return new double[] {millis[count / 2], millis[Math.min(count - 1, (int) Math.ceil(count * 0.99) - 1)]};
    }

    private boolean all(int first, int count) {
        for (int i = 0; i < count; i++) {
            if (!arrived.containsKey(first + i)) {
                return false;
            }
        }
        return true;
    }
}
