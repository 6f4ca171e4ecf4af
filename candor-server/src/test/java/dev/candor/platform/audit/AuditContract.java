package dev.candor.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class AuditContract extends StoreContract {
    private final Audit audit = new Audit(ids);

    AuditContract(Engine engine) {
        super(engine);
    }

    @Test
    void entries_page_from_new_to_old_and_long_details_are_cut() {
        write(tx -> {
            for (int i = 0; i < 5; i++) {
                audit.note(tx, "omar", "192.0.2.7", "monitor.pause", "monitor/" + i, "y".repeat(5_000), at(i));
            }
        });
        var first = list(tx -> audit.list(tx, Optional.empty(), 2));
        var second = list(tx -> audit.list(tx, Optional.of(first.getLast().id()), 10));
        assertThat(first).extracting(Audit.Entry::subject).containsExactly("monitor/4", "monitor/3");
        assertThat(second).extracting(Audit.Entry::subject).containsExactly("monitor/2", "monitor/1", "monitor/0");
        assertThat(first.getFirst().detail()).hasSize(4_000);
        assertThat(first.getFirst().address()).isEqualTo("192.0.2.7");
    }
}
