package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.jobs.DueLoop;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/live`, `/ready`, `/metrics`: the process is up; it can really work; its figures.
final class HealthHttp {
    private static final Access OPEN =
            Access.anybody("health checks and scrapers sign in nowhere; nothing secret is in it");

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final Candor candor;
    private final OwnMetrics metrics;

    private @Nullable Answer last;
    private Instant lastAt = Instant.EPOCH;

    HealthHttp(Candor candor) {
        this.candor = candor;
        this.metrics = new OwnMetrics(candor);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/live", OPEN, _ -> Answer.text(200, "live\n")),
                Route.get("/ready", OPEN, this::ready),
                Route.get("/metrics", OPEN, this::metrics));
    }

    /// Anybody may ask, as often as they like: the answer is made at most once a second.
    private synchronized Answer ready(Call call) {
        Instant now = candor.platform().clock().instant();
        if (last == null || !lastAt.plus(A_SECOND).isAfter(now) || lastAt.isAfter(now)) {
            last = ready(now);
            lastAt = now;
        }
        return last;
    }

    /// Really writes and reads a row of the ledger, reads the results, and looks whether every loop moves. 503 names
    /// what is wrong.
    private Answer ready(Instant now) {
        var wrong = new ArrayList<String>();
        try {
            // Reading first: tried once, it says "away" before a balancer gives up. Writes are repeated for longer.
            candor.platform().results().read(tx -> tx.count("SELECT count(*) AS n FROM schema_digest"));
            candor.platform()
                    .ledger()
                    .inTransaction(tx -> tx.update(
                            "INSERT INTO setting (name, value) VALUES ('ready', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                            now.toString()));
            candor.platform()
                    .ledger()
                    .read(tx -> tx.one("SELECT value FROM setting WHERE name = 'ready'", row -> row.text("value")));
        } catch (DatabaseException away) {
            wrong.add("database: " + away.getMessage());
        }
        for (DueLoop loop : candor.loops()) {
            if (candor.works() && !loop.moves(now)) {
                wrong.add("loop " + loop.name() + " does not move"
                        + (loop.lastFailure().isEmpty() ? "" : ": " + loop.lastFailure()));
            }
        }
        if (wrong.isEmpty() && !candor.works()) {
            wrong.add("database: it has just come, everything is being started");
        }
        List<String> unaccounted = candor.proving().auditor().found();
        return wrong.isEmpty()
                ? Answer.json(
                        unaccounted.isEmpty()
                                ? Json.object("status", "ready")
                                : Json.object("status", "ready", "alerts_without_next_action", unaccounted))
                : Answer.json(503, Json.object("status", "not ready", "wrong", wrong));
    }

    private Answer metrics(Call call) {
        var out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, metrics.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Answer.of(200, PrometheusTextFormatWriter.CONTENT_TYPE, out.toByteArray());
    }
}
