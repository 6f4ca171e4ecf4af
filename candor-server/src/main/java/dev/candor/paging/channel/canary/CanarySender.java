package dev.candor.paging.channel.canary;

import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import java.util.function.Consumer;

/// The end of the canary's way: it tells whoever sent it, inside the process.
public final class CanarySender implements Sender {
    private final Consumer<String> arrived;

    /// @param arrived hears the subject of the alert that came through
    public CanarySender(Consumer<String> arrived) {
        this.arrived = arrived;
    }

    @Override
    public SendResult send(Claim claim) {
        arrived.accept(claim.subject());
        return new SendResult.Accepted("came through");
    }
}
