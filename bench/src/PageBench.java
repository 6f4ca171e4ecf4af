import dev.candor.base.time.SystemTime;
import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.DayBar;
import dev.candor.page.PageModel;
import dev.candor.page.PagePolicy;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotDirectory;
import dev.candor.page.SnapshotKey;
import dev.candor.page.SnapshotRenderer;
import dev.candor.page.Trust;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/// GET of a status page: our server against nginx with the very same file, plain and gzip, 64 and 512 connections. CPU per request of the server alone.
final class PageBench {
    static void run(Table table) throws Exception {
        Path folder = Scratch.folder();
        SnapshotKey key = SnapshotKey.generate();
        Snapshot snapshot = new SnapshotRenderer(key).render(model());
        new SnapshotDirectory(folder.resolve("pages"), Trust.keys(Set.of(key.publicText()))).write(snapshot);
        byte[] page = snapshot.files().stream().filter(file -> file.path().equals("index.html")).findFirst().orElseThrow().identity();
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.write(site.resolve("index.html"), page);
        Files.write(site.resolve("index.html.gz"), gzip(page));
        int port = Proc.freePort();
        int ourPort = port + 101;
        try (Proc nginx = NginxSite.start(folder, site, port, 0);
                Proc ours = new Proc(
                        folder.resolve("ours.log"),
                        System.getenv("CANDOR_BENCH_JAVA"),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getenv("CANDOR_BENCH_CLASSPATH"),
                        "dev.candor.lab.Main",
                        "page",
                        "--origin",
                        folder.resolve("pages").toString(),
                        "--listen",
                        "127.0.0.1:" + ourPort)) {
            Proc.await("http://127.0.0.1:" + port + "/");
            Proc.await("http://127.0.0.1:" + ourPort + "/");
            table.progress("warming up ...");
            for (String encoding : List.of("gzip", "identity")) {
                wrk(ourPort, 64, 8, encoding);
                wrk(port, 64, 2, encoding);
            }
            for (String encoding : List.of("gzip", "identity")) {
                for (int connections : List.of(64, 512)) {
                    table.progress(encoding + ", " + connections + " connections ...");
                    double before = ours.cpuMillis();
                    long requests = wrk(ourPort, connections, 8, encoding);
                    double our = (ours.cpuMillis() - before) * 1000 / requests;
                    before = nginx.cpuMillis();
                    long peerRequests = wrk(port, connections, 8, encoding);
                    double peer = (nginx.cpuMillis() - before) * 1000 / peerRequests;
                    table.add("page", encoding + ", " + connections + " connections", our, peer, "nginx", "cpu us/request");
                    table.remark(encoding + " " + connections + ": ours " + requests / 8 + "/s, nginx " + peerRequests / 8 + "/s");
                }
            }
            table.remark("the page has " + page.length + " bytes, " + gzip(page).length + " as gzip; wrk itself takes most of one of the two cores");
        }
    }

    private static long wrk(int port, int connections, int seconds, String encoding) throws Exception {
        String answer = Proc.output("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "-H", "Accept-Encoding: " + encoding, "http://127.0.0.1:" + port + "/");
        for (String line : answer.split("\n")) {
            if (line.contains("requests in")) {
                if (answer.contains("Non-2xx")) {
                    throw new IllegalStateException(answer);
                }
                return Long.parseLong(line.strip().split(" ")[0]);
            }
        }
        throw new IllegalStateException(answer);
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static PageModel model() {
        Instant now = SystemTime.wall().instant();
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        var components = new ArrayList<ComponentModel>();
        for (int c = 0; c < 6; c++) {
            var days = new ArrayList<DayBar>();
            for (int d = 89; d >= 0; d--) {
                days.add(new DayBar(today.minusDays(d), ComponentStatus.OPERATIONAL, 86_400, 0, 0, 0, List.of()));
            }
            components.add(ComponentModel.of("component00" + c, "Part " + c, now, c + 1).withDays(days));
        }
        return new PageModel("page00000001", "bench", "Bench", URI.create("http://status.shop.example"), "Etc/UTC", now, now, 1, components, List.of(), List.of(), PagePolicy.usual());
    }
}
