import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;

/// A made-up day of access log by seed: 20,000 clients, ids in most paths, 0.2 % server errors, log-normal latencies.
final class LogLines {
    private static final String[] AGENTS = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "shop-app/4.2 (Android 15)",
        "curl/8.9.1"
    };
    private static final String[] ROUTES = {"/", "/cart", "/api/orders/#", "/api/orders/#/items/#", "/api/customers/#", "/static/app.js", "/static/site.css", "/search?q=#", "/login", "/api/health", "/img/#.png", "/api/carts/#/lines"};
    private static final long START = 1_795_305_600_000L;

    private LogLines() {}

    /// @return the SHA-256 of the file, so that figures can be compared
    static String write(Path file, int lines, boolean json, long seed) throws Exception {
        var random = new SplittableRandom(seed);
        var digest = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < lines; i++) {
                byte[] line = line(random, START + i * 86_400_000L / lines, json).getBytes(StandardCharsets.US_ASCII);
                digest.update(line);
                out.write(line);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    private static String line(SplittableRandom random, long millis, boolean json) throws IOException {
        double pick = random.nextDouble();
        String path = ROUTES[(int) (ROUTES.length * pick * pick)].replace("#", Integer.toString(random.nextInt(200_000)));
        int client = random.nextInt(20_000);
        String address = "10." + client % 7 + "." + client / 250 % 250 + "." + client % 250;
        int luck = random.nextInt(1000);
        int status = luck < 2 ? 502 : luck < 30 ? 404 : luck < 60 ? 304 : 200;
        String method = random.nextInt(10) == 0 ? "POST" : "GET";
        double seconds = Math.exp(-4 + 1.2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2);
        String agent = AGENTS[random.nextInt(AGENTS.length)];
        int bytes = random.nextInt(50_000);
        String took = Double.toString(Math.round(seconds * 1000) / 1000.0);
        if (json) {
            return "{\"time\":\"" + millis / 1000 + "." + String.valueOf(1000 + millis % 1000).substring(1) + "\",\"remote_addr\":\"" + address + "\",\"method\":\"" + method + "\",\"uri\":\"" + path + "\",\"status\":\"" + status
                    + "\",\"bytes\":\"" + bytes + "\",\"request_time\":\"" + took + "\",\"host\":\"shop" + client % 40 + ".example\",\"upstream_addr\":\"10.9.0." + client % 12 + ":8080\",\"user_agent\":\"" + agent + "\"}\n";
        }
        long second = millis / 1000 - START / 1000;
        String time = "22/Nov/2026:" + two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60) + " +0000";
        return address + " - - [" + time + "] \"" + method + " " + path + " HTTP/1.1\" " + status + " " + bytes + " \"https://shop" + client % 40 + ".example/\" \"" + agent + "\" rt=" + took + "\n";
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
