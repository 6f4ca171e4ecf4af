package dev.candor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in the middle of alerts arriving and messages leaving: what was answered 202 is never lost, and a repeat
/// carries the same message id.
class KillNineTest {
    @TempDir
    Path data;

    @Test
    void nothing_accepted_is_lost_through_five_kills_on_the_embedded_database() throws Exception {
        survive(5, Optional.empty());
    }

    @Test
    void nothing_accepted_is_lost_through_five_kills_on_postgresql() throws Exception {
        onPostgres(5);
    }

    @Test
    @Tag("long")
    void nothing_accepted_is_lost_through_twenty_kills_on_the_embedded_database() throws Exception {
        survive(20, Optional.empty());
    }

    @Test
    @Tag("long")
    void nothing_accepted_is_lost_through_twenty_kills_on_postgresql() throws Exception {
        onPostgres(20);
    }

    private void onPostgres(int kills) throws Exception {
        Optional<DebianPostgres> started = DebianPostgres.start();
        if (started.isEmpty()) {
            System.out.println("LEFT OUT: PostgreSQL is not installed");
        }
        Assumptions.assumeTrue(started.isPresent(), "PostgreSQL is not installed");
        try (DebianPostgres postgres = started.orElseThrow()) {
            survive(kills, Optional.of(postgres.url()));
        }
    }

    private void survive(int kills, Optional<String> databaseUrl) throws Exception {
        try (var receiver = new Receiver()) {
            Path config = Files.writeString(data.resolve("candor.yaml"), receiver.configuration());
            var environment = new HashMap<>(Map.of("CANDOR_NETWORK_ALLOW", "127.0.0.0/8:1-65535"));
            databaseUrl.ifPresent(url -> environment.put("CANDOR_DATABASE_URL", url));
            try (var candor = new CandorProcess(data, environment, "--config", config.toString()).awaitStart()) {
                Set<String> accepted = ConcurrentHashMap.newKeySet();
                hammer(candor, kills, accepted);
                assertThat(accepted.size()).isGreaterThan(kills * 5);
                awaitAll(candor, receiver, accepted, databaseUrl);
                Map<String, Set<String>> ids = told(receiver);
                assertThat(accepted)
                        .allSatisfy(alert -> assertThat(ids.get(alert)).hasSize(1));
                System.out.println("kills " + kills + ", accepted " + accepted.size() + ", lost 0, messages "
                        + receiver.received().size() + ", repeats "
                        + (receiver.received().size() - ids.size()));
            }
        }
    }

    private static void awaitAll(
            CandorProcess candor, Receiver receiver, Set<String> accepted, Optional<String> databaseUrl)
            throws Exception {
        try {
            Poll.until(
                    "every accepted alert reached the receiver",
                    Duration.ofSeconds(60),
                    () -> told(receiver).keySet().containsAll(accepted));
        } catch (AssertionError late) {
            var missing = new HashSet<>(accepted);
            missing.removeAll(told(receiver).keySet());
            throw new AssertionError(
                    missing.size() + " of " + accepted.size() + " are missing: " + missing
                            + rows(databaseUrl, missing) + "; ready: " + candor.get("/ready")
                            + "; alerts: " + candor.get("/api/alerts?limit=3") + "; waiting: "
                            + candor.get("/api/deliveries?state=pending&limit=3")
                            + candor.get("/api/deliveries?state=claimed&limit=3")
                            + "; log: " + candor.log(),
                    late);
        }
    }

    /// What the database knows of those that are missing, where it can be asked.
    private static String rows(Optional<String> databaseUrl, Set<String> missing) throws Exception {
        if (databaseUrl.isEmpty() || missing.isEmpty()) {
            return "";
        }
        var told = new StringBuilder();
        try (var connection = DriverManager.getConnection(databaseUrl.get().replaceFirst("^(jdbc:)?", "jdbc:"))) {
            for (String query : List.of(
                    "SELECT 'signal ' || id || ' ' || state || ' ' || outcome || ' at ' || seq_at FROM ledger.signal WHERE summary = ?",
                    "SELECT 'alert ' || id || ' ' || number || ' ' || state || ' ' || muted FROM ledger.alert WHERE summary = ?",
                    "SELECT 'escalation ' || e.state || ' step ' || step || ' next ' || coalesce(next_at, 0) FROM ledger.escalation e JOIN ledger.alert a ON a.id = e.alert WHERE a.summary = ?",
                    "SELECT 'message ' || o.key || ' ' || o.state || ' ' || o.attempts || ' ' || coalesce(o.last_error, '') FROM ledger.outbox o JOIN ledger.alert a ON o.subject = 'alert/' || a.id WHERE a.summary = ?")) {
                try (var statement = connection.prepareStatement(query)) {
                    statement.setString(1, missing.iterator().next());
                    var rows = statement.executeQuery();
                    while (rows.next()) {
                        told.append("\n  ").append(rows.getString(1));
                    }
                }
            }
        }
        return told.toString();
    }

    /// Sends alerts while the server is killed and started again and again.
    private static void hammer(CandorProcess candor, int kills, Set<String> accepted) throws InterruptedException {
        var stop = new AtomicBoolean();
        var number = new AtomicInteger();
        var threads = List.of(sender(candor, stop, number, accepted), sender(candor, stop, number, accepted));
        var random = new Random(7);
        for (int kill = 0; kill < kills; kill++) {
            Thread.sleep(300 + random.nextInt(900));
            candor.kill();
            candor.restart();
        }
        Thread.sleep(300);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Thread sender(CandorProcess candor, AtomicBoolean stop, AtomicInteger number, Set<String> accepted) {
        return Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                String name = "trouble " + number.incrementAndGet();
                try {
                    var answer = candor.send("POST", "/in/shop-intake-key/json", "{\"summary\":\"" + name + "\"}");
                    if (answer.statusCode() == 202) {
                        accepted.add(name);
                    }
                    Thread.sleep(10);
                } catch (IOException | IllegalArgumentException killed) {
                    pause();
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        });
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The message ids by what they told of.
    private static Map<String, Set<String>> told(Receiver receiver) {
        var ids = new HashMap<String, Set<String>>();
        receiver.received().stream()
                .filter(message -> message.event().equals("triggered"))
                .forEach(message -> ids.computeIfAbsent(message.text(), _ -> new HashSet<>())
                        .add(message.id()));
        return ids;
    }
}
