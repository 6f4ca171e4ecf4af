package dev.candor.paging.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Person;
import dev.candor.catalog.Team;
import dev.candor.catalog.apply.Applying;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import dev.candor.platform.secret.SecretBox;
import dev.candor.testing.MutableClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators hear by the senders alone.
class DirectWordTest {
    private static final String YAML = """
            people:
              - {name: omar, email: omar@shop.example, role: admin, contact: [{email: omar@shop.example}, {ntfy: "https://ntfy.example/omar"}]}
              - {name: cleo, email: cleo@shop.example, role: admin}
              - {name: ben, email: ben@shop.example, role: admin, disabled: true}
              - {name: ana, email: ana@shop.example, role: responder}
            """;

    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    private final List<String> sent = new ArrayList<>();

    private List<String> said(Path folder, Ways ways) {
        var random = Randomness.seeded(5);
        var ids = new Ids(clock, random);
        Sender sender = claim -> {
            sent.add(claim.kind() + " " + claim.text("address") + ": " + claim.text("text"));
            return new SendResult.Accepted("ok");
        };
        try (var ledger = TestDatabases.sqlite(Schema.LEDGER, folder)) {
            var catalogs = new Catalogs(
                    ledger,
                    new CatalogStore(List.of(Team.KIND, Person.KIND), new SecretBox(List.of(new byte[32]), random)));
            assertThat(new Applying(ledger, catalogs, new Audit(ids), ids, clock)
                            .files(Map.of("a.yaml", YAML), Map.of(), false, "omar")
                            .problems())
                    .isEmpty();
            new DirectWord(
                            Map.of("email", sender, "ntfy", sender),
                            catalogs,
                            new PageText(() -> "http://console.example"),
                            ways,
                            ids,
                            clock,
                            Runnable::run)
                    .accept("no canary");
        }
        return sent;
    }

    @Test
    void everybody_with_role_admin_hears_it_by_their_first_way(@TempDir Path folder) {
        assertThat(said(folder, Ways.ALL))
                .containsExactlyInAnyOrder("email omar@shop.example: no canary", "email cleo@shop.example: no canary");
    }

    @Test
    void a_way_that_cannot_work_is_not_the_first(@TempDir Path folder) {
        assertThat(said(folder, Ways.of(Optional.empty())))
                .containsExactly("ntfy https://ntfy.example/omar: no canary");
    }
}
