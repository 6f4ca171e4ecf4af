import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.Item;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Reading;
import dev.candor.base.json.Json;
import dev.candor.detect.SignalStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.detect.results.Results;
import dev.candor.platform.db.Migrations;
import dev.candor.platform.db.SqliteDatabase;
import dev.candor.platform.journal.Journal;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.Prober;
import dev.candor.probe.http.TrustPolicy;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.DnsResolver;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// One http check, judged and stored, against prometheus-blackbox-exporter: CPU per check. Fresh connection each
/// time for both.
final class ProbeBench {
    static void run(Table table) throws Exception {
        Path folder = Scratch.folder();
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(site.resolve("index.html"), "<!doctype html><title>ok</title><p>" + "all is well. ".repeat(20));
        Proc.output("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder.resolve("key.pem").toString(), "-out", folder.resolve("cert.pem").toString());
        int port = Proc.freePort();
        int tlsPort = port + 101;
        int peerPort = port + 202;
        Files.writeString(
                folder.resolve("blackbox.yml"),
                """
                modules:
                  plain: {prober: http, timeout: 5s, http: {valid_status_codes: [200], fail_if_body_not_matches_regexp: ["all is well"]}}
                  tls: {prober: http, timeout: 5s, http: {valid_status_codes: [200], fail_if_body_not_matches_regexp: ["all is well"], tls_config: {insecure_skip_verify: true}}}
                """);
        try (Proc nginx = NginxSite.start(folder, site, port, tlsPort);
                Proc peer = new Proc(folder.resolve("peer.log"), "prometheus-blackbox-exporter", "--config.file=" + folder.resolve("blackbox.yml"), "--web.listen-address=127.0.0.1:" + peerPort, "--log.level=error")) {
            Proc.await("http://127.0.0.1:" + port + "/");
            Proc.await("http://127.0.0.1:" + peerPort + "/metrics");
            compare(table, "http", folder, "http://127.0.0.1:" + port + "/", "plain", peer, peerPort, 60_000, 30_000, 4_000);
            compare(table, "https fresh handshake", folder, "https://127.0.0.1:" + tlsPort + "/", "tls", peer, peerPort, 12_000, 6_000, 3_000);
        }
    }

    private static void compare(Table table, String what, Path folder, String url, String module, Proc peer, int peerPort, int warm, int checks, int peerChecks) throws Exception {
        double ours;
        try (var us = new Us(folder.resolve("data-" + module), url)) {
            table.progress("ours, " + what + ": warming up with " + warm + " checks ...");
            us.checks(warm);
            var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = os.getProcessCpuTime();
            us.checks(checks);
            us.flush();
            ours = (os.getProcessCpuTime() - before) / 1e6 / checks;
        }
        table.progress("peer, " + what + ": " + peerChecks + " checks ...");
        String probe = "http://127.0.0.1:" + peerPort + "/probe?module=" + module + "&target=" + url;
        ask(probe, 500);
        double before = peer.cpuMillis();
        ask(probe, peerChecks);
        table.add("probe", what, ours, (peer.cpuMillis() - before) / peerChecks, "blackbox_exporter", "cpu ms/check");
    }

    private static void ask(String url, int times) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < times; i++) {
                String answer = client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
                if (!answer.contains("probe_success 1")) {
                    throw new IllegalStateException("the peer's check failed");
                }
            }
        }
    }

    /// The whole way of a check: probe, judge four assertions, store the measurement, decide the verdict.
    private static final class Us implements AutoCloseable {
        private final SqliteDatabase ledger;
        private final SqliteDatabase resultsFile;
        private final Results results;
        private final Verdicts verdicts;
        private final Prober prober;
        private final List<Item<Monitor>> monitors = new ArrayList<>();

        Us(Path data, String url) throws Exception {
            Files.createDirectories(data);
            Migrations.migrate(data.resolve("ledger.db"), Migrations.Schema.LEDGER);
            Migrations.migrate(data.resolve("results.db"), Migrations.Schema.RESULTS);
            ledger = SqliteDatabase.open(data.resolve("ledger.db"), SqliteDatabase.Durability.FULL);
            resultsFile = SqliteDatabase.open(data.resolve("results.db"), SqliteDatabase.Durability.NORMAL);
            var clock = SystemTime.wall();
            var ids = new Ids(clock, Randomness.secure());
            results = new Results(resultsFile);
            verdicts = new Verdicts(ledger, new MonitorStore(), new SignalStore(), new Journal(ids), ids, clock, (_, _) -> {});
            prober = new Prober(clock, SystemTime.elapsed(), SystemTime.sleeper(), dev.candor.base.ids.Randomness.secure(), DnsResolver.system(SystemTime.elapsed()), AddressGuard.allowing(List.of("127.0.0.0/8:1-65535")));
            for (int i = 0; i < 100; i++) {
                var document = Nodes.json("bench", Json.object("name", "m" + i, "service", "s", "kind", "http", "url", url,
                        "assert", List.of("status == 200", "latency < 5s", "body contains \"all is well\"", "header[\"content-type\"] contains \"html\"")));
                Monitor monitor = Monitor.KIND.reader().apply(Reading.of(document, "bench", new ArrayList<>(), new ArrayList<>()));
                if (monitor.spec() instanceof HttpSpec spec && url.startsWith("https")) {
                    monitor = new Monitor(monitor.name(), monitor.service(), monitor.kind(), spec.withTrust(new TrustPolicy.Anything()), monitor.every(), monitor.rule(), monitor.severity(), monitor.places());
                }
                monitors.add(new Item<>(ids.next(), monitor.name(), monitor, "", Map.of(), clock.instant(), clock.instant()));
            }
        }

        void checks(int count) throws Exception {
            var free = new Semaphore(8);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < count; i++) {
                    free.acquire();
                    Item<Monitor> monitor = monitors.get(i % monitors.size());
                    threads.execute(() -> {
                        try {
                            check(monitor);
                        } finally {
                            free.release();
                        }
                    });
                }
            }
        }

        private void check(Item<Monitor> monitor) {
            var at = SystemTime.wall().instant();
            ProbeResult result = prober.run(monitor.value().spec());
            if (!(result instanceof ProbeResult.Passed passed)) {
                throw new IllegalStateException("our check failed: " + result);
            }
            results.record(monitor.id(), "main", at, Outcome.of(result), passed.measured().phases());
            if (verdicts.observe(monitor, "main", Observation.of(at, result)).verdict() == Verdict.DOWN) {
                throw new IllegalStateException("down");
            }
        }

        void flush() {
            results.flush(SystemTime.wall().instant());
        }

        @Override
        public void close() {
            prober.close();
            ledger.close();
            resultsFile.close();
        }
    }
}
