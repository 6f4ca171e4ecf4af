import com.sun.net.httpserver.HttpServer;
import dev.candor.base.json.Json;
import dev.candor.lab.parts.CandorNode;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Postgres;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// What a step of a runbook costs beyond its effect and its verification: the intent stored before, the outcome after, each look. The floor does the same requests one after the
/// other, without a word to any disk.
final class RunbookBench {
    private static final int STEPS = 40;
    private static final int RUNS = 5;

    private final List<Long> effects = new CopyOnWriteArrayList<>();

    static void run(Table table) throws Exception {
        new RunbookBench().all(table);
    }

    private void all(Table table) throws Exception {
        HttpServer machine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        machine.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        machine.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("POST")) {
                effects.add(System.nanoTime());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        machine.start();
        String address = "http://127.0.0.1:" + machine.getAddress().getPort();
        double floor = floor(table, address);
        table.add("runbook", "embedded", candor(table, address, "embedded", Map.of()), floor, "plain requests", "ms a step");
        try (Postgres database = Postgres.start(FreePorts.any().take(), LabClock.real())) {
            database.execute("ALTER SYSTEM SET fsync = on");
            database.execute("SELECT pg_reload_conf()");
            double ours = candor(table, address, "PostgreSQL", Map.of("CANDOR_DATABASE_URL", database.jdbc()));
            table.add("runbook", "PostgreSQL", ours, floor, "plain requests", "ms a step");
        }
        machine.stop(0);
        table.remark("a step is an http effect and one http condition that verifies it; ours looks before and after, and stores the intent before and the outcome after");
    }

    private double floor(Table table, String address) throws Exception {
        table.progress("plain requests ...");
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int run = 0; run <= RUNS; run++) {
            effects.clear();
            for (int step = 0; step < STEPS; step++) {
                client.send(HttpRequest.newBuilder(URI.create(address + "/" + step)).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.discarding());
                client.send(HttpRequest.newBuilder(URI.create(address + "/well")).build(), HttpResponse.BodyHandlers.discarding());
            }
        }
        return perStep();
    }

    /// Between the first effect and the last.
    private double perStep() {
        return (effects.getLast() - effects.getFirst()) / 1e6 / (effects.size() - 1);
    }

    private double candor(Table table, String address, String where, Map<String, String> variables) throws Exception {
        Path folder = Scratch.folder();
        var yaml = new StringBuilder("services: [{name: shop}]\nrunbooks:\n  - name: forty\n    service: shop\n    deadline: 1h\n    steps:\n");
        for (int step = 0; step < STEPS; step++) {
            yaml.append(String.format(
                    Locale.ROOT,
                    "      - {name: s%d, kind: http, url: \"%s/%d\", repeat: keyed, verify: [{http: \"%s/well\", assert: [\"status == 200\"]}], undo: nothing}%n",
                    step, address, step, address));
        }
        var millis = new ArrayList<Double>();
        try (CandorNode node = CandorNode.start(folder, yaml.toString(), variables, LabClock.real())) {
            for (int run = 0; run <= RUNS; run++) {
                table.progress("candor, " + where + ": run " + (run + 1) + " of " + (RUNS + 1) + " ...");
                effects.clear();
                node.ask("POST", "/api/runs", Json.write(Json.object("runbook", "forty")));
                for (int i = 0; i < 1_200 && effects.size() < STEPS; i++) {
                    Thread.sleep(50);
                }
                if (effects.size() != STEPS) {
                    throw new IllegalStateException(effects.size() + " of " + STEPS + " effects: " + node.ask("GET", "/api/runs", ""));
                }
                Thread.sleep(1_000);
                if (run > 0) { // the first compiles
                    millis.add(perStep());
                }
            }
        }
        millis.sort(null);
        return millis.get(millis.size() / 2);
    }
}
