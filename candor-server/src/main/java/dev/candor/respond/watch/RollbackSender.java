package dev.candor.respond.watch;

import dev.candor.base.json.Json;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeJson;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.paging.channel.HttpSending;
import dev.candor.platform.Platform;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import dev.candor.probe.http.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Posts the order to roll a change back to the address that came with it, as JSON `{type, change, reasons}`.
/// `Idempotency-Key` and `webhook-id` are the same over all tries.
public final class RollbackSender implements Sender {
    public static final String KIND = "rollback";

    private final HttpSending http;
    private final Platform platform;
    private final WatchStore watches = new WatchStore();
    private final ChangeStore changes = new ChangeStore();

    public RollbackSender(HttpSending http, Platform platform) {
        this.http = http;
        this.platform = platform;
    }

    @Override
    public SendResult send(Claim claim) {
        UUID id = UUID.fromString(claim.text("change"));
        Optional<Watch> watch = platform.ledger().read(tx -> watches.find(tx, id));
        Optional<ChangeEvent> change = platform.ledger().read(tx -> changes.find(tx, id));
        Optional<String> address = watch.flatMap(one -> platform.secrets().open(one.rollback()));
        if (address.isEmpty()) {
            return new SendResult.NeverWorks(
                    "The rollback's address is gone, or was sealed with another key.", "Roll back by hand.");
        }
        String body = Json.write(Json.object(
                "type",
                "change.rollback",
                "change",
                change.map(ChangeJson::of).orElse(null),
                "reasons",
                claim.payload().get("reasons")));
        return http.post(
                address.get(),
                List.of(new Header("Idempotency-Key", claim.key()), new Header("webhook-id", claim.key())),
                body.getBytes(StandardCharsets.UTF_8),
                "the rollback");
    }
}
