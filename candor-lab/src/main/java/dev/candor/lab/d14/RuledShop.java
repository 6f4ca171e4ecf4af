package dev.candor.lab.d14;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.CandorNode;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Nginx;
import dev.candor.lab.parts.PhoneServer;
import dev.candor.lab.parts.Resources;
import dev.candor.lab.parts.SteadyTraffic;
import dev.candor.lab.parts.SteadyTraffic.Ask;
import dev.candor.lab.run.Round;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real nginx with three hosts and its visitors, whose log goes out by syslog, and a Candor in a process of its own
/// that watches it by three rules.
final class RuledShop implements AutoCloseable {
    static final List<String> RULES = List.of("monitor/home", "objective/shop", "sudden/shop");

    /// As the console promises; one more for the rehearsal itself.
    private static final Duration REHEARSED = Duration.ofSeconds(70);
    private static final Duration POLL = Duration.ofMillis(50);
    /// As many runs as a monitor needs before its limits are held against them, and as long as that may take.
    private static final int ENOUGH_RUNS = 105;

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int PER_SECOND = 100;
    private static final List<String> HOSTS = List.of("a.shop.example", "b.shop.example", "c.shop.example");
    private static final List<String> PATHS = List.of("/", "/cart.html", "/pay.html", "/teapots.html");
    private static final Set<String> REFUSED = Set.of("cannot-fire", "reaches-nobody");

    private final Path home;
    private final LabClock clock;
    private final PhoneServer phone;
    private final Nginx site;
    private final SteadyTraffic visitors;
    private final CandorNode node;
    private final Map<String, String> variables;
    private final String configuration;

    private RuledShop(
            Path home,
            LabClock clock,
            PhoneServer phone,
            Nginx site,
            SteadyTraffic visitors,
            CandorNode node,
            Map<String, String> variables,
            String configuration) {
        this.home = home;
        this.clock = clock;
        this.phone = phone;
        this.site = site;
        this.visitors = visitors;
        this.node = node;
        this.variables = variables;
        this.configuration = configuration;
    }

    static RuledShop start(Round round) throws IOException, InterruptedException {
        LabClock clock = round.clock();
        Path home = Files.createTempDirectory("candor-rules");
        FreePorts ports = FreePorts.any();
        int syslog = ports.take();
        int port = ports.take();
        var phone = new PhoneServer("ana", clock);
        Nginx site = null;
        CandorNode node = null;
        try {
            site = Nginx.start("shop", home.resolve("shop"), port, site(home, port, syslog), clock);
            var variables = Map.of("PHONE", phone.url(), "SITE", "http://127.0.0.1:" + port + "/");
            String configuration = Resources.text(RuledShop.class, "candor.yaml");
            var settings = new HashMap<>(variables);
            settings.put("CANDOR_SYSLOG", "127.0.0.1:" + syslog);
            node = CandorNode.start(Files.createDirectories(home.resolve("candor")), configuration, settings, clock);
            SteadyTraffic visitors = SteadyTraffic.start(PER_SECOND, asks(port), clock);
            return new RuledShop(home, clock, phone, site, visitors, node, variables, configuration);
        } catch (IOException | InterruptedException | RuntimeException broken) {
            if (node != null) {
                node.close();
            }
            if (site != null) {
                site.close();
            }
            phone.close();
            Folders.delete(home);
            throw broken;
        }
    }

    private static String site(Path home, int port, int syslog) throws IOException {
        Path content = Files.createDirectories(home.resolve("content"));
        for (String path : PATHS) {
            Files.writeString(content.resolve(path.equals("/") ? "index.html" : path.substring(1)), "<h1>Teapots</h1>");
        }
        return """
                %s
                access_log syslog:server=127.0.0.1:%d,tag=shop,nohostname candor;
                server { listen 127.0.0.1:%d default_server; root %s; index index.html; }
                """.formatted(Nginx.LOG_FORMAT, syslog, port, content);
    }

    private static IntFunction<Ask> asks(int port) {
        HttpClient client = SteadyTraffic.client()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port)))
                .build();
        return number -> {
            String host = HOSTS.get(number % HOSTS.size());
            URI uri = URI.create("http://" + host + PATHS.get(number / HOSTS.size() % PATHS.size()));
            return new Ask(host, client, HttpRequest.newBuilder(uri).build());
        };
    }

    private void apply(String yaml) throws IOException, InterruptedException {
        node.ask(
                "POST",
                "/api/configuration/apply",
                Json.write(Json.object("files", Map.of("candor.yaml", yaml), "environment", variables)));
    }

    /// Waits until visitors have come for so long.
    void fill(Duration duration) throws InterruptedException {
        clock.sleeper().sleep(duration);
    }

    /// Waits until there are so many runs of the monitor that its limits can be held against them.
    void awaitRuns() throws InterruptedException {
        clock.await(LONGEST, Duration.ofSeconds(1), () -> runs() >= ENOUGH_RUNS);
    }

    private int runs() {
        return asked("/api/monitors/home/results")
                .map(answer -> answer.get("items") instanceof List<?> items ? items.size() : 0)
                .orElse(0);
    }

    /// The rules that are not proven, in the words of the proof, after as long as they may take.
    List<String> unproven() throws InterruptedException {
        var unproven = new ArrayList<String>();
        for (String rule : RULES) {
            clock.await(
                    REHEARSED,
                    POLL,
                    () -> standing(rule).filter(Standing::proven).isPresent());
            Optional<Standing> standing = standing(rule);
            if (standing.filter(Standing::proven).isEmpty()) {
                unproven.add(rule + ": " + standing.map(Standing::why).orElse("it is not there"));
            }
        }
        return unproven;
    }

    /// Puts the mistake into the configuration and takes it out again.
    ///
    /// @return after how long its rule was refused; empty when it was not
    Optional<Duration> refuses(WrongRule wrong) throws IOException, InterruptedException {
        Instant since = clock.wall().instant();
        apply(wrong.in(configuration));
        Optional<Duration> refused = refused(wrong.rule(), since);
        apply(configuration);
        return refused;
    }

    /// Starts a version with the mistake in its program; it runs until the next one is started.
    ///
    /// @return after how long its rule was refused, from the start; empty when it was not
    Optional<Duration> refuses(WrongBuild wrong) throws IOException, InterruptedException {
        Path bug = wrong.build(home);
        node.kill();
        Instant since = clock.wall().instant();
        node.restart(bug);
        return refused(wrong.rule(), since);
    }

    /// Starts the version without mistakes.
    void rightBuild() throws IOException, InterruptedException {
        node.kill();
        node.restart();
    }

    private Optional<Duration> refused(String rule, Instant since) throws InterruptedException {
        Predicate<Standing> judged =
                standing -> standing.refused() || standing.rehearsedAt().isAfter(since) && standing.proven();
        clock.await(REHEARSED, POLL, () -> standing(rule).filter(judged).isPresent());
        return standing(rule)
                .filter(Standing::refused)
                .map(_ -> Duration.between(since, clock.wall().instant()));
    }

    /// How a rule stands, as the API has it.
    private record Standing(String outcome, String why, Instant rehearsedAt) {
        boolean proven() {
            return outcome.equals("proven");
        }

        boolean refused() {
            return REFUSED.contains(outcome);
        }
    }

    private Optional<Standing> standing(String rule) {
        return asked("/api/proofs").stream()
                .flatMap(answer -> answer.get("items") instanceof List<?> items ? items.stream() : Stream.of())
                .filter(item -> item instanceof Map<?, ?> map && rule.equals(map.get("rule")))
                .map(item -> (Map<?, ?>) item)
                .findFirst()
                .map(item -> new Standing(
                        String.valueOf(item.get("outcome")),
                        String.valueOf(item.get("why")),
                        item.get("rehearsed_at") instanceof String at ? Instant.parse(at) : Instant.EPOCH));
    }

    private Optional<Map<String, @Nullable Object>> asked(String path) {
        try {
            return Optional.of(node.ask("GET", path, ""));
        } catch (IOException away) {
            return Optional.empty();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Messages that came.
    int pages() {
        return phone.inbox().letters().size();
    }

    /// Visitors who did not get what they asked for.
    long userErrors() {
        return visitors.all().failures();
    }

    @Override
    public void close() {
        visitors.close();
        node.close();
        site.close();
        phone.close();
        Folders.delete(home);
    }
}
