package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.paging.proof.CanaryRule;
import dev.candor.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The canary on its real way: door, spool, signal, alert, escalation, outbox, sender.
class CanaryTest {
    @Test
    void it_comes_through_again_and_again_and_is_seen_nowhere_else(@TempDir Path data) throws Exception {
        var loaded = Settings.load(
                Optional.empty(),
                Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"),
                Map.of("CANDOR_CANARY_EVERY", "1s"));
        assertThat(loaded.problems()).isEmpty();
        try (var candor = new Candor(loaded.settings()).start();
                var http = HttpClient.newHttpClient()) {
            Eventually.until(
                    "one comes through", () -> candor.canary().through().isPresent());
            Instant first = candor.canary().through().orElseThrow().at();
            Eventually.until(
                    "another one comes through",
                    () -> candor.canary().through().orElseThrow().at().isAfter(first));
            assertThat(candor.canary().isMissing()).isFalse();
            var ledger = candor.platform().ledger();
            var alerts = candor.paging().alerts().store();
            List<Object> seen = ledger.read(tx -> {
                var all = new ArrayList<Object>(alerts.open(tx));
                all.addAll(alerts.list(tx, "", "", Long.MAX_VALUE, 50));
                all.addAll(candor.respond().incidents().store().open(tx));
                all.addAll(candor.platform().outbox().list(tx, "", "", Optional.empty(), 50));
                return all;
            });
            assertThat(seen).isEmpty();
            long open = ledger.read(tx -> alerts.countOpen(tx) + alerts.countNeedingSomebody(tx));
            assertThat(open).isZero();
            long rows = ledger.read(tx -> tx.count("SELECT count(*) AS n FROM alert"));
            assertThat(rows).as("what came through is swept away").isLessThanOrEqualTo(4);
            String metrics = http.send(
                            HttpRequest.newBuilder(URI.create(candor.consoleUrl() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(metrics).contains("candor_canary_age_seconds ").contains("candor_alerts_without_next_action 0");
        }
    }

    @Test
    void it_is_missing_after_three_periods() {
        var rule = new CanaryRule(Duration.ofMinutes(10));
        assertThat(rule.isMissing(Duration.ofMinutes(30))).isFalse();
        assertThat(rule.isMissing(Duration.ofMinutes(30).plusMillis(1))).isTrue();
    }
}
