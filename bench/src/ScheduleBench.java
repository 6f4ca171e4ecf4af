import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// 100,000 monitors at 60 s against a local server for two minutes: lateness, CPU, memory.
final class ScheduleBench {
    private static final int MONITORS = Integer.getInteger("monitors", 100_000);

    static void run(Table table) throws Exception {
        Path folder = Scratch.folder();
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(site.resolve("index.html"), "<!doctype html><title>ok</title>");
        int port = Proc.freePort();
        Path config = Files.createDirectories(folder.resolve("config"));
        // Over many loopback addresses, as real monitors go to many hosts.
        for (int file = 0; file * 10_000 < MONITORS; file++) {
            var yaml = new StringBuilder(file == 0 ? "services: [{name: shop}]\n" : "").append("monitors:\n");
            for (int i = file * 10_000; i < Math.min(MONITORS, (file + 1) * 10_000); i++) {
                yaml.append("  - {name: m").append(i).append(", service: shop, kind: http, url: \"http://127.0.").append(i / 250 % 250).append('.').append(1 + i % 250).append(':').append(port).append("/\", every: 60s, timeout: 10s}\n");
            }
            Files.writeString(config.resolve("m" + file + ".yaml"), yaml);
        }
        try (Proc nginx = NginxAny.start(folder, site, port);
                Proc candor = new Proc(
                        folder.resolve("log"),
                        System.getenv("CANDOR_BENCH_JAVA"), "-Xmx1200m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getenv("CANDOR_BENCH_CLASSPATH"), "dev.candor.lab.Main", "serve",
                        "--settings", settings(folder).toString(), "--data", folder.resolve("data").toString(), "--config", config.toString(),
                        "--listen", "127.0.0.1:" + (port + 1), "--page-listen", "127.0.0.1:" + (port + 2))) {
            table.progress("starting with " + MONITORS + " monitors ...");
            double starting = candor.cpuMillis();
            Proc.await("http://127.0.0.1:" + (port + 1) + "/live", 180); // the first start reads and stores them all
            table.remark(String.format(java.util.Locale.ROOT, "the first start took %.1f s of CPU", (candor.cpuMillis() - starting) / 1000));
            Thread.sleep(70_000); // the first round compiles and fills caches
            table.progress("measuring for two minutes ...");
            double before = candor.cpuMillis();
            Map<String, Double> start = metrics(port + 1);
            Thread.sleep(120_000);
            double cpu = candor.cpuMillis() - before;
            Map<String, Double> end = metrics(port + 1);
            double runs = end.get("candor_probe_runs_total") - start.get("candor_probe_runs_total");
            double skipped = end.get("candor_probe_skipped_total") - start.get("candor_probe_skipped_total");
            table.add("schedule", "cpu, share of a core", cpu / 120_000 * 100, 25, "our aim", "percent");
            table.add("schedule", "lateness p50 (upper bound)", end.get("candor_probe_lateness_seconds{quantile=\"0.5\"}") * 1000, 50, "our aim", "ms");
            table.add("schedule", "lateness p99 (upper bound)", end.get("candor_probe_lateness_seconds{quantile=\"0.99\"}") * 1000, 50, "our aim", "ms");
            table.add("schedule", "lateness max (upper bound)", end.get("candor_probe_lateness_seconds{quantile=\"1.0\"}") * 1000, 1000, "our aim", "ms");
            table.add("schedule", "memory per monitor", candor.residentMegabytes() * 1024 / MONITORS, 1.5, "our aim", "KiB resident");
            table.remark(String.format(java.util.Locale.ROOT, "%.0f runs in 120 s (%.1f %% of what was due), %.0f skipped, %.0f MiB resident", runs, runs / (MONITORS * 2) * 100, skipped, candor.residentMegabytes()));
        }
    }

    private static Path settings(Path folder) throws Exception {
        return Files.writeString(folder.resolve("settings.yaml"), "network: {allow: [\"127.0.0.0/8:1-65535\"]}\n");
    }

    private static Map<String, Double> metrics(int port) throws Exception {
        var values = new TreeMap<String, Double>();
        for (String line : Proc.output("curl", "-s", "http://127.0.0.1:" + port + "/metrics").split("\n")) {
            int space = line.lastIndexOf(' ');
            if (space > 0 && !line.startsWith("#")) {
                values.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
            }
        }
        return values;
    }
}
