package dev.candor.learn.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.paging.channel.canary.CanaryRoute;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.db.Tx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureStoreTest {
    private static final Instant FROM = Instant.parse("2026-03-02T03:00:00Z");

    @Test
    void canaries_take_no_room_from_pages_of_people(@TempDir Path folder) {
        try (var ledger = TestDatabases.sqlite(Schema.LEDGER, folder)) {
            ledger.inTransaction(tx -> {
                alert(tx, new UUID(0, 1), 1, CanaryRoute.NAME);
                alert(tx, new UUID(0, 2), 2, "shop");
                tx.update(
                        "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < ?)"
                                + " INSERT INTO journal (id, at, recorded_at, subject, kind, actor, text, detail)"
                                + " SELECT 'c' || n, ?, ?, 'alert/' || ?, 'page.sent', 'candor', '', '{}' FROM k",
                        FigureStore.MOST_SENT,
                        FROM,
                        FROM,
                        new UUID(0, 1).toString());
                return tx.update(
                        "INSERT INTO journal (id, at, recorded_at, subject, kind, actor, text, detail) VALUES ('p', ?, ?, ?, 'page.sent', 'candor', '', '{\"person\": \"ana\"}')",
                        FROM.plusSeconds(60),
                        FROM.plusSeconds(60),
                        "alert/" + new UUID(0, 2));
            });
            List<Interruptions.Sent> sent = ledger.read(tx -> new FigureStore().sent(tx, FROM, FROM.plusSeconds(3600)));
            assertThat(sent).extracting(Interruptions.Sent::person).containsExactly("ana");
        }
    }

    private static void alert(Tx tx, UUID id, long number, String service) {
        tx.update(
                "INSERT INTO alert (id, number, service, dedup_key, source, severity, summary, detail, state, muted, count, started_at, triggered_at, last_signal_at) VALUES (?, ?, ?, 'k', 's', 'critical', 'x', '{}', 'triggered', '', 1, ?, ?, ?)",
                id,
                number,
                service,
                FROM,
                FROM,
                FROM);
    }
}
