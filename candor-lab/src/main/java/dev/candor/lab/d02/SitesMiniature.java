package dev.candor.lab.d02;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Nginx;
import dev.candor.lab.parts.SteadyTraffic;
import dev.candor.lab.parts.SteadyTraffic.Ask;
import dev.candor.lab.run.CountedLogs;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Observer;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.Sightings;
import dev.candor.lab.run.SliceFacts;
import dev.candor.lab.run.ToldChanges;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A real nginx as the edge of forty sites, whose log goes out by syslog; the static files of seven of them lie in a
/// store, a second nginx that wants a token. The edge reads the token from a file. The switch is the store's list of
/// tokens. The way around the store is a third nginx, the customers' own server.
final class SitesMiniature implements Miniature {
    private static final int SITES = 40;
    private static final int STORED = 7;
    private static final int PER_SECOND = 100;
    private static final List<String> WANTED = List.of("/", "/assets/app.css", "/assets/logo.svg");
    private static final String TOKEN = "Bearer role-of-the-edge";
    private static final Duration NAMED = Duration.ofSeconds(60);
    private static final String TRUE_CHANGE = "policies of the store tidied up";

    private final Path tokens;
    private final Path home;
    private final LabClock clock;
    private final Observer candor;
    private final ToldChanges told;
    private final Nginx store;
    private final Nginx edge;
    private final Nginx origin;
    private final Bypass bypass;
    private final SteadyTraffic visitors;
    private final SliceFacts hit;
    private Optional<Instant> struckAt = Optional.empty();
    private Optional<Instant> mendedAt = Optional.empty();
    private Map<String, @Nullable Object> facts = Json.object("requests_per_second", PER_SECOND);

    private SitesMiniature(
            Path home,
            LabClock clock,
            Observer candor,
            Nginx store,
            Nginx edge,
            Nginx origin,
            Bypass bypass,
            SteadyTraffic visitors,
            Set<String> hit) {
        this.home = home;
        this.tokens = home.resolve("store/tokens.conf");
        this.clock = clock;
        this.candor = candor;
        this.told = new ToldChanges(candor);
        this.store = store;
        this.edge = edge;
        this.origin = origin;
        this.bypass = bypass;
        this.visitors = visitors;
        this.hit = new SliceFacts("customer", hit, NAMED);
    }

    static SitesMiniature start(Round round, FreePorts ports, Observer candor)
            throws IOException, InterruptedException {
        LabClock clock = round.clock();
        Path home = Files.createTempDirectory("candor-sites");
        List<String> sites = IntStream.rangeClosed(1, SITES)
                .mapToObj("site-%02d.example"::formatted)
                .toList();
        Set<String> stored = round.some(STORED, sites);
        Path content = home.resolve("content");
        Files.createDirectories(content.resolve("assets"));
        Files.createDirectories(home.resolve("store"));
        Files.writeString(content.resolve("index.html"), "<h1>Teapots</h1>");
        Files.writeString(content.resolve("unavailable.html"), "<h1>Not now</h1>");
        Files.writeString(content.resolve("assets/app.css"), "h1 { color: teal }");
        Files.writeString(content.resolve("assets/logo.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        Files.writeString(home.resolve("store/tokens.conf"), known());
        Files.writeString(home.resolve("token.conf"), "proxy_set_header Authorization \"" + TOKEN + "\";\n");
        int storePort = ports.take();
        int originPort = ports.take();
        var bypass = new Bypass(home.resolve("bypass.conf"), "127.0.0.1:" + originPort);
        Nginx store = Nginx.start("store", home.resolve("store"), storePort, store(home, storePort), clock);
        try {
            Nginx origin = Nginx.start("origin", home.resolve("origin"), content, originPort, clock);
            try {
                int port = ports.take();
                String http = edge(home, port, storePort, stored, candor.syslog());
                Nginx edge = Nginx.start("edge", home.resolve("edge"), port, http, clock);
                bypass.of(edge);
                SteadyTraffic visitors = SteadyTraffic.start(PER_SECOND, asks(port, sites), clock);
                return new SitesMiniature(home, clock, candor, store, edge, origin, bypass, visitors, stored);
            } catch (IOException | InterruptedException | RuntimeException broken) {
                origin.close();
                throw broken;
            }
        } catch (IOException | InterruptedException | RuntimeException broken) {
            store.close();
            bypass.close();
            Folders.delete(home);
            throw broken;
        }
    }

    private static String known() {
        return "\"" + TOKEN + "\" 1;\n";
    }

    private static String store(Path home, int port) {
        return """
                access_log off;
                map $http_authorization $known { default 0; include %s/store/tokens.conf; }
                server {
                  listen 127.0.0.1:%d;
                  root %s/content;
                  if ($known = 0) { return 403; }
                }
                """.formatted(home, port, home);
    }

    private static String edge(Path home, int port, int storePort, Set<String> stored, int syslog) {
        return """
                %s
                access_log syslog:server=127.0.0.1:%d,tag=edge,nohostname candor;
                server_names_hash_bucket_size 128;
                map_hash_bucket_size 128;
                map $host $files { default 127.0.0.1:%d; include %s/bypass.conf; }
                server {
                  listen 127.0.0.1:%d default_server;
                  root %s/content;
                }
                server {
                  listen 127.0.0.1:%d;
                  server_name %s;
                  root %s/content;
                  error_page 401 403 =503 /unavailable.html;
                  location /assets/ {
                    include %s/token.conf;
                    proxy_pass http://$files;
                    proxy_intercept_errors on;
                  }
                }
                """.formatted(
                Nginx.LOG_FORMAT, syslog, storePort, home, port, home, port, String.join(" ", stored), home, home);
    }

    /// The edge as a proxy: that is how one client asks for hosts no resolver knows.
    private static IntFunction<Ask> asks(int port, List<String> sites) {
        HttpClient client = SteadyTraffic.client()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port)))
                .build();
        return number -> {
            String site = sites.get(number % SITES);
            String path = WANTED.get(number / SITES % WANTED.size());
            return new Ask(
                    site,
                    client,
                    HttpRequest.newBuilder(URI.create("http://" + site + path)).build());
        };
    }

    @Override
    public Map<String, String> values() {
        return Map.of("EDGE", bypass.address().toString());
    }

    Set<String> expected() {
        return hit.expected();
    }

    SteadyTraffic visitors() {
        return visitors;
    }

    Bypass bypass() {
        return bypass;
    }

    Optional<Instant> struckAt() {
        return struckAt;
    }

    /// What was changed around it, as pipelines and people told it: the role that went with a change to the store, a
    /// deploy of the edge itself a while before, and another system's deploy in the same minute.
    private void tellChanges() throws IOException, InterruptedException {
        var earlier = clock.wall().instant().minus(Duration.ofMinutes(20)).toString();
        told.tell(Json.object("kind", "deploy", "service", "edge", "summary", "edge 8.1", "started_at", earlier));
        told.tell(Json.object("kind", "deploy", "service", "mail", "summary", "mail 7.2"));
        told.tell(Json.object("kind", "permission", "service", "store", "summary", TRUE_CHANGE, "who", "ben"));
    }

    @Override
    public void strike() throws IOException, InterruptedException {
        tellChanges();
        Files.writeString(tokens, "");
        struckAt = Optional.of(clock.wall().instant());
        store.reload();
    }

    @Override
    public void mend() throws IOException, InterruptedException {
        Files.writeString(tokens, known());
        store.reload();
        mendedAt = Optional.of(clock.wall().instant());
    }

    @Override
    public long userErrors() {
        return visitors.all().failures();
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        CountedLogs.missed(candor, visitors.all().requests()).ifPresent(missed::add);
        if (mode == Mode.FAULT) {
            Instant struck = struckAt.orElseThrow();
            facts = new LinkedHashMap<>(hit.facts(struck, mendedAt.orElse(Instant.MAX), seen, visitors));
            missed.addAll(hit.missed(struck, seen));
            int place = told.place(TRUE_CHANGE);
            facts.put("true_change_ranked", place);
            if (place != 1) {
                missed.add("the change that removed the role is suspect number " + place + ", not the first");
            }
        }
        return missed;
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return facts;
    }

    @Override
    public void close() {
        visitors.close();
        told.close();
        edge.close();
        origin.close();
        store.close();
        bypass.close();
        Folders.delete(home);
    }
}
