package dev.candor.lab.d04;

import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.HAProxy;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.parts.SteadyTraffic;
import dev.candor.lab.parts.SteadyTraffic.Ask;
import dev.candor.lab.run.Blame;
import dev.candor.lab.run.CountedLogs;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Observer;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.Sightings;
import dev.candor.lab.run.SliceFacts;
import java.io.IOException;
import java.net.InetAddress;
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

/// Fifty hosts in one JVM behind a real HAProxy that sends its log by syslog; a machine lives on one host. Ten clients,
/// and an eleventh whose script asks for one lease of a healthy machine over and over and is mostly refused. The switch
/// is a file for each host whose store is slow.
final class HostsMiniature implements Miniature {
    private static final int HOSTS = 50;
    private static final int MACHINES_EACH = 4;
    private static final int CLIENTS = 10;
    private static final int PER_SECOND = 150;
    private static final String NOISY = "127.0.9.9";
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration NAMED = Duration.ofSeconds(60);

    private final Path home;
    private final LabClock clock;
    private final Observer candor;
    private final RealProcess hosts;
    private final HAProxy haproxy;
    private final SteadyTraffic clients;
    private final SliceFacts bad;
    private Optional<Instant> struckAt = Optional.empty();
    private Optional<Instant> mendedAt = Optional.empty();
    private Map<String, @Nullable Object> facts = Json.object("requests_per_second", PER_SECOND);

    private HostsMiniature(
            Path home,
            LabClock clock,
            Observer candor,
            RealProcess hosts,
            HAProxy haproxy,
            SteadyTraffic clients,
            Set<String> bad) {
        this.home = home;
        this.clock = clock;
        this.candor = candor;
        this.hosts = hosts;
        this.haproxy = haproxy;
        this.clients = clients;
        this.bad = new SliceFacts("upstream", bad, NAMED);
    }

    static HostsMiniature start(Round round, FreePorts ports, Observer candor)
            throws IOException, InterruptedException {
        LabClock clock = round.clock();
        Path home = Files.createTempDirectory("candor-hosts");
        var portOf = new LinkedHashMap<String, Integer>();
        for (int i = 1; i <= HOSTS; i++) {
            portOf.put("h%02d".formatted(i), ports.take());
        }
        List<String> names = List.copyOf(portOf.keySet());
        // The noisy client's machine lives on the first host; that one stays healthy.
        Set<String> bad = round.some(3, names.subList(1, HOSTS));
        var arguments = new ArrayList<String>(List.of(home.toString()));
        portOf.forEach((host, port) -> arguments.add(host + "=" + port));
        RealProcess hosts = RealProcess.start(
                "hosts",
                Jvm.command(Hosts.class, "128m", arguments.toArray(String[]::new)),
                home.resolve("log"),
                clock);
        try {
            hosts.awaitPort(portOf.getOrDefault(names.getLast(), 0), START);
            int port = ports.take();
            HAProxy haproxy = HAProxy.start(
                    home.resolve("haproxy"), port, configuration(home, port, portOf, candor.syslog()), clock);
            HttpClient first = SteadyTraffic.client().build();
            SteadyTraffic.warm(
                    IntStream.range(0, HOSTS * MACHINES_EACH)
                            .mapToObj(machine -> ask(
                                    "http://127.0.0.1:" + port, names.get(machine / MACHINES_EACH), machine, "", first))
                            .toList(),
                    clock);
            SteadyTraffic clients = SteadyTraffic.start(
                    PER_SECOND, asks("http://127.0.0.1:" + port, names, Randomness.seeded(round.seed())), clock);
            return new HostsMiniature(home, clock, candor, hosts, haproxy, clients, bad);
        } catch (IOException | InterruptedException | RuntimeException broken) {
            hosts.close();
            Folders.delete(home);
            throw broken;
        }
    }

    private static String configuration(Path home, int port, Map<String, Integer> portOf, int syslog)
            throws IOException {
        var map = new StringBuilder();
        var servers = new StringBuilder();
        int number = 0;
        for (var host : portOf.entrySet()) {
            servers.append("  server %s 127.0.0.1:%d\n".formatted(host.getKey(), host.getValue()));
            for (int i = 0; i < MACHINES_EACH; i++) {
                map.append(machine(number++)).append(' ').append(host.getKey()).append('\n');
            }
        }
        Path machines = home.resolve("machines.map");
        Files.writeString(machines, map);
        return """
                global
                  maxconn 2000
                  nbthread 1
                  log 127.0.0.1:%d len 65535 format rfc5424 local0
                defaults
                  mode http
                  log global
                  option httplog
                  timeout connect 1s
                  timeout client 60s
                  timeout http-keep-alive 60s
                  timeout server 3s
                frontend machines
                  bind 127.0.0.1:%d
                  default_backend hosts
                backend hosts
                  retries 0
                  use-server %%[path,field(3,/),map_str(%s)] if TRUE
                %s""".formatted(syslog, port, machines, servers);
    }

    private static String machine(int number) {
        return Integer.toString(48_100 + number);
    }

    private static IntFunction<Ask> asks(String site, List<String> names, Randomness random) {
        var clients = new ArrayList<HttpClient>();
        for (int i = 1; i <= CLIENTS; i++) {
            clients.add(from("127.0.1." + i));
        }
        HttpClient noisy = from(NOISY);
        return number -> {
            if (number % 3 == 0) { // and it has an old nonce two times of three
                return ask(site, names.getFirst(), 0, number % 9 == 0 ? "" : "?nonce=old", noisy);
            }
            int machine = random.nextInt(HOSTS * MACHINES_EACH);
            return ask(site, names.get(machine / MACHINES_EACH), machine, "", clients.get(random.nextInt(CLIENTS)));
        };
    }

    private static HttpClient from(String address) {
        return SteadyTraffic.client()
                .localAddress(InetAddress.ofLiteral(address))
                .build();
    }

    private static Ask ask(String site, String host, int machine, String query, HttpClient client) {
        var request = HttpRequest.newBuilder(URI.create(site + "/machines/" + machine(machine) + "/lease" + query))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return new Ask(host, client, request);
    }

    @Override
    public Map<String, String> values() {
        return Map.of();
    }

    @Override
    public void strike() throws IOException {
        struckAt = Optional.of(clock.wall().instant());
        for (String host : bad.expected()) {
            Files.createFile(home.resolve("slow-" + host));
        }
    }

    @Override
    public void mend() throws IOException {
        mendedAt = Optional.of(clock.wall().instant());
        for (String host : bad.expected()) {
            Files.deleteIfExists(home.resolve("slow-" + host));
        }
    }

    @Override
    public long userErrors() {
        return clients.all().failures();
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        CountedLogs.missed(candor, clients.all().requests()).ifPresent(missed::add);
        if (mode == Mode.CONTROL) {
            return missed;
        }
        Instant struck = struckAt.orElseThrow();
        missed.addAll(bad.missed(struck, seen));
        List<Sightings.Said> said = Blame.until(seen, Instant.MAX);
        if (said.stream().anyMatch(one -> !Blame.blamed(one, "client").isEmpty())) {
            missed.add("a client is blamed");
        }
        facts = bad.facts(struck, mendedAt.orElse(Instant.MAX), seen, clients);
        facts.put("noisy_client", NOISY);
        facts.put(
                "noisy_client_found_not_guilty",
                said.stream().anyMatch(one -> Blame.notGuilty(one, "client").contains(NOISY)));
        return missed;
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return facts;
    }

    @Override
    public void close() {
        clients.close();
        haproxy.close();
        hosts.close();
        Folders.delete(home);
    }
}
