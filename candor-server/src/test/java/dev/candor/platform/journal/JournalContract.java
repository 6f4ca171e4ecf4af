package dev.candor.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class JournalContract extends StoreContract {
    private final Journal journal = new Journal(ids);

    JournalContract(Engine engine) {
        super(engine);
    }

    @Test
    void facts_come_in_the_order_they_happened_not_in_which_they_were_recorded() {
        write(tx -> {
            journal.note(tx, "alert/1", "alert.triggered", Journal.CANDOR, "Alert 1", at(10));
            journal.note(
                    tx,
                    "alert/1",
                    "evidence.first",
                    Journal.CANDOR,
                    "First bad evidence",
                    Json.object("status", 503L),
                    at(2),
                    at(11));
            journal.note(tx, "incident/1", "incident.opened", "ana", "Opened", at(12));
            journal.note(tx, "alert/2", "alert.triggered", Journal.CANDOR, "Another", at(13));
        });
        var facts = list(tx -> journal.about(tx, List.of("alert/1", "incident/1"), 10));
        assertThat(facts)
                .extracting(Fact::kind)
                .containsExactly("evidence.first", "alert.triggered", "incident.opened");
        assertThat(facts.getFirst().detail()).isEqualTo(Map.of("status", 503L));
        assertThat(facts.getFirst().recordedAt()).isEqualTo(at(11));
    }

    @Test
    void a_limit_keeps_the_newest() {
        write(tx -> {
            for (int i = 0; i < 20; i++) {
                journal.note(tx, "alert/" + i % 2, "k" + i, "ana", "t", at(i));
            }
        });
        assertThat(list(tx -> journal.about(tx, List.of("alert/0", "alert/1"), 3)))
                .extracting(Fact::kind)
                .containsExactly("k17", "k18", "k19");
    }

    @Test
    void an_endless_text_is_cut() {
        write(tx -> journal.note(tx, "alert/1", "k", "ana", "x".repeat(5_000), T0));
        assertThat(list(tx -> journal.about(tx, List.of("alert/1"), 1))
                        .getFirst()
                        .text())
                .hasSize(2_000);
    }
}
